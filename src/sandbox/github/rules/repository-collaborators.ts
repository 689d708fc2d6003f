import type { GithubOrganizationRecord, GithubRepositoryRecord } from '../world/github-records.ts';
import { organizationRolesOf } from './repository-access.ts';
import { descendantsAndSelf } from './team-tree.ts';

export type GithubAffiliation = 'all' | 'direct' | 'outside';

/**
 * "… the list of collaborators includes outside collaborators, organization members that are direct collaborators,
 * organization members with access through team memberships, … through default organization permissions, and owners."
 */
export function collaboratorsOf(
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
  affiliation: GithubAffiliation,
): readonly number[] {
  const direct = [...repository.collaborators.keys()];
  if (affiliation === 'outside') return direct.filter((id) => !organization.members.has(id));
  if (affiliation === 'direct') return direct;
  const people = new Set(direct);
  for (const [id, role] of organization.members) {
    if (role === 'admin' || organization.basePermission !== 'none') people.add(id);
    else if (organizationRolesOf(organization, id).some(({ baseRole }) => baseRole !== null)) people.add(id);
  }
  for (const team of organization.teams.values()) {
    if (!team.repositories.has(repository.id)) continue;
    for (const { members } of descendantsAndSelf(organization, team)) {
      for (const id of members.keys()) people.add(id);
    }
  }
  return [...people];
}
