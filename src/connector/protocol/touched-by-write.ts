import type { Write } from '../../plan/write/write.ts';
import { groupKey, groupPath, memberKey, principalKey } from '../../resource/identifiers.ts';

/** What a write touches: writes that share something take turns. */
export function touchedByWrite(write: Write): readonly string[] {
  switch (write.write) {
    case 'create-scope':
      return [write.scope.path];
    case 'update-scope':
    case 'delete-scope':
      return [write.path];
    case 'create-role':
    case 'update-role':
      return [`role ${write.role.name}`];
    case 'delete-role':
      return [`role ${write.name}`];
    case 'add-member':
      return [memberKey(write.member.member), write.member.scope];
    case 'set-member-state':
    case 'resend-invitation':
    case 'remove-member':
      return [memberKey(write.member), write.scope];
    case 'create-group':
      return [groupKey(groupPath(write.group.home, write.group.name))];
    case 'update-group':
    case 'delete-group':
      return [groupKey(write.group)];
    case 'add-group-member':
    case 'set-membership-role':
    case 'remove-group-member':
      return [groupKey(write.group), memberKey(write.member)];
    case 'nest-group':
    case 'unnest-group':
      return [groupKey(write.group), groupKey(write.child)];
    case 'put-assignment':
      return [principalKey(write.assignment.principal), write.assignment.scope];
    case 'delete-assignment':
      return [principalKey(write.principal), write.scope];
  }
}
