import type { Address } from '../../resource/address.ts';
import type { GroupPath, MemberId, Principal, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import type {
  AssignmentAttributes,
  GroupAttributes,
  MemberAttributes,
  MembershipState,
  RoleAttributes,
  ScopeAttributes,
} from '../../resource/resource.ts';
import type { OwnAttributes } from '../../resource/resource-types.ts';
import type { Timed } from './write-moment.ts';

/** One request's worth of change, in natural keys; a connector knows ids. The closed list a `LiveWriter` must do. */
export type Write =
  | { readonly write: 'create-scope'; readonly scope: ScopeAttributes }
  | ({
      readonly write: 'update-scope';
      readonly path: ScopePath;
      /** It has another name on the platform, and is to be called so again; left out: it is called so. */
      readonly name?: string;
    } & OwnAttributes<'scope'> &
      Timed)
  | { readonly write: 'delete-scope'; readonly path: ScopePath }
  | { readonly write: 'create-role'; readonly role: RoleAttributes }
  | {
      readonly write: 'update-role';
      readonly role: RoleAttributes;
      /** As of a scope. */
      readonly name?: string;
      /** Permissions that it does not have yet. */
      readonly gains?: readonly string[];
      /** Only lets go of included roles, so that others may include this one: before all other writes of roles. */
      readonly first?: true;
    }
  | {
      readonly write: 'delete-role';
      readonly home: ScopePath;
      readonly name: RoleKey;
      /** What the role included: a role goes before the roles it includes, which are in use until then. */
      readonly includes?: readonly RoleKey[];
    }
  | { readonly write: 'add-member'; readonly member: MemberAttributes }
  | {
      readonly write: 'set-member-state';
      readonly scope: ScopePath;
      readonly member: MemberId;
      readonly state: MembershipState;
    }
  /** What becomes of somebody who never accepted: the same invitation once more, with all that hangs on it. */
  | { readonly write: 'resend-invitation'; readonly scope: ScopePath; readonly member: MemberId }
  | { readonly write: 'remove-member'; readonly scope: ScopePath; readonly member: MemberId }
  /** Creates the group empty: members, child groups follow as writes of their own. */
  | { readonly write: 'create-group'; readonly group: GroupAttributes }
  | ({
      readonly write: 'update-group';
      readonly group: GroupPath;
      /** As of a scope. */
      readonly name?: string;
    } & OwnAttributes<'group'> &
      Timed)
  | { readonly write: 'delete-group'; readonly group: GroupPath }
  | ({
      readonly write: 'add-group-member';
      readonly group: GroupPath;
      readonly member: MemberId;
      /** What they are in the group; left out: the ordinary thing. */
      readonly role?: string;
    } & Timed)
  /** Somebody who is in the group is something else there; null: the ordinary thing. */
  | {
      readonly write: 'set-membership-role';
      readonly group: GroupPath;
      readonly member: MemberId;
      readonly role: string | null;
    }
  | ({ readonly write: 'remove-group-member'; readonly group: GroupPath; readonly member: MemberId } & Timed)
  | ({ readonly write: 'nest-group'; readonly group: GroupPath; readonly child: GroupPath } & Timed)
  | ({
      readonly write: 'unnest-group';
      readonly group: GroupPath;
      readonly child: GroupPath;
      /** A nesting of the same apply would close a ring with this one: it goes before all nestings. */
      readonly first?: true;
    } & Timed)
  /** Sets the whole role set of one principal at one scope, creating the assignment where there is none. */
  | ({
      readonly write: 'put-assignment';
      readonly assignment: AssignmentAttributes;
      /** The put only takes roles away, so it may wait until all additions are made. */
      readonly shrinks?: true;
      /** Roles the put takes away while it gives others: it comes last among additions. */
      readonly loses?: readonly RoleKey[];
    } & Timed)
  | { readonly write: 'delete-assignment'; readonly scope: ScopePath; readonly principal: Principal };

/** Why something cannot be done, and what somebody can do about it. */
export interface Unsupported {
  /** What it is told as; left out: `not-supported`. */
  readonly code?: 'not-supported' | 'not-invited-again' | 'account-changed';
  /** A whole sentence: `GitHub has no deactivated members.` */
  readonly why: string;
  readonly wayOut: string | null;
  /**
   * It can be done, and nobody would see it: it is so already by what is live at these addresses, of which the platform
   * shows no more than one. While they stay as they are, it need not be made.
   */
  readonly already?: readonly Address[];
  /** It stands on something that is told for itself: no word of its own. */
  readonly silent?: true;
}

/** Why a write cannot be made, or need not be; null where it can. */
export type Supports = (write: Write) => Unsupported | null;
