import { type GithubCall, ok, type StandInEndpoint } from '../door/github-call.ts';
import { notFound } from '../rules/github-refusal.ts';
import type { GithubOrganizationRecord, GithubRepositoryRoleRecord } from '../world/github-records.ts';
import { numberParam } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { accountJson } from './person-json.ts';
import { organizationOf } from './place.ts';

/** Only organizations of GitHub Enterprise Cloud have them; to others the paths are not there. */
export const REPOSITORY_ROLE_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/custom-repository-roles',
    need: NEEDS.readRepositoryRoles,
    handle: (call) => {
      const organization = withRoles(call);
      const roles = [...organization.repositoryRoles.values()];
      return ok({
        total_count: roles.length,
        custom_roles: roles.map((role) => roleJson(call, organization, role)),
      });
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/custom-repository-roles/{role_id}',
    need: NEEDS.readRepositoryRoles,
    handle: (call) => {
      const organization = withRoles(call);
      const role = organization.repositoryRoles.get(numberParam(call, 'role_id'));
      if (role === undefined) throw notFound();
      return ok(roleJson(call, organization, role));
    },
  },
];

function withRoles(call: GithubCall): GithubOrganizationRecord {
  const organization = organizationOf(call);
  if (organization.plan !== 'enterprise') throw notFound();
  return organization;
}

function roleJson(
  call: GithubCall,
  organization: GithubOrganizationRecord,
  role: GithubRepositoryRoleRecord,
) {
  const at = new Date(role.createdAt).toISOString();
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    base_role: role.base,
    permissions: role.permissions,
    organization: accountJson(organization, 'Organization', call.origin),
    created_at: at,
    updated_at: at,
  };
}
