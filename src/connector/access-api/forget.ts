import type { Directory } from './directory.ts';
import type { WireObject } from './wire.ts';

/**
 * What the platform takes along when it deletes something, done to the directory too. A group's version counts who
 * is in it, so a person or child group that goes is one more version of every group it was in; without that, our
 * own deletion would look like somebody else's change to the next write.
 */

export function forgetMember(directory: Directory, { id }: WireObject): void {
  for (const [groupId, members] of directory.memberships) {
    if (members.delete(id)) countChange(directory, groupId);
  }
  forgetAssignments(directory, (assignment) => assignment.principalId === id);
  const key = directory.members.keyOf(id);
  if (key !== undefined) directory.members.delete(key);
}

export function forgetGroup(directory: Directory, { id }: WireObject): void {
  for (const [parentId, children] of directory.nestings) {
    if (children.delete(id)) countChange(directory, parentId);
  }
  directory.memberships.delete(id);
  directory.nestings.delete(id);
  forgetAssignments(directory, (assignment) => assignment.principalId === id);
  const key = directory.groups.keyOf(id);
  if (key !== undefined) directory.groups.delete(key);
}

export function forgetScope(directory: Directory, { id }: WireObject): void {
  for (const group of groupsAtHome(directory, id)) forgetGroup(directory, group);
  forgetAssignments(directory, (assignment) => assignment.scopeId === id);
  const key = directory.scopes.keyOf(id);
  if (key !== undefined) directory.scopes.delete(key);
}

/** Group paths whose version a deletion of the member raises. */
export function groupsWith(
  links: ReadonlyMap<string, ReadonlySet<string>>,
  directory: Directory,
  id: string,
): readonly string[] {
  const paths: string[] = [];
  for (const [groupId, inside] of links) {
    const path = inside.has(id) ? directory.groups.keyOf(groupId) : undefined;
    if (path !== undefined) paths.push(path);
  }
  return paths;
}

export function groupsAtHome(directory: Directory, scopeId: string): readonly WireObject[] {
  return [...directory.groups.entries()].map(([, group]) => group).filter((g) => g.scopeId === scopeId);
}

function countChange(directory: Directory, groupId: string): void {
  const key = directory.groups.keyOf(groupId);
  const group = key === undefined ? undefined : directory.groups.get(key);
  if (key !== undefined && group !== undefined)
    directory.groups.set(key, { ...group, version: group.version + 1 });
}

function forgetAssignments(
  directory: Directory,
  goes: (assignment: { readonly scopeId: string; readonly principalId: string }) => boolean,
): void {
  for (const [key, assignment] of [...directory.assignments.entries()]) {
    if (goes(assignment)) directory.assignments.delete(key);
  }
}
