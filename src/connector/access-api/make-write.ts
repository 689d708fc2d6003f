import type { Write } from '../../plan/write/write.ts';
import type { Outcome } from '../../source/outcome.ts';
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
