/** The examples of the repository, thrown about: documents as people write them on a bad day. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { isPlainMap } from '../../src/source/source-document.ts';
import type { PlatformName } from './shipped.ts';

/** Loose on purpose: a mutation may write anything anywhere. */
export type Tree = { [key: string]: unknown };

/** All documents of an example as one. */
export function exampleTree(name: PlatformName): Tree {
  const folder = `examples/${name}/access`;
  const tree: Tree = {};
  for (const file of readdirSync(folder).sort()) {
    const document = parse(readFileSync(`${folder}/${file}`, 'utf8')) as Tree;
    if (document.kind === 'Organization') merge(tree, structuredClone(document));
  }
  return tree;
}

function merge(into: Tree, from: Tree): void {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key];
    if (isMap(there) && isMap(value)) merge(there, value);
    else into[key] = value;
  }
}

/** What to do, and numbers to choose places and words by: whatever the tree is, they point at something. */
export interface Mutation {
  readonly does: (typeof DOES)[number];
  readonly at: number;
  readonly what: number;
  readonly which: number;
}

const DOES = [
  'role',
  'roles',
  'module',
  'drop-member',
  'drop-role',
  'drop-entry',
  'new-member',
  'into-group',
  'child-group',
  'mention',
  'new-group',
  'attach',
  'window',
  'role-window',
  'membership-window',
  'state',
  'ownerless',
  'other-owner',
  'move-scope',
  'drop-scope',
  'new-scope',
  'permissions',
  'custom-role',
  'include',
  'drop-group',
  'letter-case',
  'absent',
  'title',
] as const;

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  does: fc.constantFrom(...DOES),
  at: fc.nat(10_000),
  what: fc.nat(10_000),
  which: fc.nat(10_000),
});

const PEOPLE = ['zed@new.example', 'yara@new.example', 'zed', 'yara'];
const WINDOWS: readonly Tree[] = [
  { until: '2026-01-31' },
  { until: '2027-01-31' },
  { from: '2027-01-01' },
  { from: '2026-01-01', until: '2028-12-31', reason: 'x' },
];

interface Spot {
  readonly holder: Tree;
  readonly key: string;
}

/** The tree changed as told; where there is nothing to change, as it was. */
export function mutated(tree: Tree, platform: PlatformDefinition, mutations: readonly Mutation[]): Tree {
  const copy = structuredClone(tree);
  for (const one of mutations) mutate(copy, platform, one);
  return copy;
}

