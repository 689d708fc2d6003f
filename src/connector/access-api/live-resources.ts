import type { Principal } from '../../resource/reference.ts';
import type { Resource, ResourceTypeName } from '../../resource/resource.ts';
import { entriesFrom, resource } from '../../resource/types.ts';
import type { Origin } from '../../source/origin.ts';
import { type LiveIndex, roleKeys } from './directory.ts';
import { expandPermissions } from './permission-patterns.ts';
import { liveOrigin, OBJECT_PATHS, type OrganizationEndpoint } from './site.ts';
import type { WireAssignment, WireGroup, WireRole } from './wire.ts';

const ORDER: readonly ResourceTypeName[] = ['scope', 'role', 'member', 'group', 'assignment'];

/**
 * The directory as resources in canonical form: sorted, patterns expanded, ids gone. Predefined roles are left out,
 * being the platform's own.
 */
export function liveResources(directory: LiveIndex, site: OrganizationEndpoint): readonly Resource[] {
  const { organization } = site;
  const at = (path: string): Origin => liveOrigin(site, path);
  const resources: Resource[] = [];
  for (const [path, scope] of directory.scopes.entries()) {
    const parent = scope.parentId === null ? null : (directory.scopes.keyOf(scope.parentId) ?? null);
    const attributes = { path, kind: scope.kind, title: scope.name, parent };
    resources.push(resource('scope', attributes, at(OBJECT_PATHS.scope(scope.id))));
  }
  for (const [, role] of directory.roles.entries()) {
    if (!role.predefined) resources.push(liveRole(role, directory, site));
  }
  for (const [member, { id, key, state, invitation }] of directory.members.entries()) {
    if (state === 'outside') continue;
    const attributes = { scope: organization, member, display: key, state, invitation };
    resources.push(resource('member', attributes, at(OBJECT_PATHS.member(id))));
  }
  for (const [, { scopeId, memberId, state, invitation }] of directory.scopeMembers.entries()) {
    const scope = directory.scopes.keyOf(scopeId);
    const member = directory.members.keyOf(memberId);
    if (scope === undefined || member === undefined) continue;
    const display = directory.members.get(member)?.key ?? member;
    const attributes = { scope, member, display, state, invitation };
    resources.push(resource('member', attributes, at(OBJECT_PATHS.scopeMember(scopeId, memberId))));
  }
  for (const [, group] of directory.groups.entries()) resources.push(liveGroup(group, directory, site));
  for (const [, assignment] of directory.assignments.entries()) {
    const principal = principalOf(assignment, directory);
    const scope = directory.scopes.keyOf(assignment.scopeId);
    if (principal === null || scope === undefined) continue;
    const origin = at(OBJECT_PATHS.assignment(assignment.scopeId, assignment.principalType, assignment.principalId));
    const roles = entriesFrom(roleKeys(directory, assignment.roleIds), origin);
    resources.push(resource('assignment', { scope, principal, roles }, origin));
  }
  return resources.sort(
    (a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || (a.address < b.address ? -1 : 1),
  );
}

/** Whom an assignment is for, in natural keys; null when the directory does not know the principal. */
export function principalOf(
  { principalType, principalId }: Pick<WireAssignment, 'principalType' | 'principalId'>,
  directory: LiveIndex,
): Principal | null {
  if (principalType === 'member') {
    const member = directory.members.keyOf(principalId);
    return member === undefined ? null : { type: 'member', member };
  }
  const group = directory.groups.keyOf(principalId);
  return group === undefined ? null : { type: 'group', group };
}

function liveRole(role: WireRole, directory: LiveIndex, site: OrganizationEndpoint): Resource {
  const origin = liveOrigin(site, OBJECT_PATHS.role(role.id));
  const { names } = expandPermissions(role.permissions, site.platform.permissions);
  const attributes = {
    home: site.organization,
    name: role.slug,
    title: role.name,
    description: role.description,
    permissions: entriesFrom(names, origin),
    includes: entriesFrom(roleKeys(directory, role.includes), origin),
  };
  return resource('role', attributes, origin);
}

function liveGroup(group: WireGroup, directory: LiveIndex, site: OrganizationEndpoint): Resource {
  const origin = liveOrigin(site, OBJECT_PATHS.group(group.id));
  const { names } = expandPermissions(group.permissions, site.platform.permissions);
  const attributes = {
    home: directory.scopes.keyOf(group.scopeId) ?? site.organization,
    name: group.slug,
    title: group.name,
    description: group.description,
    members: linked(
      directory.memberships.get(group.id),
      (id) => directory.members.keyOf(id),
      (id) => liveOrigin(site, OBJECT_PATHS.groupMember(group.id, id)),
    ),
    groups: linked(
      directory.nestings.get(group.id),
      (id) => directory.groups.keyOf(id),
      (id) => liveOrigin(site, OBJECT_PATHS.groupGroup(group.id, id)),
    ),
    permissions: entriesFrom(names, origin),
  };
  return resource('group', attributes, origin);
}

/** Each entry with its own URL: whoever asks where a membership comes from is led to that membership. */
function linked(
  ids: ReadonlySet<string> | undefined,
  keyOf: (id: string) => string | undefined,
  origin: (id: string) => Origin,
): ReadonlyMap<string, Origin> {
  const entries: [string, Origin][] = [];
  for (const id of ids ?? []) {
    const key = keyOf(id);
    if (key !== undefined) entries.push([key, origin(id)]);
  }
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
