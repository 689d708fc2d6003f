/** What the platform would refuse in the middle of an apply is refused by the plan, by the real terraform. */
import { expect, onTestFinished } from 'vitest';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { atrium } from '../../connector/platforms.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

itWithTerraform('a ring of groups, and an organization without an owner', async () => {
  const members = ['sam@acme.com', 'eve@acme.com'].map((key) => ({ key, state: 'active' as const }));
  const world = await stage({ on: 'atrium', seed: { organization: 'acme', members } });
  onTestFinished(() => world.close());
  const group = (name: string, inside: string) =>
    `resource "bylaw_group" "${name}" {\n  name   = "${name}"\n  groups = [${inside}]\n}`;
  const roster = (roles: string) =>
    `resource "bylaw_roster" "acme" {\n  scope = "acme"\n  roles = { ${roles} }\n}`;
  const own = '"member:sam@acme.com" = "owner"';
  world.configure(group('a', ''), group('b', ''), group('c', ''), roster(own));
  await world.succeed('init', '-no-color');
  await world.apply();
  const live = () => readPlain(connectionTo(world.sandbox, atrium));
  const before = await live();

  world.configure(
    group('a', '"acme/b"'),
    group('b', '"acme/c"'),
    group('c', '"acme/a"'),
    roster('"member:eve@acme.com" = "signer"'),
  );
  const refused = await world.run('apply', '-no-color', '-auto-approve');
  expect(refused.status).toBe(1);
  expect(refused.output).toMatch(/A group would be in itself: acme\/\w → acme\/\w → acme\/\w/);
  expect(refused.output).toContain('acme would be left with no active owner');
  expect(refused.output).toMatch(/on main\.tf line \d+, in resource "bylaw_roster" "acme":\n +\d+: +roles/);
  expect(await live()).toEqual(before);

  // Broken at one place, and with a successor, it is done.
  world.configure(
    group('a', '"acme/b"'),
    group('b', '"acme/c"'),
    group('c', ''),
    roster('"member:eve@acme.com" = "owner"'),
  );
  await world.apply();
  await world.expectNoChanges();

  // Of the end of everything nothing is certain but what the platform says.
  const end = await world.succeed('plan', '-no-color', '-destroy');
  expect(end.output).toContain('acme may be left with no active owner');
});
