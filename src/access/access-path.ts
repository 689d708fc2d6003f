import type { PermissionName, RoleName } from '../platform/platform-definition.ts';
import type { GroupPath, MemberId, Principal, RoleKey, ScopePath } from '../resource/identifiers.ts';
import type { Origin } from '../source/origin.ts';

/**
 * One link of an explanation. A path is read from the person to the permission:
 * member → group → … → assignment → role → included role → permission → down to the scope asked about.
 */
export type PathStep =
  | {
      readonly step: 'member-of';
      readonly member: MemberId;
      readonly group: GroupPath;
      /** Live, where something else decides over the people of the group: as `Snapshot.membersFrom`. */
      readonly membersFrom?: string;
      readonly origin: Origin;
    }
  | {
      readonly step: 'nested-in';
      readonly child: GroupPath;
      readonly group: GroupPath;
      readonly origin: Origin;
    }
  | {
      readonly step: 'assigned';
      readonly principal: Principal;
      readonly scope: ScopePath;
      readonly role: RoleKey;
      /** The role holds on the scopes below, and not on this one. */
      readonly below?: true;
      readonly origin: Origin;
    }
  /** An assignment takes away what a role gives: of a denial alone. */
  | {
      readonly step: 'denied';
      readonly principal: Principal;
      readonly scope: ScopePath;
      readonly role: RoleKey;
      readonly origin: Origin;
    }
  /** What is taken is implied by the permission, which goes with it: of a denial alone. */
  | {
      readonly step: 'goes-with';
      readonly permission: PermissionName;
      readonly implied: PermissionName;
      readonly origin: Origin;
    }
  /** A role takes a permission away: of a denial alone. */
  | {
      readonly step: 'denies';
      readonly role: RoleKey;
      readonly permission: PermissionName;
      readonly origin: Origin;
    }
  | {
      readonly step: 'attached';
      readonly principal: Principal;
      readonly scope: ScopePath;
      readonly origin: Origin;
    }
  | {
      readonly step: 'default-role';
      readonly member: MemberId;
      readonly scope: ScopePath;
      readonly role: RoleName;
      readonly origin: Origin;
    }
  | { readonly step: 'includes'; readonly role: RoleKey; readonly included: RoleKey; readonly origin: Origin }
  /** What a role includes because of what the organization is set to. */
  | {
      readonly step: 'set';
      readonly role: RoleKey;
      readonly included: RoleKey;
      readonly setting: string;
      readonly value: string;
      readonly scope: ScopePath;
      readonly origin: Origin;
    }
  | {
      readonly step: 'grants';
      readonly role: RoleKey;
      readonly permission: PermissionName;
      readonly origin: Origin;
    }
  /** All permissions on `scope`, where the bypass role is held; every scope below follows as an `inherited` step. */
  | { readonly step: 'bypasses'; readonly role: RoleKey; readonly scope: ScopePath; readonly origin: Origin }
  | {
      readonly step: 'carries';
      readonly group: GroupPath;
      readonly permission: PermissionName;
      readonly origin: Origin;
    }
  | {
      readonly step: 'kind-gives';
      readonly scope: ScopePath;
      readonly permission: PermissionName;
      readonly origin: Origin;
    }
  /** One step even where the catalogue chains implications: `implies` is transitively closed. */
  | {
      readonly step: 'implies';
      readonly permission: PermissionName;
      readonly implied: PermissionName;
      readonly origin: Origin;
    }
  | { readonly step: 'inherited'; readonly from: ScopePath; readonly to: ScopePath; readonly origin: Origin }
  /**
   * The person passes a gated scope: attached there through a principal, by holding an ungated role above, or because
   * the gate stands open. Stands right before the `inherited` step into that scope. The role is the ungated one itself,
   * which the role assigned may only include.
   */
  | {
      readonly step: 'gate';
      readonly scope: ScopePath;
      readonly by: GatePass;
      readonly origin: Origin;
    };

/** `no-groups`: the organization has no group yet, and until it has one such gates stand open. */
export type GatePass =
  | { readonly attached: Principal }
  | { readonly ungated: RoleKey }
  | { readonly open: 'no-groups' };

/** Never empty: a permission that holds has at least one step that gives it. */
export type AccessPath = readonly [PathStep, ...PathStep[]];
