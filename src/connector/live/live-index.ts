import type { PlatformSettings } from '../../platform/platform-definition.ts';
import {
  groupPath,
  type MemberId,
  memberId,
  type RoleKey,
  type ScopePath,
} from '../../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { type Outcome, outcome } from '../../source/outcome.ts';
import { KeyedIndex } from '../protocol/keyed-index.ts';
import { LinkedIds } from '../protocol/linked-ids.ts';
import { incompleteRead } from './incomplete-read.ts';
import type {
  LiveAssignment,
  LiveGroup,
  LiveMember,
  LiveRole,
  LiveScope,
  LiveScopeMember,
  LiveScopeSettings,
} from './live-object.ts';
import type { LiveObjects } from './live-objects.ts';
import { liveOrigin, type OrganizationEndpoint } from './organization-endpoint.ts';
import { scopePaths } from './scope-paths.ts';
import { allRoleIds, untoldOfAssignment, untoldOfRole } from './untold-words.ts';

/** The live organization, each object under its natural key. A writer keeps it up to date as it writes. */
export interface LiveIndex {
  /** By scope path. */
  readonly scopes: KeyedIndex<LiveScope>;
  /** By role key, predefined ones too. */
  readonly roles: KeyedIndex<LiveRole>;
  /** By MemberId: everybody known, whether a member of the organization or of scopes below only. */
  readonly members: KeyedIndex<LiveMember>;
  /** Memberships of scopes below the organization, by `scopeMemberKey`. */
  readonly scopeMembers: KeyedIndex<LiveScopeMember>;
  /** By GroupPath. */
  readonly groups: KeyedIndex<LiveGroup>;
  /** By `assignmentKey`. */
  readonly assignments: KeyedIndex<LiveAssignment>;
  /** Group id → ids of members. */
  readonly memberships: LinkedIds;
  /** What people are in groups, by `membershipKey`. */
  readonly membershipRoles: Map<string, string>;
  /** Group id → ids of the groups inside. */
  readonly nestings: LinkedIds;
}

/** Of ids, not of names: an assignment stays the same one whatever its ends are called. */
export function assignmentIdKey(scopeId: string, type: 'member' | 'group', principalId: string): string {
  return `${scopeId}|${type}|${principalId}`;
}

/** A person as the platform shows them, for messages; who is not listed yet, by the comparable key. */
export function shownKey({ members }: LiveIndex, member: MemberId): string {
  return members.get(member)?.key ?? member;
}

/** In natural keys, because a membership is looked for before the person has an id. No path holds the sign. */
export function membershipKey(groupId: string, memberId: string): string {
  return `${groupId}|${memberId}`;
}

export function scopeMemberKey(scope: ScopePath, member: MemberId): string {
  return `${scope}|${member}`;
}

/**
 * Binds everything to everything. Fails with connector-incomplete-read when an object names another that no page
 * held, and with connector-mismatch when two live objects would be one resource or a scope has no place in the
 * platform's tree.
 */
