import type { ScopeKindName } from '../platform/platform-definition.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import type { Address } from './address.ts';
import {
  type GroupPath,
  groupPath,
  type MemberId,
  type Principal,
  type RoleKey,
  type ScopePath,
} from './identifiers.ts';

/**
 * The five resource types. Desired and live look alike: a resource does not know which side it is on except by
 * its origins. Map-like attributes hold, for each entry, where that entry comes from, because an entry (this
 * member of this group) is what a review speaks of.
 */

/** Entry key → where it is written. */
export type Entries = ReadonlyMap<string, Origin>;

/** One empty map for all who have none: there are many. */
export const NO_ENTRIES: Entries = new Map();

export interface ScopeAttributes {
  readonly path: ScopePath;
  readonly kind: ScopeKindName;
  readonly title: string;
  /** Choices `SETTING=VALUE`. Of a setting without one nothing is known, or nothing is said. */
  readonly settings: Entries;
  readonly parent: ScopePath | null;
}

/** A custom role. Predefined roles belong to the platform and are never resources. */
export interface RoleAttributes {
  readonly home: ScopePath;
  readonly name: RoleKey;
  readonly title: string;
  readonly description: string;
  /** Permission names; patterns are expanded over the platform's catalogue, implied permissions are not added. */
  readonly permissions: Entries;
  /** Permissions it takes away from who holds it, as above. */
  readonly denies: Entries;
  /** Role keys, predefined or custom. */
  readonly includes: Entries;
}

export type MembershipState = 'invited' | 'active' | 'deactivated' | 'expired';

/** An invitation as the platform tells of it, pending or expired. */
export interface Invitation {
  /** How often it was sent, the first time counted. */
  readonly sent: number;
  /** RFC 3339 instant of the last sending. */
  readonly sentAt: string;
  /** RFC 3339 instant; null where it waits for ever. */
  readonly expiresAt: string | null;
}

/** A person's membership of an organization or of a scope that has members of its own (a sub-organization). */
export interface MemberAttributes {
  readonly scope: ScopePath;
  readonly member: MemberId;
  /** The key as written, or as the platform shows it: for display and for creating. */
  readonly display: string;
  readonly state: MembershipState;
  /** Null unless live and `invited` or `expired`; nothing a document could ask for. */
  readonly invitation: Invitation | null;
}

export interface GroupAttributes {
  readonly home: ScopePath;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** As of a scope. */
  readonly settings: Entries;
  /** MemberId → origin. On the wire of a `flatten` platform: of nested groups too. */
  readonly members: Entries;
  /** Choices `MEMBER=ROLE` of those whose role in the group is not the ordinary one. */
  readonly membershipRoles: Entries;
  /** GroupPath of child groups → origin. Empty on the wire unless nesting is native. */
  readonly groups: Entries;
  /** Permissions the group itself carries at its home, on platforms where groups do. */
  readonly permissions: Entries;
}

export interface AssignmentAttributes {
  readonly scope: ScopePath;
  readonly principal: Principal;
  /** Role keys. Where all three are empty: attached only. */
  readonly roles: Entries;
  /** Roles that hold on the scopes below and not on this one. */
  readonly below: Entries;
  /** Roles of which all that they give is taken away. */
  readonly denied: Entries;
}

/** Whether an assignment attaches: one that only reaches below, or only takes away, does not. */
export function attaches({
  roles,
  below,
  denied,
}: Pick<AssignmentAttributes, 'roles' | 'below' | 'denied'>): boolean {
  return roles.size > 0 || (below.size === 0 && denied.size === 0);
}

export interface AttributesByType {
  readonly scope: ScopeAttributes;
  readonly role: RoleAttributes;
  readonly member: MemberAttributes;
  readonly group: GroupAttributes;
  readonly assignment: AssignmentAttributes;
}

export type ResourceTypeName = keyof AttributesByType;

export interface ResourceOf<T extends ResourceTypeName> {
  readonly type: T;
  readonly address: Address;
  readonly attributes: AttributesByType[T];
  readonly origin: Origin;
}

export type Resource = { [T in ResourceTypeName]: ResourceOf<T> }[ResourceTypeName];
export type ScopeResource = ResourceOf<'scope'>;
export type RoleResource = ResourceOf<'role'>;
export type MemberResource = ResourceOf<'member'>;
export type GroupResource = ResourceOf<'group'>;
export type AssignmentResource = ResourceOf<'assignment'>;

/** What documents and assignments call a group. */
export function groupPathOf({ attributes }: Pick<GroupResource, 'attributes'>): GroupPath {
  return groupPath(attributes.home, attributes.name);
}

/** The scope a resource stands in; a scope stands in itself. */
export function scopeOf(resource: Resource): ScopePath {
  switch (resource.type) {
    case 'scope':
      return resource.attributes.path;
    case 'role':
    case 'group':
      return resource.attributes.home;
    case 'member':
    case 'assignment':
      return resource.attributes.scope;
  }
}

/** What a live read returns: every resource of one organization at one revision of the platform. */
export interface Snapshot {
  readonly organization: string;
  readonly resources: readonly Resource[];
  /** The platform's own change counter or a fingerprint; equal revisions mean nothing changed in between. */
  readonly revision: string;
  /** RFC 3339 instant of the read. */
  readonly readAt: string;
  /** Things that are told under the name the documents have for them, and have another on the platform. */
  readonly renamed?: ReadonlyMap<Address, LiveName>;
  /** By written address: what had the name before, where another thing has it now. */
  readonly taken?: ReadonlyMap<Address, TakenName>;
  /**
   * Groups whose people something else decides over, an identity provider for one, and what that is, in words that can
   * follow `come from`. To be told: it is nothing that is compared, and what cannot be written is the connector's to say.
   */
  readonly membersFrom?: ReadonlyMap<GroupPath, string>;
  /** Left out: everything was read. */
  readonly unknown?: readonly UnknownList[];
  /** What everybody of the organization holds, and the platform lists for nobody. Left out: it lists all. */
  readonly untoldRole?: RoleKey;
}

/**
 * A list that could not be read, while others could: a permission is missing, or a plan does not have it. What would be
 * in it is neither there nor not there, so nothing of it is created, changed or removed.
 */
export interface UnknownList {
  /** For messages: `people of group qa`. */
  readonly name: string;
  /** What the list is of. */
  readonly type: ResourceTypeName;
  /** Where: all of the organization, one scope alone, or one thing alone. */
  readonly of: 'organization' | { readonly scope: ScopePath } | { readonly address: Address };
  /** What the platform said. */
  readonly because: Diagnostic;
}

export function isUnknown(unknown: readonly UnknownList[] | undefined, resource: Resource): boolean {
  if (unknown === undefined) return false;
  return unknown.some(({ type, of }) => {
    if (type !== resource.type) return false;
    if (of === 'organization') return true;
    return 'scope' in of ? of.scope === scopeOf(resource) : of.address === resource.address;
  });
}

/** How it is known that a thing was renamed: a log tells who did it, or it has the number that the thing had then. */
export type RenameEvidence =
  | { readonly at: string; readonly actor: string; readonly action: string }
  | { readonly at: string; readonly id: string };

/** What a thing is called on the platform, and how that is known; null: the documents say so. */
export interface LiveName {
  readonly name: string;
  readonly by: RenameEvidence | null;
}

/** A name that passed from one thing to another on the platform. */
export interface TakenName {
  /** What had it, under the address it has now. */
  readonly moved: Address;
  readonly movedId: string;
  /** The id of what has it now. */
  readonly id: string;
  readonly by: RenameEvidence;
}
