import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { factsAfter } from './after.ts';
import { expectedOn } from './expected.ts';
import { type Fact, read } from './fact.ts';
import type { LiveOrganization } from './live.ts';
import type { Written } from './written.ts';

export interface Model {
  readonly facts: ReadonlySet<string>;
  readonly about: ReadonlyMap<string, string>;
  readonly access: ReadonlySet<string>;
  /** People of whom not everything can be made yet. */
  readonly waiting: ReadonlySet<string>;
  /** Whether a fact that is not wanted may stay until an invitation is accepted. */
  readonly stays: (fact: string) => boolean;
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
    stays: (fact) => before.facts.has(fact) && keeping(read(fact), wanted.facts, now.pending, platform),
  };
}

/**
 * Decision 10: whoever moves from a scope up to the organization keeps the lower membership until then, with what gives no
 * more than is wanted, which access tells. Where everybody holds exactly one role, the exchange for one that no invitation
 * brings waits as a whole.
 */
function keeping(
  fact: Fact,
  wanted: ReadonlySet<string>,
  pending: ReadonlySet<string>,
  { members, roles }: PlatformDefinition,
): boolean {
  const movesUp = (key: string): boolean => pending.has(key) && wanted.has(`member ${key}`);
  if (fact.of === 'member') return fact.scope !== 'acme' && movesUp(fact.key);
  if (fact.of !== 'given') return false;
  if (fact.scope !== 'acme') return movesUp(fact.whom);
  const instead = [...roles.values()].filter(({ byInvitation }) => !byInvitation);
  return (
    members.roles === 'exactly-one' &&
    pending.has(fact.whom) &&
    instead.some(({ name }) => wanted.has(`${fact.whom} at acme is ${name}`))
  );
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
