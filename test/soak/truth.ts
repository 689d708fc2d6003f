import fc from 'fast-check';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { anyPolicy, type Policy, type PolicyWindow, type Timed } from '../platform/random-policy.ts';
import type { Random } from './random.ts';

/** The days between which an entry holds, both included; null for no bound. */
export interface Spell {
  readonly from: string | null;
  readonly until: string | null;
}

/** What must be true of one organization, kept beside Bylaw: a policy whose windows are days. */
export type Truth = Policy<Spell>;

const ALWAYS: Spell = { from: null, until: null };

/** Who keeps the organization: never edited, so that no random edit locks everybody out. */
export const BOSS = 'boss';

export function bossOf(platform: PlatformDefinition): string {
  return platform.members.key === 'email' ? `${BOSS}@acme.com` : BOSS;
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How a window is written in a document. */
export function writtenSpell({ from, until }: Spell): object {
  return { ...(from === null ? {} : { from }), ...(until === null ? {} : { until }) };
}

/** What of the truth holds on a day. */
export function onDay(truth: Truth, day: string): Policy {
  return withWindows(
    truth,
    ({ from, until }): PolicyWindow =>
      (from === null || from <= day) && (until === null || day <= until) ? 'open' : 'ended',
  );
}

function withWindows<A, B>(policy: Policy<A>, change: (window: A) => B): Policy<B> {
  const one = <T extends { readonly window: A }>(timed: T) => ({ ...timed, window: change(timed.window) });
  const all = (entries: readonly Timed<A>[]): readonly Timed<B>[] => entries.map(one);
  return {
    ...policy,
    members: policy.members.map((member) => ({ ...one(member), roles: all(member.roles) })),
    below: policy.below.map((entry) => ({ ...one(entry), roles: all(entry.roles) })),
    groups: policy.groups.map((group) => ({
      ...one(group),
      members: all(group.members),
      groups: all(group.groups),
      roles: all(group.roles),
    })),
    mentions: policy.mentions.map((mention) => ({ ...one(mention), roles: all(mention.roles) })),
  };
}

/** An organization nobody has changed yet. */
export function firstTruth(platform: PlatformDefinition, random: Random): Truth {
  return fresh(platform, random);
}

function fresh(platform: PlatformDefinition, random: Random): Truth {
  const [drawn] = fc.sample(anyPolicy(platform), { seed: random.nat(2 ** 31), numRuns: 1 });
  if (drawn === undefined) throw new Error('nothing drawn');
  const { members, below, ...rest } = withWindows(drawn, () => ALWAYS);
  const boss = {
    key: bossOf(platform),
    state: 'active',
    window: ALWAYS,
    roles: [{ name: keepingRole(platform), window: ALWAYS }],
  } as const;
  // What only life does, states and second memberships, life does here too.
  return {
    ...rest,
    doubled: [],
    members: [
      boss,
      ...members.map((member) => ({
        ...member,
        state:
          platform.members.deactivation && random.chance(0.12)
            ? ('deactivated' as const)
            : ('active' as const),
      })),
    ],
    below: below.map((entry) => ({ ...entry, state: entry.state === null ? null : ('active' as const) })),
  };
}

/** What somebody has to hold for the organization to be kept. */
export function keepingRole(platform: PlatformDefinition): string {
  const keeper = platform.invariants.find((invariant) => invariant.rule === 'minimum-holders');
  if (keeper !== undefined) return keeper.role;
  if (platform.roles.has('admin')) return 'admin';
  throw new Error(`nobody keeps an organization on ${platform.name}`);
}

/** One edit as people make them: somebody comes, goes, is given something, or gets an end. May be one nobody may make. */
export function edited(truth: Truth, platform: PlatformDefinition, random: Random, day: string): Truth {
  return standing(changed(truth, platform, random, day), platform);
}

/** An entry on a scope is of a member of the organization where there is one, and else a membership of its own. */
function standing(truth: Truth, platform: PlatformDefinition): Truth {
  const members = new Set(truth.members.map(({ key }) => key));
  const below = truth.below.flatMap((entry): Truth['below'] => {
    if (members.has(entry.key)) return [{ ...entry, state: null }];
    const kind = platform.scopeKinds.get(truth.scopes[entry.scope]?.kind ?? '');
    return kind?.members === true ? [{ ...entry, state: 'active' }] : [];
  });
  return { ...truth, below };
}

function changed(truth: Truth, platform: PlatformDefinition, random: Random, day: string): Truth {
  const drawn = fresh(platform, random);
  const boss = truth.members[0];
  if (boss === undefined) throw new Error('nobody keeps the organization');
  const others = truth.members.slice(1);
  switch (random.nat(9)) {
    case 0:
      return {
        ...truth,
        members: [boss, ...exchanged(others, drawn.members.slice(1), ({ key }) => key, random)],
      };
    case 1: {
      const below = drawn.below.filter(({ scope }) => scope < truth.scopes.length);
      return {
        ...truth,
        below: exchanged(truth.below, below, ({ scope, key }) => `${scope} ${key}`, random),
      };
    }
    case 2: {
      const groups = drawn.groups.filter(({ home }) => home < truth.scopes.length);
      return { ...truth, groups: exchanged(truth.groups, groups, ({ name }) => name, random) };
    }
    case 3: {
      const mentions = drawn.mentions.filter(({ scope }) => scope < truth.scopes.length);
      const key = ({ scope, group }: Truth['mentions'][number]) => `${scope} ${group}`;
      return { ...truth, mentions: exchanged(truth.mentions, mentions, key, random) };
    }
    case 4: {
      const roles = drawn.roles.filter(({ home }) => home < truth.scopes.length);
      return { ...truth, roles: exchanged(truth.roles, roles, ({ name }) => name, random) };
    }
    case 5:
      return scopeGone(truth, random) ?? drawn;
    case 6:
      return platform.members.deactivation ? switched(truth, random) : bounded(truth, random, day);
    default:
      return bounded(truth, random, day);
  }
}

/** One is taken away, or one of the new comes, in place of the one with its key. */
function exchanged<T>(
  present: readonly T[],
  drawn: readonly T[],
  keyOf: (one: T) => string,
  random: Random,
): readonly T[] {
  const gone = random.pick(present);
  if (gone !== null && random.chance(0.35)) return present.filter((one) => one !== gone);
  const come = random.pick(drawn);
  if (come === null) return present;
  return [...present.filter((one) => keyOf(one) !== keyOf(come)), come];
}

/** Somebody is locked out, or let in again. */
function switched(truth: Truth, random: Random): Truth {
  const one = random.pick(truth.members.slice(1));
  const turned = (member: Truth['members'][number]): Truth['members'][number] =>
    member === one ? { ...member, state: member.state === 'active' ? 'deactivated' : 'active' } : member;
  return { ...truth, members: truth.members.map(turned) };
}

/** The last scope goes with all that is on it. */
function scopeGone(truth: Truth, random: Random): Truth | null {
  const last = truth.scopes.length - 1;
  if (last === 0 || random.chance(0.5)) return null;
  const gone = new Set(truth.groups.filter(({ home }) => home === last).map(({ name }) => name));
  const roles = new Set(truth.roles.filter(({ home }) => home === last).map(({ name }) => name));
  const kept = <W>(held: readonly Timed<W>[]) =>
    held.filter(({ name }) => !roles.has(name) && !gone.has(name));
  return {
    ...truth,
    scopes: truth.scopes.slice(0, last),
    roles: truth.roles.filter(({ home }) => home !== last),
    below: truth.below
      .filter(({ scope }) => scope !== last)
      .map((entry) => ({ ...entry, roles: kept(entry.roles) })),
    groups: truth.groups
      .filter(({ home }) => home !== last)
      .map((group) => ({ ...group, groups: kept(group.groups) })),
    mentions: truth.mentions.filter(({ scope, group }) => scope !== last && !gone.has(group)),
  };
}

/** Something that holds for good gets an end, begins later, or holds for good again. */
function bounded(truth: Truth, random: Random, day: string): Truth {
  const spells: readonly Spell[] = [
    ALWAYS,
    { from: null, until: dayAfter(day, random.nat(12)) },
    { from: null, until: dayAfter(day, 1 + random.nat(3)) },
    { from: dayAfter(day, 1 + random.nat(6)), until: null },
    { from: dayAfter(day, 1 + random.nat(4)), until: dayAfter(day, 5 + random.nat(9)) },
  ];
  const spell = random.pick(spells) ?? ALWAYS;
  const size = countOf(truth);
  // The first two are the boss and the boss's role.
  const at = 2 + random.nat(Math.max(1, size - 2));
  let seen = -1;
  return withWindows(truth, (window) => {
    seen += 1;
    return seen === at ? spell : window;
  });
}

function countOf(truth: Truth): number {
  let count = 0;
  withWindows(truth, (window) => {
    count += 1;
    return window;
  });
  return count;
}
