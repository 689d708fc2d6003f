import type { Address } from '../../resource/address.ts';
import {
  assignmentAddress,
  groupAddress,
  memberAddress,
  roleAddress,
  scopeAddress,
} from '../../resource/address.ts';
import { choiceEntry } from '../../resource/choices.ts';
import { groupPath, principalKey } from '../../resource/identifiers.ts';
import { addressOf } from '../../resource/resource-types.ts';
import type { Write } from './write.ts';

/** What a write is about: one thing, or one entry of it. The one table of it. */
export interface WriteSubject {
  readonly address: Address;
  readonly entry: { readonly of: 'members' | 'groups' | 'membershipRoles'; readonly name: string } | null;
}

export function writeSubjectOf(write: Write): WriteSubject {
  switch (write.write) {
    case 'create-scope':
      return whole(addressOf('scope', write.scope));
    case 'update-scope':
    case 'delete-scope':
      return whole(scopeAddress(write.path));
    case 'create-role':
    case 'update-role':
      return whole(addressOf('role', write.role));
    case 'delete-role':
      return whole(roleAddress(write.home, write.name));
    case 'add-member':
      return whole(addressOf('member', write.member));
    case 'set-member-state':
    case 'resend-invitation':
    case 'remove-member':
      return whole(memberAddress(write.scope, write.member));
    case 'create-group':
      return whole(groupAddress(groupPath(write.group.home, write.group.name)));
    case 'update-group':
    case 'delete-group':
      return whole(groupAddress(write.group));
    case 'add-group-member':
    case 'remove-group-member':
      return { address: groupAddress(write.group), entry: { of: 'members', name: write.member } };
    case 'set-membership-role': {
      const name = write.role === null ? write.member : choiceEntry(write.member, write.role);
      return { address: groupAddress(write.group), entry: { of: 'membershipRoles', name } };
    }
    case 'nest-group':
    case 'unnest-group':
      return { address: groupAddress(write.group), entry: { of: 'groups', name: write.child } };
    case 'put-assignment':
      return whole(addressOf('assignment', write.assignment));
    case 'delete-assignment':
      return whole(assignmentAddress(write.scope, principalKey(write.principal)));
  }
}

function whole(address: Address): WriteSubject {
  return { address, entry: null };
}

/** What a write does, however it is ordered and whoever asked for it: an engine makes writes of its own rows. */
export function writeKey(write: Write): string {
  const { address, entry } = writeSubjectOf(write);
  return JSON.stringify([write.write, address, entry]);
}
