import { stringify } from 'yaml';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { writtenOf } from '../platform/policy-forms.ts';
import type { Random } from './random.ts';
import { edited, type Truth, writtenSpell } from './truth.ts';

const OWNED = ['scopes', 'roles', 'members', 'groups', 'assignments'] as const;
export type Authority = Readonly<Record<(typeof OWNED)[number], 'full' | 'declared'>>;

/** The documents of one organization: what must be true, how much of the platform they own, and what is not to be. */
export interface Written {
  readonly truth: Truth;
  readonly authority: Authority;
  /** Entries with `absent: true`. */
  readonly absent: readonly Absent[];
}

export type Absent =
  | { readonly what: 'group'; readonly scope: string; readonly name: string }
  /** On the organization, the member; below it, what the person is given there, and a membership of that scope alone. */
  | { readonly what: 'person'; readonly scope: string; readonly name: string };

export const FULL: Authority = authorityOf(() => 'full');

function authorityOf(choose: () => 'full' | 'declared'): Authority {
  return { scopes: choose(), roles: choose(), members: choose(), groups: choose(), assignments: choose() };
}

export function isFull({ authority }: Written): boolean {
  return OWNED.every((one) => authority[one] === 'full');
}

/** Half of the organizations are owned as far as they are written, or for some kinds of things. */
export function anyAuthority(random: Random): Authority {
  if (random.chance(0.5)) return authorityOf(() => 'declared');
  return authorityOf(() => (random.chance(0.5) ? 'full' : 'declared'));
}

/** One edit: of what must be true or, now and then, of how much is owned. What goes is often said to be absent. */
export function rewritten(
  before: Written,
  platform: PlatformDefinition,
  random: Random,
  day: string,
): Written {
  if (random.chance(0.06)) {
    const authority = isFull(before) || random.chance(0.5) ? anyAuthority(random) : FULL;
    return { ...before, authority };
  }
  const truth = edited(before.truth, platform, random, day);
  const said = random.chance(0.6) ? [...before.absent, ...entriesOf(before.truth)] : before.absent;
  const present = new Set(entriesOf(truth).map((one) => JSON.stringify(one)));
  const scopes = new Set(truth.scopes.map(({ path }) => path));
  const absent = said.filter((one) => scopes.has(one.scope) && !present.has(JSON.stringify(one)));
  return { ...before, truth, absent };
}

/** What can be said to be absent, of all that is written. */
function entriesOf({ scopes, members, below, groups }: Truth): readonly Absent[] {
  const path = (at: number) => scopes[at]?.path ?? '';
  return [
    ...members.map(({ key }): Absent => ({ what: 'person', scope: path(0), name: key })),
    ...below.map(({ scope, key }): Absent => ({ what: 'person', scope: path(scope), name: key })),
    ...groups.map(({ home, name }): Absent => ({ what: 'group', scope: path(home), name })),
  ];
}

/** Where groups keep whoever is in them: no list is written of one, and the documents do not own it. */
export function isOpenGroup(
  group: Truth['groups'][number],
  { authority }: Written,
  platform: PlatformDefinition,
): boolean {
  return (
    authority.groups === 'declared' && platform.groups.nesting !== 'flatten' && group.members.length === 0
  );
}

type Entries = Record<string, Record<string, unknown>>;
interface Scope {
  members?: Entries;
  groups?: Entries;
  readonly [plural: string]: unknown;
}

export function documentOf(organization: string, written: Written, platform: PlatformDefinition): string {
  const { truth, authority, absent } = written;
  const root = writtenOf(truth, platform, writtenSpell) as Scope;
  const at = (path: string): Scope =>
    path
      .split('/')
      .slice(1)
      .reduce<Scope>((scope, step) => scope[step] as Scope, root);
  const entry = (scope: Scope, list: 'members' | 'groups', name: string): Record<string, unknown> => {
    scope[list] ??= {};
    const entries = scope[list];
    entries[name] ??= {};
    return entries[name];
  };
  for (const { key, state } of truth.members)
    if (state === 'deactivated') entry(root, 'members', key).state = state;
  for (const group of truth.groups)
    if (isOpenGroup(group, written, platform))
      delete entry(at(truth.scopes[group.home]?.path ?? ''), 'groups', group.name).members;
  for (const { what, scope, name } of absent)
    entry(at(scope), what === 'group' ? 'groups' : 'members', name).absent = true;
  const { apiVersion, kind, platform: named, name: _, ...rest } = root;
  const owned = new Set(Object.values(authority)).size === 1 ? authority.members : authority;
  return stringify({ apiVersion, kind, name: organization, platform: named, authority: owned, ...rest });
}
