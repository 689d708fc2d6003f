import type { PlatformSettings } from '../../platform/platform-definition.ts';
import { choiceEntry, choicesOfPairs } from '../../resource/choices.ts';
import type { Principal, ScopePath } from '../../resource/identifiers.ts';
import { inOrder } from '../../resource/organization-model.ts';
import {
  type AssignmentResource,
  type Entries,
  type GroupResource,
  type MemberResource,
  NO_ENTRIES,
  type Resource,
  type RoleResource,
  type ScopeResource,
} from '../../resource/resource.ts';
import { entriesFrom, resource } from '../../resource/resource-types.ts';
import { known } from '../../source/known.ts';
import type { Origin } from '../../source/origin.ts';
import { compareText } from '../../source/text-order.ts';
import { expandPermissions } from '../protocol/expand-permissions.ts';
import { eachIn, finish, type Steps } from './arriving.ts';
import { type LiveIndex, membershipKey, roleKeys, shownKey } from './live-index.ts';
import type { LiveAssignment, LiveGroup, LiveRole, LiveScopeSettings } from './live-object.ts';
import { liveOrigin, type OrganizationEndpoint } from './organization-endpoint.ts';

/**
 * The directory as resources in canonical form: sorted, patterns expanded, ids gone. Predefined roles are left out,
 * being the platform's own.
 */
export function liveResources(
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): readonly Resource[] {
  const others = finish(liveOthers(liveIndex, organizationEndpoint));
  const assignments = Array.from(liveIndex.assignments.entries(), ([, assignment]) =>
    liveAssignment(assignment, liveIndex, organizationEndpoint),
  );
  return withAssignments(others, assignments);
}

/** Assignments come behind all others. */
export function withAssignments(
  others: readonly Resource[],
  assignments: readonly AssignmentResource[],
): readonly Resource[] {
  return [...others, ...inOrder({ scope: [], role: [], member: [], group: [], assignment: assignments })];
}

/** All resources but assignments, in their order. */
export function* liveOthers(
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): Steps<readonly Resource[]> {
  const { organization } = organizationEndpoint;
  const { scopeKinds } = organizationEndpoint.platform;
  const at = (path: string): Origin => liveOrigin(organizationEndpoint, path);
  const scopes: ScopeResource[] = [];
  const roles: RoleResource[] = [];
  const members: MemberResource[] = [];
  const groups: GroupResource[] = [];
  yield* eachIn(liveIndex.scopes.entries(), ([path, scope]) => {
    const parent = scope.parentId === null ? null : pathOf(scope.parentId, liveIndex);
    const origin = at(organizationEndpoint.paths.scope(scope.id));
    const settings = knownSettings(scope.settings, scopeKinds.get(scope.kind)?.settings, origin);
    const attributes = { path, kind: scope.kind, title: scope.name, settings, parent };
    scopes.push(resource('scope', attributes, origin));
  });
  yield* eachIn(liveIndex.roles.entries(), ([, role]) => {
    if (!role.predefined) roles.push(liveRole(role, liveIndex, organizationEndpoint));
  });
  yield* eachIn(liveIndex.members.entries(), ([member, { id, key, state, invitation }]) => {
    if (state === 'outside') return;
    const attributes = { scope: organization, member, display: key, state, invitation };
    members.push(resource('member', attributes, at(organizationEndpoint.paths.member(id))));
  });
  yield* eachIn(liveIndex.scopeMembers.entries(), ([, { scopeId, memberId, state, invitation }]) => {
    const scope = pathOf(scopeId, liveIndex);
    const member = known(liveIndex.members.keyOf(memberId), 'the person of a membership');
    const attributes = { scope, member, display: shownKey(liveIndex, member), state, invitation };
    members.push(
      resource('member', attributes, at(organizationEndpoint.paths.scopeMember(scopeId, memberId))),
    );
  });
  yield* eachIn(
    liveIndex.groups.entries(),
    ([, group]) => groups.push(liveGroup(group, liveIndex, organizationEndpoint)),
    GROUPS_AT_ONCE,
  );
  return inOrder({ scope: scopes, role: roles, member: members, group: groups, assignment: [] });
}

/** Each comes with all that are in it. */
const GROUPS_AT_ONCE = 8;

export function liveAssignment(
  assignment: LiveAssignment,
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): AssignmentResource {
  const { scopeId, principalType, principalId } = assignment;
  const principal = known(principalOf(assignment, liveIndex), 'the principal of an assignment');
  const scope = pathOf(scopeId, liveIndex);
  const path = organizationEndpoint.paths.assignment(scopeId, principalType, principalId);
  const origin = liveOrigin(organizationEndpoint, path);
  const named = (ids: readonly string[] | null): Entries =>
    ids === null ? NO_ENTRIES : entriesFrom(roleKeys(liveIndex, ids), origin);
  const given = {
    roles: named(assignment.roleIds),
    below: named(assignment.belowRoleIds),
    denied: named(assignment.deniedRoleIds),
  };
  return resource('assignment', { scope, principal, ...given }, origin);
}

