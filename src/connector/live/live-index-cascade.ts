import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { LinkedIds } from '../protocol/linked-ids.ts';
import { type LiveIndex, membershipKey } from './live-index.ts';
import type { LiveGroup, LiveObject } from './live-object.ts';

/**
 * What the platform takes along when it deletes something, done to the directory too. A group's version counts who
 * is in it, so a person or child group that goes is one more version of every group it was in; without that, our
 * own deletion would look like somebody else's change to the next write.
 */

/** The end of a membership of the organization: of the person too, unless still a member of scopes below. */
export function unindexMember(liveIndex: LiveIndex, { id }: LiveObject, platform: PlatformDefinition): void {
  const key = liveIndex.members.keyOf(id);
  const known = key === undefined ? undefined : liveIndex.members.get(key);
  if (key === undefined || known === undefined || !isInScopes(liveIndex, id)) {
    forgetPerson(liveIndex, id);
    return;
  }
  liveIndex.members.set(key, { ...known, version: known.version + 1, state: 'outside', invitation: null });
  forgetUncovered(liveIndex, id, platform);
}

/** The end of a membership of a scope below: whoever is a member of nothing else goes as a person too. */
export function unindexScopeMember(
  liveIndex: LiveIndex,
  id: string,
  personId: string,
  platform: PlatformDefinition,
): void {
  const key = liveIndex.scopeMembers.keyOf(id);
  if (key !== undefined) liveIndex.scopeMembers.delete(key);
  if (liveIndex.members.byId(personId)?.state === 'outside' && !isInScopes(liveIndex, personId)) {
    forgetPerson(liveIndex, personId);
  } else {
    forgetUncovered(liveIndex, personId, platform);
  }
}

function forgetPerson(liveIndex: LiveIndex, id: string): void {
  removeEverywhere(liveIndex, liveIndex.memberships, id);
  forgetAssignments(liveIndex, (assignment) => assignment.principalId === id);
  const key = liveIndex.members.keyOf(id);
  if (key !== undefined) liveIndex.members.delete(key);
}

/** Places in groups and assignments where the person is no member any more, at the scope or above. */
function forgetUncovered(liveIndex: LiveIndex, personId: string, platform: PlatformDefinition): void {
  if (liveIndex.members.byId(personId)?.state !== 'outside') return;
  const own = new Set(membershipsOf(liveIndex, personId).map(({ scopeId }) => scopeId));
  const covered = (scopeId: string): boolean => {
    let at: string | null | undefined = scopeId;
    for (let steps = 0; typeof at === 'string' && steps < 1000; steps += 1) {
      if (own.has(at)) return true;
      at = liveIndex.scopes.byId(at)?.parentId;
    }
    return false;
  };
  const bound = platform.invariants.some(
    ({ rule }) => rule === 'group-members-are-members' || rule === 'group-members-are-attached',
  );
  for (const [, group] of bound ? [...liveIndex.groups.entries()] : []) {
    if (covered(group.scopeId)) continue;
    if (liveIndex.memberships.remove(group.id, personId)) countChange(liveIndex, group.id);
  }
  forgetAssignments(liveIndex, (a) => a.principalId === personId && !covered(a.scopeId));
}

/**
 * Where people in a group must be attached to its home, whoever is detached from a scope leaves the groups at home
 * there.
 */
export function unindexGroupMembershipsAt(liveIndex: LiveIndex, scopeId: string, personId: string): void {
  for (const { id } of groupsAtHome(liveIndex, scopeId)) {
    if (liveIndex.memberships.remove(id, personId)) countChange(liveIndex, id);
  }
}

/** Ids of groups that a person is in, and is not any more by being put into this one. */
export function groupsReplacedBy(
  liveIndex: LiveIndex,
  { id, scopeId }: LiveGroup,
  personId: string,
  { groups }: PlatformDefinition,
): readonly string[] {
  if (groups.perMember === 'many') return [];
  const others = liveIndex.memberships.holders(personId).filter((other) => other !== id);
  if (groups.perMember === 'one') return others;
  return others.filter((other) => liveIndex.groups.byId(other)?.scopeId === scopeId);
}

/** A person is put into a group, and by that out of others. */
export function unindexReplacedPlaces(
  liveIndex: LiveIndex,
  group: LiveGroup,
  personId: string,
  platform: PlatformDefinition,
): void {
  for (const other of groupsReplacedBy(liveIndex, group, personId, platform)) {
    if (liveIndex.memberships.remove(other, personId)) countChange(liveIndex, other);
    liveIndex.membershipRoles.delete(membershipKey(other, personId));
  }
}

export function unindexGroup(liveIndex: LiveIndex, { id }: LiveObject): void {
  removeEverywhere(liveIndex, liveIndex.nestings, id);
  liveIndex.memberships.removeFrom(id);
  liveIndex.nestings.removeFrom(id);
  forgetAssignments(liveIndex, (assignment) => assignment.principalId === id);
  const key = liveIndex.groups.keyOf(id);
  if (key !== undefined) liveIndex.groups.delete(key);
}

export function unindexScope(liveIndex: LiveIndex, { id }: LiveObject, platform: PlatformDefinition): void {
  for (const group of groupsAtHome(liveIndex, id)) unindexGroup(liveIndex, group);
  forgetAssignments(liveIndex, (assignment) => assignment.scopeId === id);
  for (const [, membership] of [...liveIndex.scopeMembers.entries()]) {
    if (membership.scopeId === id)
      unindexScopeMember(liveIndex, membership.id, membership.memberId, platform);
  }
  const key = liveIndex.scopes.keyOf(id);
  if (key !== undefined) liveIndex.scopes.delete(key);
}

/** Group paths whose version a deletion of the member raises; none of whoever is not there any more (null). */
export function groupsWith(linkedIds: LinkedIds, liveIndex: LiveIndex, id: string | null): readonly string[] {
  if (id === null) return [];
  return linkedIds
    .holders(id)
    .map((groupId) => liveIndex.groups.keyOf(groupId))
    .filter((path) => path !== undefined);
}

export function groupsAtHome(liveIndex: LiveIndex, scopeId: string): readonly LiveObject[] {
  return [...liveIndex.groups.entries()].map(([, group]) => group).filter((g) => g.scopeId === scopeId);
}

function isInScopes(liveIndex: LiveIndex, personId: string): boolean {
  return membershipsOf(liveIndex, personId).length > 0;
}

function membershipsOf(liveIndex: LiveIndex, personId: string) {
  return [...liveIndex.scopeMembers.entries()].map(([, m]) => m).filter((m) => m.memberId === personId);
}

function removeEverywhere(liveIndex: LiveIndex, linkedIds: LinkedIds, id: string): void {
  for (const groupId of linkedIds.holders(id)) {
    linkedIds.remove(groupId, id);
    countChange(liveIndex, groupId);
  }
}

function countChange(liveIndex: LiveIndex, groupId: string): void {
  const key = liveIndex.groups.keyOf(groupId);
  const group = key === undefined ? undefined : liveIndex.groups.get(key);
  if (key !== undefined && group !== undefined)
    liveIndex.groups.set(key, { ...group, version: group.version + 1 });
}

function forgetAssignments(
  liveIndex: LiveIndex,
  goes: (assignment: { readonly scopeId: string; readonly principalId: string }) => boolean,
): void {
  for (const [key, assignment] of [...liveIndex.assignments.entries()]) {
    if (goes(assignment)) liveIndex.assignments.delete(key);
  }
}