function mutate(tree: Tree, platform: PlatformDefinition, { does, at, what, which }: Mutation): void {
  const scopes = scopesOf(tree, platform);
  const scope = pick(scopes, at);
  const entries = (key: 'members' | 'groups' | 'roles') =>
    scopes.flatMap((one): readonly Spot[] => {
      const holder = one[key];
      return isMap(holder) ? Object.keys(holder).map((name) => ({ holder, key: name })) : [];
    });
  const people = [...new Set(entries('members').map(({ key }) => key)), ...PEOPLE];
  const groups = [...new Set(entries('groups').map(({ key }) => key)), 'nobodies'];
  const custom = entries('roles').map(({ key }) => key);
  const roles = [...platform.roles.keys(), ...custom, ...custom, 'none'];
  const member = pick(entries('members'), at);
  const group = pick(entries('groups'), at);
  const holder = pick([...entries('members'), ...entries('groups')], at);
  const role = pick(roles, what) ?? 'none';
  const person = pick(people, what) ?? 'zed';
  const permissions = [...platform.permissions.keys(), '*', 'nothing:*'];
  const modules = [...platform.modules.keys(), 'engines'];
  switch (does) {
    case 'role':
      set(holder, { roles: [role] });
      return;
    case 'roles':
      set(holder, { roles: [role, pick(roles, which)] });
      return;
    case 'module': {
      const short = ['none', 'viewer', 'operator', 'manager', 'owner'];
      set(member, { roles: { [pick(modules, what) ?? '']: pick(short, which) } });
      return;
    }
    case 'drop-member':
      drop(member);
      return;
    case 'drop-role':
      drop(pick(entries('roles'), at));
      return;
    case 'drop-entry':
      if (holder !== undefined) holder.holder[holder.key] = {};
      return;
    case 'new-member':
      put(tree, 'members', person, which % 2 === 0 ? null : { roles: [pick(roles, which)] });
      return;
    case 'into-group':
      push(group, 'members', which % 3 === 0 ? { member: person, until: '2027-01-31' } : person);
      return;
    case 'child-group':
      push(group, 'groups', pick(groups, what));
      return;
    case 'mention':
      put(scope, 'groups', pick(groups, what) ?? '', which % 2 === 0 ? null : { roles: [role] });
      return;
    case 'new-group':
      put(scope, 'groups', `new-${which % 3}`, { title: 'New', members: [person] });
      return;
    case 'attach':
      put(scope, 'members', person, which % 2 === 0 ? null : { roles: [role] });
      return;
    case 'window':
      set(holder, pick(WINDOWS, what) ?? {});
      return;
    case 'role-window':
      set(holder, { roles: [{ role, ...pick(WINDOWS, which) }] });
      return;
    case 'membership-window':
      push(group, 'members', { member: person, ...pick(WINDOWS, which) });
      return;
    case 'state':
      set(member, { state: 'deactivated' });
      return;
    case 'ownerless':
    case 'other-owner': {
      const top = platform.invariants.flatMap((rule) =>
        rule.rule === 'minimum-holders' ? [rule.role] : [],
      )[0];
      for (const { holder: map, key } of entries('members')) {
        if (JSON.stringify(map[key])?.includes(`"${top}"`)) map[key] = {};
      }
      if (does === 'other-owner' && top !== undefined) put(tree, 'members', person, { roles: [top] });
      return;
    }
    case 'move-scope':
    case 'drop-scope':
    case 'new-scope': {
      const plurals = [...platform.scopeKinds.values()].flatMap(({ plural }) => plural ?? []);
      const spots = scopes.flatMap((one) =>
        plurals.flatMap((plural): readonly Spot[] => {
          const map = one[plural];
          return isMap(map) ? Object.keys(map).map((key) => ({ holder: map, key })) : [];
        }),
      );
      const spot = pick(spots, what);
      const value = spot?.holder[spot.key];
      if (does !== 'new-scope') drop(spot);
      if (does === 'drop-scope' || scope === undefined) return;
      const moved = does === 'move-scope' && !contains(value, scope) ? value : { title: 'New' };
      put(scope, pick([...plurals, 'islands'], which) ?? '', spot?.key ?? 'new', moved);
      return;
    }
    case 'permissions':
      set(which % 3 === 0 ? member : group, { permissions: [pick(permissions, what)] });
      return;
    case 'custom-role':
      put(scope, 'roles', `own-${which % 3}`, { permissions: [pick(permissions, what)] });
      return;
    case 'include':
      push(pick(entries('roles'), at), 'includes', role);
      return;
    case 'drop-group':
      drop(group);
      return;
    case 'letter-case':
      if (member === undefined) return;
      member.holder[member.key.toUpperCase()] = member.holder[member.key];
      if (which % 2 === 0) drop(member);
      return;
    case 'absent':
      if (holder !== undefined) holder.holder[holder.key] = { absent: true };
      return;
    case 'title':
      set(group, { title: `Title ${which % 5}`, description: '' });
      return;
  }
}

function scopesOf(tree: Tree, platform: PlatformDefinition): readonly Tree[] {
  const found: Tree[] = [tree];
  for (const scope of found) {
    for (const { plural } of platform.scopeKinds.values()) {
      const below = plural === null ? undefined : scope[plural];
      if (!isMap(below)) continue;
      for (const [name, value] of Object.entries(below)) {
        const child = isMap(value) ? value : {};
        below[name] = child;
        found.push(child);
      }
    }
  }
  return found;
}

function contains(value: unknown, scope: Tree): boolean {
  if (value === scope) return true;
  return isMap(value) && Object.values(value).some((inner) => contains(inner, scope));
}

function set(spot: Spot | undefined, more: Tree): void {
  if (spot === undefined) return;
  const there = spot.holder[spot.key];
  spot.holder[spot.key] = { ...(isMap(there) ? there : {}), ...more };
}

function put(scope: Tree | undefined, key: string, name: string, value: unknown): void {
  if (scope === undefined) return;
  const there = scope[key];
  if (isMap(there)) there[name] = value;
  else scope[key] = { [name]: value };
}

function push(spot: Spot | undefined, key: string, item: unknown): void {
  const there = spot?.holder[spot.key];
  if (spot === undefined) return;
  const map = isMap(there) ? there : {};
  const list = map[key];
  spot.holder[spot.key] = { ...map, [key]: [...(Array.isArray(list) ? list : []), item] };
}

function drop(spot: Spot | undefined): void {
  if (spot !== undefined) delete spot.holder[spot.key];
}

function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)];
}

function isMap(value: unknown): value is Tree {
  return isPlainMap(value);
}
