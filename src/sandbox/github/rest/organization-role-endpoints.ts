import { created, type GithubCall, NO_CONTENT, ok, type StandInEndpoint } from '../door/github-call.ts';
import { GithubRefusal, notFound, validationFailed } from '../rules/github-refusal.ts';
import { assignedTeams, usersOfRole } from '../rules/organization-role-holders.ts';
import type { GithubOrganizationRecord, GithubOrganizationRoleRecord } from '../world/github-records.ts';
import { choiceIn, isText, listIn, numberParam, requiredTextIn, textIn } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { accountJson, userJson } from './person-json.ts';
import { actorLogin, organizationOf, teamOf, userOf } from './place.ts';
import { teamJson, teamSimpleJson } from './team-json.ts';

const BASE_ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

export const ORGANIZATION_ROLE_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/organization-roles',
    need: NEEDS.readOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      const roles = [...organization.roles.values()];
      return ok({
        total_count: roles.length,
        roles: roles.map((role) => roleJson(call, organization, role)),
      });
    },
  },
  {
    method: 'POST',
    path: '/orgs/{org}/organization-roles',
    need: NEEDS.writeOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      if (organization.plan !== 'enterprise')
        throw new GithubRefusal(422, 'Custom organization roles need another plan.');
      const name = requiredTextIn(call, 'name');
      refuseTaken(organization, name, null);
      const base = choiceIn(call, 'base_role', BASE_ROLES) ?? 'none';
      const now = call.world.clock.now();
      const role: GithubOrganizationRoleRecord = {
        id: call.world.nextNumber(),
        name,
        description: textIn(call, 'description') ?? null,
        baseRole: base === 'none' ? null : base,
        source: 'Organization',
        permissions: listIn(call, 'permissions', isText),
        users: new Set(),
        teams: new Set(),
        createdAt: now,
        updatedAt: now,
      };
      organization.roles.set(role.id, role);
      return created(roleJson(call, organization, role));
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/organization-roles/{role_id}',
    need: NEEDS.readOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      return ok(roleJson(call, organization, roleOf(call, organization)));
    },
  },
  {
    method: 'PATCH',
    path: '/orgs/{org}/organization-roles/{role_id}',
    need: NEEDS.writeOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      const role = ownRole(call, organization);
      const name = textIn(call, 'name');
      if (name !== undefined) refuseTaken(organization, name, role);
      const base = choiceIn(call, 'base_role', BASE_ROLES);
      role.name = name ?? role.name;
      role.description = textIn(call, 'description') ?? role.description;
      if (base !== undefined) role.baseRole = base === 'none' ? null : base;
      if (call.body.permissions !== undefined) role.permissions = listIn(call, 'permissions', isText);
      role.updatedAt = call.world.clock.now();
      return ok(roleJson(call, organization, role));
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/organization-roles/{role_id}',
    need: NEEDS.writeOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      organization.roles.delete(ownRole(call, organization).id);
      return NO_CONTENT;
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/organization-roles/{role_id}/teams',
    need: NEEDS.readOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      return page(call, assignedTeams(organization, roleOf(call, organization)), ({ team, assignment }) => ({
        ...teamJson(organization, team, call.origin),
        assignment,
      }));
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/organization-roles/{role_id}/users',
    need: NEEDS.readOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      const users = usersOfRole(organization, roleOf(call, organization));
      return page(call, users, ({ userId, assignment, through }) => ({
        ...userJson(call.world.user(userId), call.origin),
        assignment,
        inherited_from: through.map((team) => teamSimpleJson(organization, team, call.origin)),
      }));
    },
  },
  {
    method: 'PUT',
    path: '/orgs/{org}/organization-roles/teams/{team_slug}/{role_id}',
    need: NEEDS.assignOrganizationRoles,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      roleOf(call, organization).teams.add(team.id);
      record(call, organization, 'organization_role.assign', { team: team.slug });
      return NO_CONTENT;
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/organization-roles/teams/{team_slug}/{role_id}',
    need: NEEDS.assignOrganizationRoles,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      roleOf(call, organization).teams.delete(team.id);
      record(call, organization, 'organization_role.revoke', { team: team.slug });
      return NO_CONTENT;
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/organization-roles/teams/{team_slug}',
    need: NEEDS.assignOrganizationRoles,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      for (const role of organization.roles.values()) role.teams.delete(team.id);
      record(call, organization, 'organization_role.revoke', { team: team.slug });
      return NO_CONTENT;
    },
  },
  {
    method: 'PUT',
    path: '/orgs/{org}/organization-roles/users/{username}/{role_id}',
    need: NEEDS.assignOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = userOf(call);
      const role = roleOf(call, organization);
      // 422 is told for a "user [who] is not an organization member".
      if (!organization.members.has(user.id)) {
        throw validationFailed('OrganizationRole', 'user', 'invalid', `${user.login} is not a member`);
      }
      role.users.add(user.id);
      record(call, organization, 'organization_role.assign', { user: user.login });
      return NO_CONTENT;
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/organization-roles/users/{username}/{role_id}',
    need: NEEDS.assignOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = userOf(call);
      roleOf(call, organization).users.delete(user.id);
      record(call, organization, 'organization_role.revoke', { user: user.login });
      return NO_CONTENT;
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/organization-roles/users/{username}',
    need: NEEDS.assignOrganizationRoles,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = userOf(call);
      for (const role of organization.roles.values()) role.users.delete(user.id);
      record(call, organization, 'organization_role.revoke', { user: user.login });
      return NO_CONTENT;
    },
  },
];

function roleOf(call: GithubCall, organization: GithubOrganizationRecord): GithubOrganizationRoleRecord {
  const role = organization.roles.get(numberParam(call, 'role_id'));
  if (role === undefined) throw notFound();
  return role;
}

/** Roles of GitHub and of an enterprise are not an organization's to change. */
function ownRole(call: GithubCall, organization: GithubOrganizationRecord): GithubOrganizationRoleRecord {
  const role = roleOf(call, organization);
  if (role.source === 'Organization') return role;
  throw validationFailed(
    'OrganizationRole',
    'role_id',
    'invalid',
    `${role.name} is not a role of this organization`,
  );
}

function refuseTaken(
  organization: GithubOrganizationRecord,
  name: string,
  self: GithubOrganizationRoleRecord | null,
): void {
  for (const role of organization.roles.values()) {
    if (role !== self && role.name === name)
      throw new GithubRefusal(409, 'A role with this name exists already.');
  }
}

function roleJson(
  call: GithubCall,
  organization: GithubOrganizationRecord,
  role: GithubOrganizationRoleRecord,
) {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    base_role: role.baseRole,
    source: role.source,
    permissions: role.permissions,
    organization: accountJson(organization, 'Organization', call.origin),
    created_at: new Date(role.createdAt).toISOString(),
    updated_at: new Date(role.updatedAt).toISOString(),
  };
}

function record(
  call: GithubCall,
  organization: GithubOrganizationRecord,
  action: string,
  of: { readonly team: string } | { readonly user: string },
): void {
  call.world.record(organization, { action, actor: actorLogin(call), ...of });
}
