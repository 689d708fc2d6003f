import type { Write } from '../../plan/write/write.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { isImpossible, notSupported } from '../not-supported.ts';
import type { ScimWriteContext } from './scim-write-context.ts';
import { unsupportedInScim } from './unsupported-scim-writes.ts';
import { createScimGroup, deleteScimGroup, renameScimGroup } from './write-scim-groups.ts';
import { addPerson, removePerson, setPersonActive } from './write-scim-people.ts';
import { addToGroup, nestInGroup, takeOutOfGroup, unnestFromGroup } from './write-scim-places.ts';

/** Makes one write. Fails as the function for it does. */
export function makeScimWrite(context: ScimWriteContext, write: Write): Promise<Outcome<null>> {
  switch (write.write) {
    case 'add-member':
      return addPerson(context, write.member);
    case 'set-member-state':
      return setPersonActive(context, write.member, write.state);
    case 'remove-member':
      return removePerson(context, write.member);
    case 'create-group':
      return createScimGroup(context, write.group);
    case 'update-group':
      return renameScimGroup(context, write.group, write.title);
    case 'delete-group':
      return deleteScimGroup(context, write.group);
    case 'add-group-member':
      return addToGroup(context, write.group, write.member);
    case 'remove-group-member':
      return takeOutOfGroup(context, write.group, write.member);
    case 'nest-group':
      return nestInGroup(context, write.group, write.child);
    case 'unnest-group':
      return unnestFromGroup(context, write.group, write.child);
    case 'create-scope':
    case 'update-scope':
    case 'delete-scope':
    case 'create-role':
    case 'update-role':
    case 'delete-role':
    case 'resend-invitation':
    case 'set-membership-role':
    case 'put-assignment':
    case 'delete-assignment': {
      const unsupported = unsupportedInScim(write);
      if (!isImpossible(unsupported)) throw new Error(`unreachable: SCIM has no ${write.write}`);
      return Promise.resolve(failure(notSupported(unsupported)));
    }
  }
}
