import type { Write } from '../../plan/write.ts';
import { groupPath, type MemberId, principalKey } from '../../resource/reference.ts';
import type { Outcome } from '../../source/outcome.ts';
import type { WriteContext } from './desk.ts';
import type { LiveIndex } from './directory.ts';
import { groupsAtHome, groupsWith } from './forget.ts';
import { deleteAssignment, putAssignment } from './write-assignments.ts';
import { addGroupMember, nestGroup, removeGroupMember, unnestGroup } from './write-group-links.ts';
import { createGroup, deleteGroup, updateGroup } from './write-groups.ts';
import { addMember, removeMember, resendInvitation, setMemberState } from './write-members.ts';
import { createRole, deleteRole, updateRole } from './write-roles.ts';
import { createScope, deleteScope, updateScope } from './write-scopes.ts';

/** Makes one write. Fails as the function for it does. */
export function makeWrite(desk: WriteContext, write: Write): Promise<Outcome<null>> {
  switch (write.write) {
    case 'create-scope':
      return createScope(desk, write.scope);
    case 'update-scope':
      return updateScope(desk, write.path, write);
    case 'delete-scope':
      return deleteScope(desk, write.path);
    case 'create-role':
      return createRole(desk, write.role);
    case 'update-role':
      return updateRole(desk, write.role, write.name);
    case 'delete-role':
      return deleteRole(desk, write.name);
    case 'add-member':
      return addMember(desk, write.member);
    case 'set-member-state':
      return setMemberState(desk, write.scope, write.member, write.state);
    case 'resend-invitation':
      return resendInvitation(desk, write.scope, write.member);
    case 'remove-member':
      return removeMember(desk, write.scope, write.member);
    case 'create-group':
      return createGroup(desk, write.group);
    case 'update-group':
      return updateGroup(desk, write.group, write);
    case 'delete-group':
      return deleteGroup(desk, write.group);
    case 'add-group-member':
      return addGroupMember(desk, write.group, write.member);
    case 'remove-group-member':
      return removeGroupMember(desk, write.group, write.member);
    case 'nest-group':
      return nestGroup(desk, write.group, write.child);
    case 'unnest-group':
      return unnestGroup(desk, write.group, write.child);
    case 'put-assignment':
      return putAssignment(desk, write.assignment);
    case 'delete-assignment':
      return deleteAssignment(desk, write.scope, write.principal);
  }
}

/**
 * The objects whose version a write uses or raises: writes that share one take turns. Deleting a person or a group
 * raises the version of every group it is in. All memberships of a person are one object: what ends with one of them
 * depends on the others.
 */
export function lockedObjectsOf(write: Write, directory: LiveIndex): readonly string[] {
  switch (write.write) {
    case 'create-scope':
      return [`scope ${write.scope.path}`];
    case 'update-scope':
      return [`scope ${write.path}`];
    case 'delete-scope': {
      const scope = directory.scopes.get(write.path);
      const homed = scope === undefined ? [] : groupsAtHome(directory, scope.id);
      const groups = homed.flatMap(({ id }) => [
        directory.groups.keyOf(id) ?? [],
        groupsWith(directory.nestings, directory, id),
      ]);
      const people = [...directory.scopeMembers.entries()].flatMap(([, membership]) =>
        membership.scopeId === scope?.id ? (directory.members.keyOf(membership.memberId) ?? []) : [],
      );
      return [
        `scope ${write.path}`,
        ...groups.flat().map(groupObject),
        ...people.map((member) => `member ${member}`),
      ];
    }
    case 'create-role':
    case 'update-role':
      return [`role ${write.role.name}`];
    case 'delete-role':
      return [`role ${write.name}`];
    case 'add-member':
      return [`member ${write.member.member}`];
    case 'set-member-state':
    case 'resend-invitation':
      return [`member ${write.member}`];
    case 'remove-member': {
      const groups = groupsWith(directory.memberships, directory, personId(write.member, directory));
      return [`member ${write.member}`, ...groups.map(groupObject)];
    }
    case 'create-group':
      return [groupObject(groupPath(write.group.home, write.group.name))];
    case 'delete-group': {
      const id = directory.groups.get(write.group)?.id ?? '';
      const parents = groupsWith(directory.nestings, directory, id);
      return [groupObject(write.group), ...parents.map(groupObject)];
    }
    case 'update-group':
    case 'add-group-member':
    case 'remove-group-member':
    case 'nest-group':
    case 'unnest-group':
      return [groupObject(write.group)];
    case 'put-assignment': {
      const { scope, principal } = write.assignment;
      return [`assignment ${scope}|${principalKey(principal)}`];
    }
    case 'delete-assignment': {
      const assignment = `assignment ${write.scope}|${principalKey(write.principal)}`;
      if (write.principal.type === 'group') return [assignment];
      // Who is detached may leave groups that live there.
      const home = directory.scopes.get(write.scope)?.id;
      const groups = groupsWith(
        directory.memberships,
        directory,
        personId(write.principal.member, directory),
      );
      const there = groups.filter((path) => directory.groups.get(path)?.scopeId === home);
      return [assignment, ...there.map(groupObject)];
    }
  }
}

function personId(member: MemberId, directory: LiveIndex): string {
  return directory.members.get(member)?.id ?? '';
}

function groupObject(path: string): string {
  return `group ${path}`;
}