/** What the platform file does not speak of, nobody here asks for. */
function knownSettings(
  told: LiveScopeSettings,
  rules: PlatformSettings | undefined,
  origin: Origin,
): Entries {
  return choicesOfPairs(
    [...told].filter(([name]) => rules?.has(name) === true).sort(([a], [b]) => compareText(a, b)),
    origin,
  );
}

/** What binds to nothing is no index: `buildLiveIndex` fails then. */
function pathOf(scopeId: string, liveIndex: LiveIndex): ScopePath {
  return known(liveIndex.scopes.keyOf(scopeId), `the path of scope ${scopeId}`);
}

/** Whom an assignment is for, in natural keys; null when the directory does not know the principal. */
export function principalOf(
  { principalType, principalId }: Pick<LiveAssignment, 'principalType' | 'principalId'>,
  liveIndex: LiveIndex,
): Principal | null {
  if (principalType === 'member') {
    const member = liveIndex.members.keyOf(principalId);
    return member === undefined ? null : { type: 'member', member };
  }
  const group = liveIndex.groups.keyOf(principalId);
  return group === undefined ? null : { type: 'group', group };
}

function liveRole(
  role: LiveRole,
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): RoleResource {
  const origin = liveOrigin(organizationEndpoint, organizationEndpoint.paths.role(role.id));
  const expanded = (patterns: readonly string[]): Entries =>
    entriesFrom(expandPermissions(patterns, organizationEndpoint.platform.permissions).names, origin);
  const attributes = {
    home: organizationEndpoint.organization,
    name: role.slug,
    title: role.name,
    description: role.description,
    permissions: expanded(role.permissions),
    denies: role.denies === null ? NO_ENTRIES : expanded(role.denies),
    includes: entriesFrom(roleKeys(liveIndex, role.includes), origin),
  };
  return resource('role', attributes, origin);
}

function liveGroup(
  group: LiveGroup,
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): GroupResource {
  const origin = liveOrigin(organizationEndpoint, organizationEndpoint.paths.group(group.id));
  const { names } = expandPermissions(group.permissions, organizationEndpoint.platform.permissions);
  const attributes = {
    home: pathOf(group.scopeId, liveIndex),
    name: group.slug,
    title: group.name,
    description: group.description,
    settings: knownSettings(group.settings, organizationEndpoint.platform.groups.settings, origin),
    members: linked(
      liveIndex.memberships.of(group.id),
      (id) => liveIndex.members.keyOf(id),
      (id) => liveOrigin(organizationEndpoint, organizationEndpoint.paths.groupMember(group.id, id)),
    ),
    membershipRoles: membershipRoles(group, liveIndex, organizationEndpoint),
    groups: linked(
      liveIndex.nestings.of(group.id),
      (id) => liveIndex.groups.keyOf(id),
      (id) => liveOrigin(organizationEndpoint, organizationEndpoint.paths.groupGroup(group.id, id)),
    ),
    permissions: entriesFrom(names, origin),
  };
  return resource('group', attributes, origin);
}

/** What people are in a group, where it is not the ordinary thing. */
function membershipRoles(
  group: LiveGroup,
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): Entries {
  const rules = organizationEndpoint.platform.groups.membershipRoles;
  if (rules === null) return new Map();
  const entries: [string, Origin][] = [];
  for (const id of liveIndex.memberships.of(group.id)) {
    const member = liveIndex.members.keyOf(id);
    const role = liveIndex.membershipRoles.get(membershipKey(group.id, id));
    if (member === undefined || role === undefined || role === rules.defaultRole) continue;
    const path = organizationEndpoint.paths.groupMember(group.id, id);
    entries.push([choiceEntry(member, role), liveOrigin(organizationEndpoint, path)]);
  }
  return new Map(entries.sort(([a], [b]) => compareText(a, b)));
}

/** Each entry with its own URL: whoever asks where a membership comes from is led to that membership. */
function linked(
  ids: ReadonlySet<string>,
  keyOf: (id: string) => string | undefined,
  origin: (id: string) => Origin,
): ReadonlyMap<string, Origin> {
  const entries: [string, Origin][] = [];
  for (const id of ids) {
    const key = keyOf(id);
    if (key !== undefined) entries.push([key, origin(id)]);
  }
  return new Map(entries.sort(([a], [b]) => compareText(a, b)));
}
