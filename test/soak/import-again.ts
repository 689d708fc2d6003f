import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Promises } from './promises.ts';
import type { Organization, World } from './world.ts';

/** What was just imported plans nothing. */
export async function importShowsNothing(
  world: World,
  organization: Organization,
  promises: Promises,
): Promise<void> {
  const folder = join(world.folder, 'imported');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const imported = await world.bylaw(
    ...['import', organization, '--directory', folder, '--platform', world.platform.name],
    ...['--url', world.sandbox.url, '--workspace', join(folder, 'bylaw.yaml')],
  );
  // Who is a member of the organization and of a scope below too is left out and told: documents write people once.
  const { states } = await world.live(organization);
  const twice = [...states.keys()].some(
    (whom) => states.has(whom.replace(/ of .*/, '')) && whom.includes(' of '),
  );
  const told = /^error\[not-importable\].* member of the organization too/m.test(imported.err + imported.out);
  promises.hold(imported.status !== 1 || (twice && told), 'what is live cannot be imported', imported);
  const planned = await world.bylaw(
    ...['plan', '--engine', 'embedded', '--workspace', join(folder, 'bylaw.yaml')],
  );
  // An invitation that ran out is written as a person, and the plan afterwards shows that it is sent again.
  const expired = [...states.values()].filter((state) => state === 'expired').length;
  const resent = planned.out.split('state "expired" → "active"').length - 1;
  const [, said = '0'] = /: (\d+) changes?,/.exec(planned.out) ?? [];
  promises.hold(
    planned.status === 0 || (Number(said) === resent && resent <= expired),
    'what was just imported plans a change',
    planned,
  );
  promises.count('imports');
}
