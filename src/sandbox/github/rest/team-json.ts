import { baseRoleOf, teamRepositories } from '../rules/repository-access.ts';
import { teamMembers } from '../rules/team-membership.ts';
import type { GithubOrganizationRecord, GithubTeamRecord } from '../world/github-records.ts';
import { nodeId } from './node-id.ts';
import { organizationPublicJson } from './organization-json.ts';
import { roleFlags, toRestPermission } from './repository-role.ts';

export function teamSimpleJson(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
  origin: string,
) {
  const url = `${origin}/organizations/${organization.id}/team/${team.id}`;
  const enterprise = team.source === 'enterprise';
  return {
    id: team.id,
    node_id: nodeId('Team', team.id),
    name: team.name,
    slug: team.slug,
    description: team.description,
    privacy: team.privacy,
    notification_setting: team.notifications ? 'notifications_enabled' : 'notifications_disabled',
    permission: team.permission,
    url,
    html_url: `${origin}/orgs/${organization.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: enterprise ? 'enterprise' : 'organization',
    ...(enterprise ? { enterprise_id: 1 } : { organization_id: organization.id }),
  };
}

export function teamJson(organization: GithubOrganizationRecord, team: GithubTeamRecord, origin: string) {
  const parent = team.parentId === null ? undefined : organization.teams.get(team.parentId);
  return {
    ...teamSimpleJson(organization, team, origin),
    parent: parent === undefined ? null : teamSimpleJson(organization, parent, origin),
  };
}

/** A team as a repository lists it: with what it may do there. */
export function teamOnRepositoryJson(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
  role: string,
  accessSource: 'direct' | 'organization',
  origin: string,
) {
  const base = baseRoleOf(organization, role);
  return {
    ...teamJson(organization, team, origin),
    permission: role === base ? toRestPermission(base) : role,
    permissions: roleFlags(base),
    access_source: accessSource,
  };
}

export function teamFullJson(organization: GithubOrganizationRecord, team: GithubTeamRecord, origin: string) {
  return {
    ...teamJson(organization, team, origin),
    members_count: teamMembers(organization, team).length,
    repos_count: teamRepositories(organization, team).size,
    created_at: new Date(team.createdAt).toISOString(),
    updated_at: new Date(team.updatedAt).toISOString(),
    organization: organizationPublicJson(organization, origin),
  };
}
