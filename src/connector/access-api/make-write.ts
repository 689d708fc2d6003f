import type { Write } from '../../plan/write/write.ts';
import { groupPath, type MemberId, principalKey } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { Outcome } from '../../source/outcome.ts';
import type { LiveIndex } from './live-index.ts';
import { groupsAtHome, groupsWith } from './live-index-cascade.ts';
import { deleteAssignment, putAssignment } from './write-assignments.ts';
import type { WriteContext } from './write-context.ts';
import { addGroupMember, nestGroup, removeGroupMember, unnestGroup } from './write-group-links.ts';
import { createGroup, deleteGroup, updateGroup } from './write-groups.ts';
import { addMember, removeMember, resendInvitation, setMemberState } from './write-members.ts';
import { setMembershipRole } from './write-membership-roles.ts';
import { createRole, deleteRole, updateRole } from './write-roles.ts';
import { createScope, deleteScope, updateScope } from './write-scopes.ts';

/** Makes one write. Fails as the function for it does. */
export function makeWrite(writeContext: WriteContext, write: Write): Promise<Outcome<null>> {
  switch (write.write) {
    case 'create-scope':
      return createScope(writeContext, write.scope);
    case 'update-scope':
      return updateScope(writeContext, write.path, write);
    case 'delete-scope':
      return deleteScope(writeContext, write.path);
    case 'create-role':
      return createRole(writeContext, write.role);
    case 'update-role':
      return updateRole(writeContext, write.role, write.name);
    case 'delete-role':
      return deleteRole(writeContext, write.name);
    case 'add-member':
      return addMember(writeContext, write.member);
    case 'set-member-state':
      return setMemberState(writeContext, write.scope, write.member, write.state);
    case 'resend-invitation':
      return resendInvitation(writeContext, write.scope, write.member);
    case 'remove-member':
      return removeMember(writeContext, write.scope, write.member);
    case 'create-group':
      return createGroup(writeContext, write.group);
    case 'update-group':
      return updateGroup(writeContext, write.group, write);
    case 'delete-group':
      return deleteGroup(writeContext, write.group);
    case 'add-group-member':
      return addGroupMember(writeContext, write.group, write.member, write.role ?? null);
    case 'set-membership-role':
      return setMembershipRole(writeContext, write.group, write.member, write.role);
    case 'remove-group-member':
      return removeGroupMember(writeContext, write.group, write.member);
    case 'nest-group':
      return nestGroup(writeContext, write.group, write.child);
    case 'unnest-group':
      return unnestGroup(writeContext, write.group, write.child);
    case 'put-assignment':
      return putAssignment(writeContext, write.assignment);
    case 'delete-assignment':
      return deleteAssignment(writeContext, write.scope, write.principal);
  }
}

/**
 * The objects whose version a write uses or raises: writes that share one take turns. Deleting a person or a group
 * raises the version of every group it is in. All memberships of a person are one object: what ends with one of them
 * depends on the others.
 */
export function lockedObjectsOf(write: Write, liveIndex: LiveIndex): readonly string[] {
  switch (write.write) {
    case 'create-scope':
      return [`scope ${write.scope.path}`];
    case 'update-scope':
      return [`scope ${write.path}`];
    case 'delete-scope': {
      const scope = liveIndex.scopes.get(write.path);
      const homed = scope === undefined ? [] : groupsAtHome(liveIndex, scope.id);
      const groups = homed.flatMap(({ id }) => [
        known(liveIndex.groups.keyOf(id), 'a group of the index'),
        ...groupsWith(liveIndex.nestings, liveIndex, id),
      ]);
      const people = [...liveIndex.scopeMembers.entries()]
        .filter(([, { scopeId }]) => scopeId === scope?.id)
        .map(([, { memberId }]) => liveIndex.members.keyOf(memberId))
        .filter((member) => member !== undefined);
      return [
        `scope ${write.path}`,
        ...groups.map(groupObject),
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
      const groups = groupsWith(liveIndex.memberships, liveIndex, personId(write.member, liveIndex));
      return [`member ${write.member}`, ...groups.map(groupObject)];
    }
    case 'create-group':
      return [groupObject(groupPath(write.group.home, write.group.name))];
    case 'delete-group': {
      const id = liveIndex.groups.get(write.group)?.id ?? null;
      const parents = groupsWith(liveIndex.nestings, liveIndex, id);
      return [groupObject(write.group), ...parents.map(groupObject)];
    }
    case 'update-group':
    case 'add-group-member':
    case 'set-membership-role':
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
      const home = liveIndex.scopes.get(write.scope)?.id;
      const groups = groupsWith(
        liveIndex.memberships,
        liveIndex,
        personId(write.principal.member, liveIndex),
      );
      const there = groups.filter((path) => liveIndex.groups.get(path)?.scopeId === home);
      return [assignment, ...there.map(groupObject)];
    }
  }
}

function personId(member: MemberId, liveIndex: LiveIndex): string | null {
  return liveIndex.members.get(member)?.id ?? null;
}

function groupObject(path: string): string {
  return `group ${path}`;
}
