import type { Write } from '../../plan/write/write.ts';
import { groupPath, principalKey } from '../../resource/identifiers.ts';

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
      return [`member:${write.member.member}`, write.member.scope];
    case 'set-member-state':
    case 'resend-invitation':
    case 'remove-member':
      return [`member:${write.member}`, write.scope];
    case 'create-group':
      return [`group:${groupPath(write.group.home, write.group.name)}`];
    case 'update-group':
    case 'delete-group':
      return [`group:${write.group}`];
    case 'add-group-member':
    case 'set-membership-role':
    case 'remove-group-member':
      return [`group:${write.group}`, `member:${write.member}`];
    case 'nest-group':
    case 'unnest-group':
      return [`group:${write.group}`, `group:${write.child}`];
    case 'put-assignment':
      return [principalKey(write.assignment.principal), write.assignment.scope];
    case 'delete-assignment':
      return [principalKey(write.principal), write.scope];
  }
}
