import type { Owners } from './owners.ts';

/**
 * A platform's rules of access, as data. Nothing outside `schemas/platforms/<name>.yaml` may know one platform
 * from another: the compiler, the resolver and the planner read these values and nothing else.
 */

export type ScopeKindName = string;
export type PermissionName = string;
export type RoleName = string;
export type ModuleName = string;

/** How a scope combines what its parent gives with what is given on the scope itself (see docs/access-model.md). */
export type Inheritance = 'union' | 'override' | 'isolated' | 'gated';

/** Who can be given something on a scope. */
export type PrincipalType = 'member' | 'group';

export interface ScopeKind {
  readonly name: ScopeKindName;
  readonly title: string;
  /** Key under which a parent scope lists scopes of this kind in YAML (`sub-organizations`); null for the root kind. */
  readonly plural: string | null;
  /** Kinds that may be the parent; empty exactly for the root kind. */
  readonly parents: readonly ScopeKindName[];
  readonly inherits: Inheritance;
  /** Permissions any principal attached to such a scope gets, whatever its roles. Patterns already expanded. */
  readonly attached: readonly PermissionName[];
  /** Of a gated kind: whether the gate stands open while the organization has no group at all. */
  readonly whenNoGroups: 'open' | 'closed';
  /** Whether what is given on such a scope holds on the scopes below it too; what it inherits always flows on. */
  readonly flowDown: boolean;
  /** Who can be assigned or attached there; where it is a home of groups, what its own groups carry is another matter. */
  readonly principals: readonly PrincipalType[];
  /** Whether somebody can be a member of such a scope without being one of the organization. True for the root kind. */
  readonly members: boolean;
  /** Whether Bylaw may create, rename and delete scopes of this kind. */
  readonly manage: boolean;
  /** What such a scope can be set to. */
  readonly settings: PlatformSettings;
}

/** PlatformSettings by name. */
export type PlatformSettings = ReadonlyMap<string, PlatformSetting>;

/** Something that a scope or a group is set to: one value of a closed list. */
export interface PlatformSetting {
  readonly title: string;
  readonly description: string;
  /** What it is where nobody says it. */
  readonly unwritten: string;
  readonly values: ReadonlyMap<string, PlatformSettingValue>;
  /** The role whose holders hold what the value includes, too. Null: nobody's access depends on it. */
  readonly extends: RoleName | null;
  /** Of a group: what it has to be where the group has a group above or below it. Null: whatever it is. */
  readonly whenNested: string | null;
}

export interface PlatformSettingValue {
  readonly title: string;
  /** Roles that holders of the role extended hold too, by this value. */
  readonly includes: readonly RoleName[];
  /** Of a group: everybody in it is active nowhere, whatever their memberships say. */
  readonly deactivates: boolean;
  /** Of a kind of scope: how a scope set to it combines, instead of as its kind says. Null: as its kind says. */
  readonly inherits: Inheritance | null;
  /** Of a kind of scope: nobody can do anything on a scope set to it, nor on any scope below. */
  readonly closes: boolean;
}

export interface Permission {
  readonly name: PermissionName;
  readonly title: string;
  readonly module: ModuleName | null;
  /** Permissions that whoever holds this one holds too; transitively closed by the loader. */
  readonly implies: readonly PermissionName[];
  /** It can be given for one text (`queues:read!orders`); null: there is nothing to restrict it to. */
  readonly parameter: PermissionParameter | null;
}

export interface PermissionParameter {
  readonly title: string;
  /** Which texts somebody is given by one: that text alone, or all that begin with it. */
  readonly covers: 'equal' | 'prefix';
}

/**
 * Where an assigned role takes effect: at the scope it is assigned on, at the scopes below, or at both. `everywhere` is
 * both, whatever kinds lie between.
 */
export type Reach = 'self' | 'below' | 'both' | 'everywhere';

export interface PredefinedRole {
  readonly name: RoleName;
  readonly title: string;
  /** As written: names and patterns (`documents:*`, `*`) over the catalogue. */
  readonly permissions: readonly string[];
  /** Permissions it takes away from who holds it, in the same form. */
  readonly denies: readonly string[];
  readonly includes: readonly RoleName[];
  readonly assignableAt: readonly ScopeKindName[];
  /** Passes a `gated` scope without being attached there. */
  readonly ungated: boolean;
  /** All permissions at the scope of assignment and below. */
  readonly bypass: boolean;
  readonly reach: Reach;
  /** False for roles that people are not given by assignment (an owner by transfer only). */
  readonly assignable: boolean;
  /** False for roles that are given to accepted members only: an invitation cannot bring them. */
  readonly byInvitation: boolean;
  /** The module this role belongs to on platforms with one role for each module; null elsewhere. */
  readonly module: ModuleName | null;
  /** The explicit "no role" of a module (appcircle's None): names the module, gives nothing, never overrides. */
  readonly none: boolean;
}

/**
 * What people are called by in documents. `email`: an address of at least two parts. `username`: letters, digits, dots,
 * dashes and underscores. `account`: what one logs in with where the platform takes names and addresses alike.
 */
export type MemberKey = 'email' | 'username' | 'account';
export type KeyComparison = 'fold-case' | 'exact';

