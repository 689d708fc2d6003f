import type { PlatformDefinition } from '../platform/platform-definition.ts';
import {
  type Principal,
  principalKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Entries, Resource } from '../resource/resource.ts';
import type { DeniedQuestion, DeniedSide } from './denied-side.ts';
import { accessOfStandIns, cellsOf, isLess, standIn } from './stand-ins.ts';

type GivingSide = Pick<DeniedSide, 'platform' | 'resources'>;

/**
 * The smallest roles that would give the permission if the person held them on the very scope: each is tried on the
 * person as he is, with his memberships, groups and other roles, and only where the platform would take it. What a role
 * gives is the resolver's business; what can be given where, and beside what, is the platform's.
 */
export function givingRoles(question: DeniedQuestion, side: GivingSide): readonly RoleKey[] {
  const member: Principal = { type: 'member', member: question.member };
  return rolesGivingAt(question.scope, member, question, side).map(({ role }) => role);
}

/** A role, and all that would be held on the scope once it is given. */
export interface GivenRole {
  readonly role: RoleKey;
  readonly roles: readonly RoleKey[];
}

/** The same of a role that is given on a scope, there or above, to the person or a group of theirs. */
export function rolesGivingAt(
  at: ScopePath,
  principal: Principal,
  { member, permission, scope }: DeniedQuestion,
  side: GivingSide,
): readonly GivenRole[] {
  const own = [...rolesHeld(principal, at, side.resources).keys()];
  const given = rolesFor(at, principal.type, side).flatMap((role): readonly GivenRole[] => {
    const roles = beside(role, own, side.platform);
    return roles === null ? [] : [{ role, roles }];
  });
  // What a group of theirs is given counts for the person beside what is theirs.
  const theirs = rolesHeld({ type: 'member', member }, at, side.resources).keys();
  const besides = principal.type === 'member' ? [] : [...theirs];
  const access = accessOfStandIns(
    member,
    given.map(({ roles }) => ({ roles: { scope: at, roles: [...besides, ...roles] } })),
    side,
  );
  const works = given.flatMap((one, number) =>
    access.can(standIn(number), permission, scope) ? [{ one, gives: cellsOf(number, access) }] : [],
  );
  return works
    .filter(({ gives }) => !works.some((other) => isLess(other.gives, gives)))
    .map(({ one }) => one);
}

/** The roles that can be given to a person, or to a group, on a scope. */
function rolesFor(
  scope: ScopePath,
  type: Principal['type'],
  { platform, resources }: GivingSide,
): readonly RoleKey[] {
  const model = modelOf(resources);
  const found = model.scope(scope);
  const kind = found === undefined ? undefined : platform.scopeKinds.get(found.attributes.kind);
  if (kind === undefined || !kind.principals.includes(type)) return [];
  if (type === 'group' && !platform.groups.carry.includes('roles')) return [];
  const predefined = [...platform.roles.values()]
    .filter((role) => role.assignable && role.assignableAt.includes(kind.name))
    .map((role) => role.name);
  const seen = new Set(scopeChain(scope));
  const custom = model
    .all('role')
    .flatMap(({ attributes }) => (seen.has(attributes.home) ? [attributes.name] : []));
  return [...predefined, ...custom];
}

/** What somebody holds once he is given a role beside what he has; null where the platform would refuse it. */
function beside(
  role: RoleKey,
  own: readonly RoleKey[],
  { members, roles }: PlatformDefinition,
): readonly RoleKey[] | null {
  const moduleOf = (name: RoleKey): string | null => roles.get(name)?.module ?? null;
  const stays = (other: RoleKey): boolean => {
    switch (members.roles) {
      case 'many':
        return other !== role;
      case 'exactly-one':
        return false;
      case 'one-per-module':
        return moduleOf(other) !== moduleOf(role);
    }
  };
  const kept = own.filter(stays);
  const clashes = roles.get(role)?.bypass === true && kept.some((other) => roles.get(other)?.none === true);
  return clashes ? null : [...kept, role];
}

/** What a person or a group holds on a scope now. */
export function rolesHeld(principal: Principal, scope: ScopePath, resources: readonly Resource[]): Entries {
  const own = modelOf(resources)
    .assignmentsTo(principalKey(principal))
    .find(({ attributes }) => attributes.scope === scope);
  return own === undefined ? new Map() : own.attributes.roles;
}
