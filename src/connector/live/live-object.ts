import type { Invitation, MembershipState } from '../../resource/resource.ts';

/**
 * The objects of a live organization as every connector but that of GitHub reads them. They are those of the Access API,
 * which schemas/access-api.openapi.json describes; of other platforms they are made out of what these tell.
 */

export interface LiveObject {
  readonly id: string;
  readonly version: number;
}

export interface LiveScope extends LiveObject {
  readonly slug: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly settings: LiveScopeSettings;
}

/** What something is set to, by name; of what is not told nothing is known. */
export type LiveScopeSettings = ReadonlyMap<string, string>;

export interface LiveRole extends LiveObject {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** As written: names and patterns. */
  readonly permissions: readonly string[];
  /** In the same form; null where the platform does not tell. */
  readonly denies: readonly string[] | null;
  readonly includes: readonly string[];
  readonly predefined: boolean;
}

/** A person the organization knows. */
export interface LiveMember extends LiveObject {
  readonly key: string;
  /** `outside`: no member of the organization, only of scopes below it. */
  readonly state: MembershipState | 'outside';
  readonly invitation: Invitation | null;
}

/** A membership of a scope below the organization. */
export interface LiveScopeMember extends LiveObject {
  readonly scopeId: string;
  readonly memberId: string;
  readonly state: MembershipState;
  readonly invitation: Invitation | null;
}

export interface LiveGroup extends LiveObject {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly scopeId: string;
  readonly settings: LiveScopeSettings;
  readonly permissions: readonly string[];
  readonly memberCount: number;
}

export interface LiveMembership {
  /** Null where the platform does not tell members of a group apart. */
  readonly role: string | null;
  readonly id: string;
  readonly groupId: string;
  readonly userId: string;
}

export interface LiveNesting {
  readonly id: string;
  readonly parentId: string;
  readonly childId: string;
}

export interface LiveAssignment extends LiveObject {
  readonly scopeId: string;
  readonly principalType: 'member' | 'group';
  readonly principalId: string;
  readonly roleIds: readonly string[];
  /** Null where the platform does not tell. */
  readonly belowRoleIds: readonly string[] | null;
  readonly deniedRoleIds: readonly string[] | null;
}
