import type { GithubBasePermission, GithubBaseRole, GithubPlan, GithubTeamSource } from './github-seed.ts';
import type { GithubWork } from './github-work.ts';

export interface GithubUserRecord {
  readonly id: number;
  login: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly managedBy: string | null;
  readonly twoFactor: boolean;
  /** Under trade controls: GitHub refuses to add or remove the person. */
  readonly tradeControlled: boolean;
  /** Comes as null where GitHub's schema lets it. */
  hiddenInGraphql: boolean;
  readonly createdAt: number;
}

export type GithubOrganizationMemberRole = 'admin' | 'member';
export type GithubTeamMemberRole = 'maintainer' | 'member';
export type GithubInvitationRole = 'admin' | 'direct_member' | 'billing_manager' | 'reinstate';

export interface GithubOrganizationRecord {
  readonly id: number;
  login: string;
  name: string;
  readonly plan: GithubPlan;
  readonly seats: number | null;
  readonly createdAt: number;
  updatedAt: number;
  basePermission: GithubBasePermission;
  /** Settings that are only kept and given back. */
  readonly settings: Map<string, unknown>;
  readonly managedUsers: string | null;
  readonly members: Map<number, GithubOrganizationMemberRole>;
  readonly billingManagers: Set<number>;
  readonly teams: Map<number, GithubTeamRecord>;
  readonly repositories: Map<number, GithubRepositoryRecord>;
  /** Repositories by the names they have and had, folded. */
  readonly repositoryNames: Map<string, number>;
  readonly invitations: Map<number, GithubInvitationRecord>;
  readonly failedInvitations: Map<number, GithubInvitationRecord>;
  /** When each invitation was sent, for the limit of a day. */
  readonly invitationTimes: number[];
  readonly roles: Map<number, GithubOrganizationRoleRecord>;
  readonly repositoryRoles: Map<number, GithubRepositoryRoleRecord>;
  readonly externalGroups: Map<number, GithubExternalGroupRecord>;
  /** People whom the organization blocks. */
  readonly blocked: Set<number>;
  readonly events: GithubAuditEvent[];
}

export interface GithubTeamRecord {
  readonly id: number;
  name: string;
  slug: string;
  description: string | null;
  privacy: 'closed' | 'secret';
  notifications: boolean;
  permission: 'pull' | 'push' | 'admin';
  parentId: number | null;
  readonly source: GithubTeamSource;
  readonly members: Map<number, GithubTeamMemberRole>;
  /** What was granted to this team itself: repository → role. */
  readonly repositories: Map<number, string>;
  groups: string[];
  externalGroupId: number | null;
  readonly createdAt: number;
  updatedAt: number;
}

export type GithubVisibility = 'public' | 'private' | 'internal';

export interface GithubRepositoryRecord {
  readonly id: number;
  name: string;
  visibility: GithubVisibility;
  archived: boolean;
  description: string | null;
  /** Direct grants: person → role. */
  readonly collaborators: Map<number, string>;
  readonly invitations: Map<number, GithubRepositoryInvitationRecord>;
  readonly work: GithubWork;
  readonly createdAt: number;
  updatedAt: number;
}

export interface GithubRepositoryInvitationRecord {
  readonly id: number;
  readonly userId: number;
  role: string;
  readonly inviterId: number | null;
  readonly createdAt: number;
}

export interface GithubInvitationRecord {
  readonly id: number;
  readonly userId: number | null;
  readonly email: string | null;
  role: GithubInvitationRole;
  /** Team → role there once accepted. */
  readonly teams: Map<number, GithubTeamMemberRole>;
  readonly inviterId: number | null;
  readonly createdAt: number;
  failedAt: number | null;
  failedReason: string | null;
}

export interface GithubOrganizationRoleRecord {
  readonly id: number;
  name: string;
  description: string | null;
  baseRole: GithubBaseRole | null;
  readonly source: 'Organization' | 'Enterprise' | 'Predefined';
  permissions: readonly string[];
  readonly users: Set<number>;
  readonly teams: Set<number>;
  readonly createdAt: number;
  updatedAt: number;
}

export interface GithubRepositoryRoleRecord {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly base: Exclude<GithubBaseRole, 'admin'>;
  readonly permissions: readonly string[];
  readonly createdAt: number;
}

export interface GithubExternalGroupRecord {
  readonly id: number;
  readonly name: string;
  readonly members: readonly number[];
  readonly updatedAt: number;
}

export interface GithubAuditEvent {
  readonly at: number;
  readonly action: string;
  readonly actor: string;
  /** Numbers are of the moment: a login may pass to somebody else. */
  readonly actorId?: number | undefined;
  readonly user?: string;
  readonly userId?: number | undefined;
  readonly team?: string;
  readonly repo?: string;
}
