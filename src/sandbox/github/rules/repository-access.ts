import type {
  GithubOrganizationRecord,
  GithubRepositoryRecord,
  GithubTeamRecord,
} from '../world/github-records.ts';
import type { GithubBaseRole } from '../world/github-seed.ts';
import { ancestorsAndSelf, descendantsAndSelf } from './team-tree.ts';

/** One reason why a person may do something in a repository. */
export interface GithubGrant {
  readonly from: 'organization' | 'repository' | GithubTeamRecord;
  /** The name of a role, custom ones among them. */
  readonly role: string;
}

const ORDER: readonly GithubBaseRole[] = ['read', 'triage', 'write', 'maintain', 'admin'];

export function isBaseRole(name: string): name is GithubBaseRole {
  return ORDER.some((role) => role === name);
}

/** The role of GitHub's own that a role is or builds upon. */
export function baseRoleOf(organization: GithubOrganizationRecord, role: string): GithubBaseRole {
  if (isBaseRole(role)) return role;
  for (const custom of organization.repositoryRoles.values()) if (custom.name === role) return custom.base;
  throw new Error(`${organization.login} has no repository role ${role}`);
}

/** A custom role stands just above the one that it builds upon. */
export function rankOf(organization: GithubOrganizationRecord, role: string): number {
  const rank = ORDER.indexOf(baseRoleOf(organization, role));
  return isBaseRole(role) ? rank : rank + 0.5;
}

export function highestRole(organization: GithubOrganizationRecord, roles: Iterable<string>): string | null {
  let highest: string | null = null;
  for (const role of roles) {
    if (highest === null || rankOf(organization, role) > rankOf(organization, highest)) highest = role;
  }
  return highest;
}

/** "The calculated permissions are the highest role … considering all sources of grants". */
export function grantsOf(
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
  userId: number,
): readonly GithubGrant[] {
  const grants: GithubGrant[] = [];
  const membership = organization.members.get(userId);
  if (membership === 'admin') grants.push({ from: 'organization', role: 'admin' });
  if (membership !== undefined && organization.basePermission !== 'none') {
    grants.push({ from: 'organization', role: organization.basePermission });
  }
  for (const role of organizationRolesOf(organization, userId)) {
    if (role.baseRole !== null) grants.push({ from: 'organization', role: role.baseRole });
  }
  const direct = repository.collaborators.get(userId);
  if (direct !== undefined) grants.push({ from: 'repository', role: direct });
  for (const source of organization.teams.values()) {
    const role = source.repositories.get(repository.id);
    if (role === undefined) continue;
    // Members of a child team are members of its parents too.
    const reached = descendantsAndSelf(organization, source).some(({ members }) => members.has(userId));
    if (reached) grants.push({ from: source, role });
  }
  return grants;
}

export function organizationRolesOf(organization: GithubOrganizationRecord, userId: number) {
  const roles = [];
  for (const role of organization.roles.values()) {
    if (
      role.users.has(userId) ||
      teamsOfRole(organization, role.teams).some((team) => team.members.has(userId))
    ) {
      roles.push(role);
    }
  }
  return roles;
}

/** Teams that hold a role, those below them among these. */
export function teamsOfRole(
  organization: GithubOrganizationRecord,
  holders: ReadonlySet<number>,
): readonly GithubTeamRecord[] {
  if (holders.size === 0) return [];
  return [...organization.teams.values()].filter((team) =>
    ancestorsAndSelf(organization, team).some(({ id }) => holders.has(id)),
  );
}

/** The role that a person has in the end; null for none. */
export function effectiveRole(
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
  userId: number,
): string | null {
  const grants = grantsOf(organization, repository, userId);
  const highest = highestRole(
    organization,
    grants.map(({ role }) => role),
  );
  return highest ?? (repository.visibility === 'public' ? 'read' : null);
}

/** Repositories of a team, its parents' among them: a child team has the access of its parents. */
export function teamRepositories(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const add = (id: number, role: string) => {
    const known = found.get(id);
    if (known === undefined || rankOf(organization, role) > rankOf(organization, known)) found.set(id, role);
  };
  const line = ancestorsAndSelf(organization, team);
  for (const source of line) for (const [id, role] of source.repositories) add(id, role);
  // As people see it: a role of the organization shows as a grant of the team (terraform-provider-github #3178).
  for (const role of organization.roles.values()) {
    const { baseRole } = role;
    if (baseRole === null || !line.some(({ id }) => role.teams.has(id))) continue;
    for (const id of organization.repositories.keys()) add(id, baseRole);
  }
  return found;
}
