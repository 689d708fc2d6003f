import { membersWhoCanAll } from '../access/equivalent-roles.ts';
import { grantsOf, wideOf } from '../access/wide-delta.ts';
import { keptRoles } from '../platform/kept-roles.ts';
import type { PermissionName, PlatformDefinition, RoleName } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { scopeKindsOf } from '../resource/scope-kinds-of.ts';
import type { AccessDifference } from './access-difference.ts';

/** Who can do from now on all that a role gives by which a platform is administered. */
export interface Escalation {
  readonly role: RoleName;
  readonly title: string;
  readonly scope: ScopePath;
  readonly members: readonly MemberId[];
}

/** What somebody could do, and nobody can any more, though the scope is still there. */
export interface WithoutHolder {
  readonly scope: ScopePath;
  readonly permissions: readonly PermissionName[];
  /** Who could. */
  readonly members: readonly MemberId[];
}

/** The roles that administer, in the platform's own words: those that it never leaves without somebody, and those that may do all. */
function administeringRoles({ roles, ...platform }: PlatformDefinition): readonly RoleName[] {
  const kept = keptRoles(platform).map(({ role }) => role);
  const bypassing = [...roles.values()].flatMap(({ name, bypass }) => (bypass ? [name] : []));
  return [...new Set([...kept, ...bypassing])];
}

export function escalations(difference: AccessDifference): readonly Escalation[] {
  const { desired, before, after, resources, delta } = difference;
  const { platform } = desired;
  const wide = wideOf(delta);
  const touched =
    wide === null
      ? new Set(delta.gained.map(({ scope }) => scope))
      : new Set(wide.effects('gained').flatMap(({ scopes }) => scopes.map(({ path }) => path)));
  if (touched.size === 0) return [];
  const kinds = scopeKindsOf(platform, resources.after);
  return administeringRoles(platform).flatMap((role): readonly Escalation[] => {
    const definition = platform.roles.get(role);
    if (definition === undefined) return [];
    return after.scopes.flatMap((scope): readonly Escalation[] => {
      const kind = kinds.get(scope);
      if (!touched.has(scope) || kind === undefined || !definition.assignableAt.includes(kind.name))
        return [];
      const could = membersWhoCanAll(role, platform, before, scope);
      const members = [...membersWhoCanAll(role, platform, after, scope)].filter((one) => !could.has(one));
      return members.length === 0 ? [] : [{ role, title: definition.title, scope, members }];
    });
  });
}

export function withoutHolders({ before, after, delta }: AccessDifference): readonly WithoutHolder[] {
  const left = new Set(after.scopes);
  const bare = new Map<ScopePath, { permissions: Set<PermissionName>; members: Set<MemberId> }>();
  const looked = new Set<string>();
  for (const { scope, permission } of grantsOf(delta, 'lost')) {
    const key = `${scope} ${permission}`;
    if (!left.has(scope) || looked.has(key)) continue;
    looked.add(key);
    if (after.who(permission, scope).length > 0) continue;
    const found = bare.get(scope) ?? { permissions: new Set(), members: new Set() };
    found.permissions.add(permission);
    for (const member of before.who(permission, scope)) found.members.add(member);
    bare.set(scope, found);
  }
  return [...bare].map(([scope, { permissions, members }]) => ({
    scope,
    permissions: [...permissions],
    members: [...members],
  }));
}

/** Who can do something and is no member of the organization. */
export function outsidersIn(
  access: AccessDifference['after'],
  resources: readonly Resource[],
  organization: string,
): ReadonlySet<MemberId> {
  const members = new Set(
    modelOf(resources)
      .all('member')
      .flatMap(({ attributes }) => (attributes.scope === organization ? [attributes.member] : [])),
  );
  return new Set(
    access.members.filter(
      (member) =>
        !members.has(member) && access.scopes.some((scope) => access.permissions(member, scope).length > 0),
    ),
  );
}

/** Outsiders who gain something: those who could do nothing before, and those who became outsiders. */
export function newOutsiders({
  organization,
  before,
  after,
  resources,
}: AccessDifference): readonly MemberId[] {
  const were = outsidersIn(before, resources.before, organization);
  return [...outsidersIn(after, resources.after, organization)].filter((member) => !were.has(member));
}
