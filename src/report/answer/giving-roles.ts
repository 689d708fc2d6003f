import { buildAccess } from '../../access/build-access.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import {
  type MemberId,
  memberKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { AssignmentResource, Entries, Resource } from '../../resource/resource.ts';
import { entriesFrom, resource } from '../../resource/resource-types.ts';
import type { Origin } from '../../source/origin.ts';
import type { AccessSource, WhyQuestion } from './access-source.ts';

const IMAGINED: Origin = { from: 'platform', platform: '', what: '' };

/**
 * The smallest roles that would give the permission if the person held them on the very scope: each is tried on the
 * person as he is, with his memberships, groups and other roles, and only where the platform would take it. What a role
 * gives is the resolver's business; what can be given where, and beside what, is the platform's.
 */
export function givingRoles(question: WhyQuestion, source: AccessSource): readonly RoleKey[] {
  const { permission, scope } = question;
  const { platform } = source;
  const own = ownRoles(question, source.resources);
  const given = rolesFor(scope, source).flatMap((role): readonly Trial[] => {
    const roles = beside(role, [...own.keys()], platform);
    return roles === null ? [] : [{ role, roles }];
  });
  const effectiveAccess = buildAccess(platform, imagined(question, given, source.resources));
  const works = given.flatMap(({ role }, at) => {
    const one = stand(at);
    return effectiveAccess.can(one, permission, scope) ? [{ role, gives: cells(one, effectiveAccess) }] : [];
  });
  return works
    .filter(({ gives }) => !works.some((other) => isLess(other.gives, gives)))
    .map(({ role }) => role);
}

interface Trial {
  readonly role: RoleKey;
  /** All that the person would hold on the scope then. */
  readonly roles: readonly RoleKey[];
}

/** No member's key: it stands for the person with the role of that number. */
function stand(at: number): MemberId {
  return `\u0000${at}`;
}

/** The roles that can be given to a person on a scope. */
function rolesFor(scope: ScopePath, { platform, resources }: AccessSource): readonly RoleKey[] {
  const model = modelOf(resources);
  const found = model.scope(scope);
  const kind = found === undefined ? undefined : platform.scopeKinds.get(found.attributes.kind);
  if (kind === undefined || !kind.principals.includes('member')) return [];
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

function ownRoles({ member, scope }: WhyQuestion, resources: readonly Resource[]): Entries {
  const own = modelOf(resources)
    .assignmentsTo(memberKey(member))
    .find(({ attributes }) => attributes.scope === scope);
  return own === undefined ? new Map() : own.attributes.roles;
}

function isOwn(r: Resource, member: MemberId): r is AssignmentResource {
  return (
    r.type === 'assignment' &&
    r.attributes.principal.type === 'member' &&
    r.attributes.principal.member === member
  );
}

/** The organization without other people, and the person once for each role to try, in all groups and places he is in. */
function imagined(
  { member, scope }: WhyQuestion,
  given: readonly Trial[],
  resources: readonly Resource[],
): readonly Resource[] {
  const place = (r: Resource): readonly Resource[] => {
    switch (r.type) {
      case 'scope':
      case 'role':
        return [r];
      case 'group': {
        const entry = r.attributes.members.get(member);
        const members = entry === undefined ? [] : given.map((_, at) => [stand(at), entry] as const);
        return [{ ...r, attributes: { ...r.attributes, members: new Map(members) } }];
      }
      case 'member':
        if (r.attributes.member !== member) return [];
        return given.map((_, at) => resource('member', { ...r.attributes, member: stand(at) }, r.origin));
      case 'assignment':
        if (r.attributes.principal.type === 'group') return [r];
        if (!isOwn(r, member) || r.attributes.scope === scope) return [];
        return given.map((_, at) => assigned(r.attributes.scope, at, r.attributes.roles));
    }
  };
  return [
    ...resources.flatMap(place),
    ...given.map(({ roles }, at) => assigned(scope, at, entriesFrom([...roles], IMAGINED))),
  ];
}

function assigned(scope: ScopePath, at: number, roles: Entries): Resource {
  return resource('assignment', { scope, principal: { type: 'member', member: stand(at) }, roles }, IMAGINED);
}

/** All that somebody may do anywhere. */
function cells(member: MemberId, effectiveAccess: EffectiveAccess): ReadonlySet<string> {
  return new Set(
    effectiveAccess.scopes.flatMap((scope) =>
      effectiveAccess.permissions(member, scope).map((permission) => `${permission} ${scope}`),
    ),
  );
}

function isLess(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return some.size < all.size && [...some].every((one) => all.has(one));
}