export interface MemberRules {
  readonly key: MemberKey;
  readonly compare: KeyComparison;
  readonly roles: 'many' | 'exactly-one' | 'one-per-module';
  /** Role every active member of a scope where memberships live holds there; null for none. */
  readonly defaultRole: RoleName | null;
  /** `provisioned`: an administrator makes the account, active at once. `invited`: nothing holds until accepted. */
  readonly joining: 'provisioned' | 'invited';
  /** The life of an invitation: days until one that nobody accepted expires. Null: invitations wait for ever. */
  readonly invitations: { readonly expireAfterDays: number } | null;
  readonly invitedInGroups: boolean;
  readonly deactivation: boolean;
}

export type GroupCargo = 'roles' | 'permissions' | 'attachments';

/** How many groups somebody can be in: any, one, or one of each home. Being put into one takes out of the other. */
export type GroupsPerMember = 'many' | 'one' | 'one-per-home';

export interface GroupRules {
  readonly homes: readonly ScopeKindName[];
  readonly carry: readonly GroupCargo[];
  /** `native`: the platform stores child groups. `flatten`: nested in YAML, flat memberships on the wire. */
  readonly nesting: 'native' | 'flatten' | 'none';
  /** Counted are places of one's own: who is in a nested group has no place in the outer one. */
  readonly perMember: GroupsPerMember;
  /** What somebody can be in a group; null where there is one thing to be. */
  readonly membershipRoles: MembershipRoleRules | null;
  /** What a group can be set to. It gives nobody anything; a value that `deactivates` takes everything. */
  readonly settings: PlatformSettings;
}

/** Roles of a membership in a group: they say something of the group itself, and give nothing on scopes. */
export interface MembershipRoleRules {
  /** The ordinary one: of whom nothing is said. */
  readonly defaultRole: string;
  readonly roles: ReadonlyMap<string, MembershipRole>;
}

export interface MembershipRole {
  readonly title: string;
  /** Whoever holds one of these on the organization itself has it in every group, written or not. */
  readonly impliedBy: readonly RoleName[];
}

export type Invariant =
  | { readonly rule: 'group-members-are-members'; readonly code: string }
  /** Who is in a group is attached to the scope that the group lives on. */
  | { readonly rule: 'group-members-are-attached'; readonly code: string }
  /** Every member of the organization is in a group. */
  | { readonly rule: 'members-are-in-groups'; readonly code: string }
  /** A group is what one person has on the scope that it lives on: they are in it, alone and always. */
  | { readonly rule: 'groups-are-of-one-member'; readonly code: string }
  | {
      readonly rule: 'minimum-holders';
      readonly code: string;
      readonly role: RoleName;
      readonly at: ScopeKindName;
      readonly count: number;
    }
  /** The platform lets the last who can do what the role can go; Bylaw does not. */
  | {
      readonly rule: 'last-holder-stays';
      readonly code: string;
      readonly role: RoleName;
      readonly at: ScopeKindName;
    };

/** What an assignment can be. */
export interface AssignmentRules {
  /** How many roles one principal, a person or a group, can hold on one scope. */
  readonly rolesPerPrincipal: 'many' | 'one';
  /** Whether it can give roles that hold on the scopes below, and not on its own. */
  readonly below: boolean;
  /** Whether it can name roles of which all that they give is taken away. */
  readonly denied: boolean;
}

/** Of the platform's interface; what its connector can and cannot do, the connector says itself. */
export interface Capabilities {
  /** Items on one page of a list. */
  readonly pageSize: number;
}

/** What was decided where the product's public pages are silent or contradict themselves. For readers. */
export interface Decision {
  readonly question: string;
  readonly decision: string;
}

/** Where a custom role can be defined, and what it can be. */
export interface CustomRoleRules {
  readonly at: readonly ScopeKindName[];
  readonly minimumPermissions: number;
  /** Whether it can take permissions away. */
  readonly denies: boolean;
  /** Where each of them takes effect, as of a role of the platform's own. */
  readonly reach: Reach;
}

/** What a deny does, on platforms that have them. */
export interface DenyRules {
  /** Whether it takes from who holds a bypass role, too. */
  readonly overBypass: boolean;
}

export interface PlatformDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly root: ScopeKindName;
  readonly scopeKinds: ReadonlyMap<ScopeKindName, ScopeKind>;
  readonly modules: ReadonlyMap<ModuleName, { readonly title: string }>;
  readonly permissions: ReadonlyMap<PermissionName, Permission>;
  readonly roles: ReadonlyMap<RoleName, PredefinedRole>;
  /** Where custom roles may be defined; null when the platform has none. */
  readonly customRoles: CustomRoleRules | null;
  readonly assignments: AssignmentRules;
  /** Null where nothing of the platform takes anything away. */
  readonly denies: DenyRules | null;
  readonly members: MemberRules;
  readonly groups: GroupRules;
  readonly invariants: readonly Invariant[];
  /** What something else owns, and who that is. */
  readonly owners: Owners;
  /** Why no invariant has to keep somebody who administers; null where one does, or nobody has thought of it. */
  readonly nobodyKept: string | null;
  /** Lint rules that warn of what the platform's own pages advise against. */
  readonly lint: readonly string[];
  readonly capabilities: Capabilities;
  readonly decisions: readonly Decision[];
  /** What stands below the head of a smallest Organization document, as YAML; null when the file has none. */
  readonly example: string | null;
}
