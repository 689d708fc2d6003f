import { filledSeats } from '../rules/organization-invitations.ts';
import type { GithubOrganizationRecord } from '../world/github-records.ts';
import { nodeId } from './node-id.ts';

export function organizationSimpleJson(organization: GithubOrganizationRecord, origin: string) {
  const url = `${origin}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: nodeId('Organization', organization.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${origin}/avatars/u/${organization.id}?v=4`,
    description: null,
  };
}

/** What anybody sees. */
export function organizationPublicJson(organization: GithubOrganizationRecord, origin: string) {
  return {
    ...organizationSimpleJson(organization, origin),
    name: organization.name,
    html_url: `${origin}/${organization.login}`,
    is_verified: false,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: count(organization, 'public'),
    public_gists: 0,
    followers: 0,
    following: 0,
    type: 'Organization',
    created_at: new Date(organization.createdAt).toISOString(),
    updated_at: new Date(organization.updatedAt).toISOString(),
    archived_at: null,
  };
}

/** "To see the full details about an organization, the authenticated user must be an organization owner." */
export function organizationFullJson(organization: GithubOrganizationRecord, origin: string) {
  const hidden = organization.repositories.size - count(organization, 'public');
  const seats = organization.seats ?? undefined;
  return {
    ...organizationPublicJson(organization, origin),
    total_private_repos: hidden,
    owned_private_repos: hidden,
    private_gists: 0,
    disk_usage: 0,
    collaborators: 0,
    billing_email: `billing@${organization.login}.example`,
    plan: {
      name: organization.plan,
      space: 976_562_499,
      private_repos: 999_999,
      filled_seats: filledSeats(organization),
      ...(seats === undefined ? {} : { seats }),
    },
    default_repository_permission: organization.basePermission,
    members_can_create_repositories: true,
    two_factor_requirement_enabled: false,
    members_allowed_repository_creation_type: 'all',
    members_can_create_public_repositories: true,
    members_can_create_private_repositories: true,
    members_can_create_internal_repositories: organization.plan === 'enterprise',
    members_can_create_pages: true,
    members_can_fork_private_repositories: false,
    members_can_create_teams: true,
    web_commit_signoff_required: false,
    ...Object.fromEntries(organization.settings),
  };
}

function count(organization: GithubOrganizationRecord, visibility: string): number {
  return [...organization.repositories.values()].filter((one) => one.visibility === visibility).length;
}
