import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { factsAfter } from './after.ts';
import { expectedOn } from './expected.ts';
import type { LiveOrganization } from './live.ts';
import type { Written } from './written.ts';

export interface Model {
  readonly facts: ReadonlySet<string>;
  readonly about: ReadonlyMap<string, string>;
  readonly access: ReadonlySet<string>;
  /** People of whom not everything can be made yet. */
  readonly waiting: ReadonlySet<string>;
}

/** What must be true after an apply over what is there `before`; who waits, as it stands `now`. */
export function modelOf(
  written: Written,
  platform: PlatformDefinition,
  day: string,
  before: LiveOrganization,
  now: LiveOrganization,
): Model {
  const wanted = expectedOn(written.truth, platform, day);
  const waiting = new Set([...now.pending].map((whom) => whom.replace(/ of .*/, '')));
  for (const key of strangers(written, platform, now)) waiting.add(key);
  return {
    facts: factsAfter(before.facts, wanted.facts, written, platform),
    about: new Map([...before.about, ...wanted.about]),
    access: wanted.access,
    waiting,
  };
}

/** Written as deactivated where people are invited, and never there to be so: nobody invites them for that. */
function strangers(
  { truth }: Written,
  { members }: PlatformDefinition,
  live: LiveOrganization,
): readonly string[] {
  if (members.joining === 'provisioned') return [];
  const there = (key: string) => ['active', 'deactivated'].includes(live.states.get(key) ?? '');
  return truth.members.flatMap(({ key, state }) => (state === 'deactivated' && !there(key) ? [key] : []));
}
