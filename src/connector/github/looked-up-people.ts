import type { Unsupported, Write } from '../../plan/write/write.ts';
import { type Address, memberAddress } from '../../resource/address.ts';
import { type MemberId, type ScopePath, splitGroupPath } from '../../resource/identifiers.ts';

/** A number that something had under an address, and when that was seen. */
export interface KnownId {
  readonly id: string;
  /** RFC 3339 instant. */
  readonly at: string;
}

/** What was found out of people whom the documents want and the lists do not have, or have as somebody else. */
export interface LookedUpPeople {
  /** By the address of the membership: who is not invited, and why. */
  readonly notInvited: ReadonlyMap<Address, Unsupported>;
  /** By the address of the membership: who is here under another login, which may be what the plan names them by. */
  readonly renamedAway: ReadonlyMap<Address, Unsupported>;
  /** Whom the documents mean by a login that a stranger has now: nothing is taken from them. */
  readonly meant: ReadonlyMap<MemberId, Unsupported>;
  /** Whose login belongs to another account than the one that was known. */
  readonly strangers: ReadonlyMap<MemberId, Unsupported>;
  /** Numbers that the audit log tells for logins nobody has here any more. */
  readonly formerIds: ReadonlyMap<Address, KnownId>;
}

export const NOBODY_LOOKED_UP: LookedUpPeople = {
  notInvited: new Map(),
  renamedAway: new Map(),
  meant: new Map(),
  strangers: new Map(),
  formerIds: new Map(),
};

/**
 * Why a write would ask or give somebody whom nobody means, or take from somebody who is meant under another login; null
 * where it would not. Nothing else that takes away is held.
 */
export function heldByLookUp(
  write: Write,
  { notInvited, renamedAway, meant, strangers }: LookedUpPeople,
): Unsupported | null {
  const stranger = (member: MemberId): Unsupported | null => strangers.get(member) ?? null;
  const invited = (scope: ScopePath, member: MemberId): Unsupported | null => {
    const address = memberAddress(scope, member);
    return stranger(member) ?? notInvited.get(address) ?? renamedAway.get(address) ?? null;
  };
  switch (write.write) {
    case 'add-member':
      return invited(write.member.scope, write.member.member);
    case 'resend-invitation':
      return invited(write.scope, write.member);
    case 'add-group-member': {
      // GitHub invites whoever is put into a team and is no member.
      const { home } = splitGroupPath(write.group);
      return stranger(write.member) ?? along(notInvited.get(memberAddress(home, write.member)));
    }
    case 'set-membership-role':
      return write.role === null ? null : stranger(write.member);
    case 'put-assignment': {
      const { principal, scope } = write.assignment;
      if (principal.type === 'group' || write.shrinks === true) return null;
      return stranger(principal.member) ?? along(notInvited.get(memberAddress(scope, principal.member)));
    }
    case 'create-scope':
    case 'update-scope':
    case 'delete-scope':
    case 'create-role':
    case 'update-role':
    case 'delete-role':
    case 'set-member-state':
    case 'create-group':
    case 'update-group':
    case 'delete-group':
    case 'nest-group':
    case 'unnest-group':
      return null;
    case 'remove-member':
    case 'remove-group-member':
      return meant.get(write.member) ?? null;
    case 'delete-assignment':
      return write.principal.type === 'group' ? null : (meant.get(write.principal.member) ?? null);
  }
}

/** What is written for somebody who is not invited is told with the invitation. */
function along(why: Unsupported | undefined): Unsupported | null {
  return why === undefined ? null : { ...why, silent: true };
}
