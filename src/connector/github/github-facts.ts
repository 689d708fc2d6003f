import type { UnknownList } from '../../resource/resource.ts';

/**
 * An organization as GitHub has it, by whichever API it was read: people by their number, names as GitHub shows them,
 * roles of repositories in the words of its pages (read, write), not of its API (pull, push).
 */
export interface GithubOrganization {
  readonly id: number;
  readonly login: string;
  /** Null where nobody gave it one. */
  readonly name: string | null;
  /** What every member may do in every repository: `none` is one of them. Null where GitHub does not show it. */
  readonly basePermission: string | null;
  readonly licence: GithubLicence;
  readonly members: readonly GithubMember[];
  readonly teams: readonly GithubTeam[];
  readonly repositories: readonly GithubRepository[];
  readonly organizationRoles: readonly GithubOrganizationRole[];
  readonly repositoryRoles: readonly GithubRepositoryRole[];
  readonly invitations: readonly GithubInvitation[];
  readonly failedInvitations: readonly GithubInvitation[];
  /** Folded logins of people whom the organization blocks; null where nobody may read it. */
  readonly blocked: ReadonlySet<string> | null;
  readonly unknown: readonly UnknownList[];
}

/** By what GitHub decides how many people an organization may invite; null is what this token is not shown. */
export interface GithubLicence {
  readonly plan: string | null;
  readonly seats: number | null;
  readonly filledSeats: number | null;
  /** RFC 3339 instant. */
  readonly createdAt: string | null;
  /** All accounts are the enterprise's own: nobody is invited. */
  readonly isManaged: boolean;
}

export interface GithubPerson {
  readonly id: number;
  readonly login: string;
}

export interface GithubMember {
  readonly person: GithubPerson;
  readonly role: 'admin' | 'member';
}

/** Who decides over the people of a team; only those of the organization's own can be written. */
export type GithubTeamOwner = 'organization' | 'enterprise' | IdentityGroups;

/** Groups of an identity provider, sorted by name: GitHub tells no name of the provider itself. */
export interface IdentityGroups {
  /** `external`: of the enterprise with managed accounts. `synchronized`: mapped by the organization. */
  readonly kind: 'external' | 'synchronized';
  readonly names: readonly string[];
}

export interface GithubTeam {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly privacy: 'closed' | 'secret';
  readonly notifies: boolean;
  readonly parentId: number | null;
  readonly owner: GithubTeamOwner;
  readonly members: readonly GithubTeamMember[];
  /** Everything the list shows: what comes from a parent or from a role of the organization too. */
  readonly repositories: readonly GithubTeamRepository[];
}

export interface GithubTeamMember {
  readonly person: GithubPerson;
  readonly role: 'maintainer' | 'member';
}

export interface GithubTeamRepository {
  readonly id: number;
  readonly name: string;
  readonly role: string;
}

export interface GithubRepository {
  readonly id: number;
  readonly name: string;
  readonly archived: boolean;
  readonly collaborators: readonly GithubCollaborator[];
  readonly invitations: readonly GithubRepositoryInvitation[];
}

/** Somebody with a role on a repository that was given there, and nowhere else. */
export interface GithubCollaborator {
  readonly person: GithubPerson;
  readonly role: string;
}

export interface GithubRepositoryInvitation {
  readonly id: number;
  readonly person: GithubPerson;
  readonly role: string;
  readonly sentAt: string;
  readonly expired: boolean;
}

export interface GithubOrganizationRole {
  readonly id: number;
  readonly name: string;
  readonly source: 'Organization' | 'Enterprise' | 'Predefined';
  readonly baseRole: string | null;
  /** Who holds it directly; who holds it through a team only is none of them. */
  readonly people: readonly GithubPerson[];
  readonly teams: readonly { readonly id: number; readonly slug: string }[];
}

/** A role for repositories that the organization made. */
export interface GithubRepositoryRole {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly baseRole: string;
  readonly permissions: readonly string[];
}

export interface GithubInvitation {
  readonly id: number;
  /** Null where only an address was invited. */
  readonly login: string | null;
  readonly email: string | null;
  readonly role: 'admin' | 'direct_member' | 'billing_manager' | 'reinstate';
  readonly sentAt: string;
  /** Why it came to nothing; null for one that waits. */
  readonly failed: { readonly at: string; readonly reason: string } | null;
  /** Teams that the person is put into. */
  readonly teamIds: readonly number[];
}

/** The parts that have lists of their own in GraphQL and REST alike. */
export type GithubStructure = Pick<GithubOrganization, 'members' | 'teams'> & {
  readonly repositories: readonly Omit<GithubRepository, 'invitations'>[];
  readonly unknown: readonly UnknownList[];
};

const API_ROLES: ReadonlyMap<string, string> = new Map([
  ['pull', 'read'],
  ['push', 'write'],
]);

/** What pages call a role that an API tells of: `pull`, `WRITE` in GraphQL, or the name of a custom one. */
export function pageRole(told: string): string {
  const name = /^[A-Z]+$/.test(told) ? told.toLowerCase() : told;
  return API_ROLES.get(name) ?? name;
}

/** What the API wants to be told for a role. */
export function apiRole(role: string): string {
  return role === 'read' ? 'pull' : role === 'write' ? 'push' : role;
}

const LADDER = ['read', 'triage', 'write', 'maintain', 'admin'];

/** How far up a role of a repository stands; a custom one just above the one that it builds upon. Unknown: null. */
export function roleRank(role: string, custom: readonly GithubRepositoryRole[]): number | null {
  const rank = LADDER.indexOf(role);
  if (rank >= 0) return rank;
  const made = custom.find(({ name }) => name === role);
  const base = made === undefined ? -1 : LADDER.indexOf(made.baseRole);
  return base < 0 ? null : base + 0.5;
}
