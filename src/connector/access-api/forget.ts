import type { PlatformDefinition } from '../../platform/definition.ts';
import type { LiveIndex } from './directory.ts';
import type { WireObject } from './wire.ts';

/**
 * What the platform takes along when it deletes something, done to the directory too. A group's version counts who
 * is in it, so a person or child group that goes is one more version of every group it was in; without that, our
 * own deletion would look like somebody else's change to the next write.
 */

/** The end of a membership of the organization: of the person too, unless still a member of scopes below. */
export function unindexMember(directory: LiveIndex, { id }: WireObject, platform: PlatformDefinition): void {
  const key = directory.members.keyOf(id);
  const known = key === undefined ? undefined : directory.members.get(key);
  if (key === undefined || known === undefined || !isInScopes(directory, id)) {
    forgetPerson(directory, id);
    return;
  }
  directory.members.set(key, { ...known, version: known.version + 1, state: 'outside', invitation: null });
  forgetUncovered(directory, id, platform);
}

/** The end of a membership of a scope below: whoever is a member of nothing else goes as a person too. */
export function unindexScopeMember(
  directory: LiveIndex,
  id: string,
  personId: string,
  platform: PlatformDefinition,
): void {
  const key = directory.scopeMembers.keyOf(id);
  if (key !== undefined) directory.scopeMembers.delete(key);
  if (directory.members.byId(personId)?.state === 'outside' && !isInScopes(directory, personId)) {
    forgetPerson(directory, personId);
  } else {
    forgetUncovered(directory, personId, platform);
  }
}

function forgetPerson(directory: LiveIndex, id: string): void {
  for (const [groupId, members] of directory.memberships) {
    if (members.delete(id)) countChange(directory, groupId);
  }
  forgetAssignments(directory, (assignment) => assignment.principalId === id);
  const key = directory.members.keyOf(id);
  if (key !== undefined) directory.members.delete(key);
}

/** Places in groups and assignments where the person is no member any more, at the scope or above. */
function forgetUncovered(directory: LiveIndex, personId: string, platform: PlatformDefinition): void {
  if (directory.members.byId(personId)?.state !== 'outside') return;
  const own = new Set(membershipsOf(directory, personId).map(({ scopeId }) => scopeId));
  const covered = (scopeId: string): boolean => {
    let at: string | null | undefined = scopeId;
    for (let steps = 0; typeof at === 'string' && steps < 1000; steps += 1) {
      if (own.has(at)) return true;
      at = directory.scopes.byId(at)?.parentId;
    }
    return false;
  };
  const bound = platform.invariants.some(
    ({ rule }) => rule === 'group-members-are-members' || rule === 'group-members-are-attached',
  );
  for (const [, group] of bound ? [...directory.groups.entries()] : []) {
    if (covered(group.scopeId)) continue;
    if (directory.memberships.get(group.id)?.delete(personId) === true) countChange(directory, group.id);
  }
  forgetAssignments(directory, (a) => a.principalId === personId && !covered(a.scopeId));
}

/**
 * Where people in a group must be attached to its home, whoever is detached from a scope leaves the groups at home
 * there.
 */
export function unindexGroupMembershipsAt(directory: LiveIndex, scopeId: string, personId: string): void {
  for (const { id } of groupsAtHome(directory, scopeId)) {
    if (directory.memberships.get(id)?.delete(personId) === true) countChange(directory, id);
  }
}

export function unindexGroup(directory: LiveIndex, { id }: WireObject): void {
  for (const [parentId, children] of directory.nestings) {
    if (children.delete(id)) countChange(directory, parentId);
  }
  directory.memberships.delete(id);
  directory.nestings.delete(id);
  forgetAssignments(directory, (assignment) => assignment.principalId === id);
  const key = directory.groups.keyOf(id);
  if (key !== undefined) directory.groups.delete(key);
}

export function unindexScope(directory: LiveIndex, { id }: WireObject, platform: PlatformDefinition): void {
  for (const group of groupsAtHome(directory, id)) unindexGroup(directory, group);
  forgetAssignments(directory, (assignment) => assignment.scopeId === id);
  for (const [, membership] of [...directory.scopeMembers.entries()]) {
    if (membership.scopeId === id) unindexScopeMember(directory, membership.id, membership.memberId, platform);
  }
  const key = directory.scopes.keyOf(id);
  if (key !== undefined) directory.scopes.delete(key);
}

/** Group paths whose version a deletion of the member raises. */
export function groupsWith(
  links: ReadonlyMap<string, ReadonlySet<string>>,
  directory: LiveIndex,
  id: string,
): readonly string[] {
  const paths: string[] = [];
  for (const [groupId, inside] of links) {
    const path = inside.has(id) ? directory.groups.keyOf(groupId) : undefined;
    if (path !== undefined) paths.push(path);
  }
  return paths;
}

export function groupsAtHome(directory: LiveIndex, scopeId: string): readonly WireObject[] {
  return [...directory.groups.entries()].map(([, group]) => group).filter((g) => g.scopeId === scopeId);
}

function isInScopes(directory: LiveIndex, personId: string): boolean {
  return membershipsOf(directory, personId).length > 0;
}

function membershipsOf(directory: LiveIndex, personId: string) {
  return [...directory.scopeMembers.entries()].map(([, m]) => m).filter((m) => m.memberId === personId);
}

function countChange(directory: LiveIndex, groupId: string): void {
  const key = directory.groups.keyOf(groupId);
  const group = key === undefined ? undefined : directory.groups.get(key);
  if (key !== undefined && group !== undefined)
    directory.groups.set(key, { ...group, version: group.version + 1 });
}

function forgetAssignments(
  directory: LiveIndex,
  goes: (assignment: { readonly scopeId: string; readonly principalId: string }) => boolean,
): void {
  for (const [key, assignment] of [...directory.assignments.entries()]) {
    if (goes(assignment)) directory.assignments.delete(key);
  }
}
