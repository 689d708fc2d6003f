import type { Owners } from './owners.ts';
import type {
  AssignmentRules,
  Decision,
  GroupCargo,
  GroupRules,
  Inheritance,
  Invariant,
  KeyComparison,
  MemberKey,
  MemberRules,
  PermissionParameter,
  PrincipalType,
  Reach,
} from './platform-definition.ts';

/** A platform file as written, once schemas/platform.schema.json has accepted it; absent keys have defaults. */
export interface PlatformDocument {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly scopes: Record<string, ScopeKindEntry>;
  readonly modules?: Record<string, { readonly title: string }>;
  readonly permissions: Record<string, PermissionEntry>;
  readonly roles: Record<string, RoleEntry>;
  readonly 'custom-roles'?: {
    readonly at: readonly string[];
    readonly 'minimum-permissions'?: number;
    readonly denies?: boolean;
    readonly reach?: Reach;
  };
  readonly assignments?: {
    readonly 'roles-per-principal'?: AssignmentRules['rolesPerPrincipal'];
    readonly below?: boolean;
    readonly denied?: boolean;
  };
  readonly denies?: { readonly 'over-bypass'?: boolean };
  readonly members: {
    readonly key: MemberKey;
    readonly compare: KeyComparison;
    readonly roles: MemberRules['roles'];
    readonly 'default-role'?: string;
    readonly joining: MemberRules['joining'];
    readonly invitations?: { readonly 'expire-after-days': number };
    readonly 'invited-in-groups'?: boolean;
    readonly deactivation?: boolean;
  };
  readonly groups: {
    readonly homes: readonly string[];
    readonly carry: readonly GroupCargo[];
    readonly nesting: GroupRules['nesting'];
    readonly 'per-member'?: GroupRules['perMember'];
    readonly 'membership-roles'?: {
      readonly default: string;
      readonly roles: Record<string, MembershipRoleEntry>;
    };
    readonly settings?: Record<string, SettingEntry>;
  };
  readonly invariants?: readonly Invariant[];
  readonly 'read-only'?: Owners;
  readonly 'nobody-kept'?: string;
  readonly lint?: readonly string[];
  readonly capabilities?: {
    readonly 'page-size'?: number;
  };
  readonly decisions?: readonly Decision[];
  readonly example?: string;
}

export interface ScopeKindEntry {
  readonly title: string;
  readonly root?: boolean;
  readonly plural?: string;
  readonly parents?: readonly string[];
  readonly inherits: Inheritance;
  readonly attached?: readonly string[];
  readonly 'when-no-groups'?: 'open' | 'closed';
  readonly 'flow-down'?: boolean;
  readonly principals?: readonly PrincipalType[];
  readonly members?: boolean;
  readonly manage?: boolean;
  readonly settings?: Record<string, SettingEntry>;
}

export interface SettingEntry {
  readonly title: string;
  readonly description: string;
  readonly unwritten: string;
  readonly values: Record<string, SettingValueEntry>;
  readonly extends?: string;
  readonly 'when-nested'?: string;
}

export interface SettingValueEntry {
  readonly title: string;
  readonly includes?: readonly string[];
  readonly deactivates?: boolean;
  readonly closes?: boolean;
  readonly inherits?: Inheritance;
}

export interface MembershipRoleEntry {
  readonly title: string;
  readonly 'implied-by'?: readonly string[];
}

export interface PermissionEntry {
  readonly title: string;
  readonly module?: string;
  readonly implies?: readonly string[];
  readonly parameter?: PermissionParameter;
}

export interface RoleEntry {
  readonly title: string;
  readonly permissions?: readonly string[];
  readonly denies?: readonly string[];
  readonly includes?: readonly string[];
  readonly 'assignable-at'?: readonly string[];
  readonly ungated?: boolean;
  readonly bypass?: boolean;
  readonly reach?: Reach;
  readonly assignable?: boolean;
  readonly 'by-invitation'?: boolean;
  readonly module?: string;
  readonly none?: boolean;
}