export function buildLiveIndex(
  live: LiveObjects,
  organizationEndpoint: OrganizationEndpoint,
): Outcome<LiveIndex> {
  const found: Diagnostic[] = [];
  const enter = <T extends { readonly id: string }>(
    keyedIndex: KeyedIndex<T>,
    key: string,
    object: T,
    path: (id: string) => string,
    what: string,
  ) => {
    const before = keyedIndex.get(key);
    if (before === undefined) return keyedIndex.set(key, object);
    const related = [{ message: 'the other one', origin: liveOrigin(organizationEndpoint, path(before.id)) }];
    const message = `Two live objects are both ${what} ${key}`;
    found.push(
      diagnostic('connector-mismatch', message, liveOrigin(organizationEndpoint, path(object.id)), {
        related,
      }),
    );
  };
  const dangling = (message: string) => {
    found.push(incompleteRead(organizationEndpoint, `A list came back incomplete: ${message}`));
  };

  const liveIndex = emptyLiveIndex();
  const paths = scopePaths(live.scopes, organizationEndpoint);
  found.push(...paths.diagnostics);
  for (const scope of live.scopes) {
    const path = paths.byId.get(scope.id);
    if (path !== undefined) enter(liveIndex.scopes, path, scope, organizationEndpoint.paths.scope, 'scope');
  }
  for (const role of live.roles)
    enter(liveIndex.roles, role.slug, role, organizationEndpoint.paths.role, 'role');
  for (const member of live.members) {
    const key = memberId(member.key, organizationEndpoint.platform.members.compare);
    enter(liveIndex.members, key, member, organizationEndpoint.paths.member, 'member');
  }
  const scopeIds = new Set(live.scopes.map((scope) => scope.id));
  const inScopes = new Set(live.scopeMembers.map((membership) => membership.memberId));
  const people = new Set(live.members.map((member) => member.id));
  for (const membership of live.scopeMembers) {
    const path = paths.byId.get(membership.scopeId);
    const member = liveIndex.members.keyOf(membership.memberId);
    if (!scopeIds.has(membership.scopeId)) dangling(`${membership.id} is a membership of an unlisted scope`);
    else if (!people.has(membership.memberId))
      dangling(`a member of scope ${path ?? membership.scopeId} is not listed`);
    else if (path !== undefined && member !== undefined) {
      const where = () => organizationEndpoint.paths.scopeMember(membership.scopeId, membership.memberId);
      enter(liveIndex.scopeMembers, scopeMemberKey(path, member), membership, where, 'membership');
    }
  }
  for (const { id, key, state } of live.members) {
    // Whoever is nowhere a member would not be known.
    if (state === 'outside' && !inScopes.has(id))
      dangling(`${key} is a member of scopes below only, and of none that is listed`);
  }
  for (const group of live.groups) {
    const home = paths.byId.get(group.scopeId);
    if (home !== undefined)
      enter(liveIndex.groups, groupPath(home, group.slug), group, organizationEndpoint.paths.group, 'group');
    else if (!scopeIds.has(group.scopeId)) dangling(`group ${group.slug} is at home in an unlisted scope`);
  }
  const { scopeKinds, groups: groupRules } = organizationEndpoint.platform;
  const checkSettings = (
    what: string,
    told: LiveScopeSettings,
    rules: PlatformSettings | undefined,
  ): void => {
    for (const [name, value] of told) {
      // What a word means that the platform file does not have, nobody here can say.
      if (rules?.get(name)?.values.has(value) === false)
        dangling(`${what} has ${name} set to ${value}, which the platform file does not know`);
    }
  };
  for (const { slug, kind, settings } of live.scopes)
    checkSettings(`scope ${slug}`, settings, scopeKinds.get(kind)?.settings);
  for (const { slug, settings } of live.groups) checkSettings(`group ${slug}`, settings, groupRules.settings);
  // By ids as listed, so that an object refused above is not reported a second time as missing.
  const ids = {
    role: new Set(live.roles.map((role) => role.id)),
    member: people,
    group: new Set(live.groups.map((group) => group.id)),
  };
  for (const role of live.roles) {
    const untold = role.predefined ? null : untoldOfRole(role, organizationEndpoint.platform);
    if (untold !== null) dangling(`role ${role.slug} ${untold}`);
    if (role.includes.some((id) => !ids.role.has(id)))
      dangling(`role ${role.slug} includes an unlisted role`);
  }
  for (const { groupId, userId, role } of live.memberships) {
    if (!ids.group.has(groupId)) dangling(`a membership names group ${groupId}, which is not listed`);
    else if (!ids.member.has(userId)) dangling(`a membership names member ${userId}, who is not listed`);
    else {
      liveIndex.memberships.add(groupId, userId);
      if (role !== null) liveIndex.membershipRoles.set(membershipKey(groupId, userId), role);
    }
  }
  for (const { parentId, childId } of live.nestings) {
    if (ids.group.has(parentId) && ids.group.has(childId)) liveIndex.nestings.add(parentId, childId);
    else dangling('a nesting names a group that is not listed');
  }
  for (const group of live.groups) {
    const listed = liveIndex.memberships.of(group.id).size;
    if (listed !== group.memberCount) {
      dangling(`group ${group.slug} has ${group.memberCount} members and ${listed} are listed`);
    }
  }
  for (const assignment of live.assignments) {
    const { scopeId, principalType, principalId, id } = assignment;
    const untold = untoldOfAssignment(assignment, organizationEndpoint.platform);
    if (!scopeIds.has(scopeId)) dangling(`assignment ${id} is on a scope that is not listed`);
    else if (!ids[principalType].has(principalId))
      dangling(`assignment ${id} is of an unlisted ${principalType}`);
    else if (allRoleIds(assignment).some((role) => !ids.role.has(role)))
      dangling(`assignment ${id} gives an unlisted role`);
    else if (untold !== null) dangling(`assignment ${id} ${untold}`);
    else {
      const key = assignmentIdKey(scopeId, principalType, principalId);
      const path = () => organizationEndpoint.paths.assignment(scopeId, principalType, principalId);
      enter(liveIndex.assignments, key, assignment, path, 'assignment');
    }
  }
  return outcome(liveIndex, found);
}

export function emptyLiveIndex(): LiveIndex {
  return {
    scopes: new KeyedIndex<LiveScope>(),
    roles: new KeyedIndex<LiveRole>(),
    members: new KeyedIndex<LiveMember>(),
    scopeMembers: new KeyedIndex<LiveScopeMember>(),
    groups: new KeyedIndex<LiveGroup>(),
    assignments: new KeyedIndex<LiveAssignment>(),
    memberships: new LinkedIds(),
    membershipRoles: new Map(),
    nestings: new LinkedIds(),
  };
}

/** The role keys of ids; an id that the read did not see (given by somebody since) is left out. */
export function roleKeys(liveIndex: LiveIndex, ids: readonly string[]): readonly RoleKey[] {
  return ids
    .map((id) => liveIndex.roles.keyOf(id))
    .filter((key) => key !== undefined)
    .sort();
}
