import { expect, it } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { type GithubStandInForTests, withGithub } from './open-github-stand-in.ts';

const SEED: GithubSeed = {
  users: [{ login: 'dan' }],
  organizations: [
    {
      login: 'acme',
      plan: 'enterprise',
      basePermission: 'none',
      owners: ['octavia'],
      members: ['ben', 'chi', 'eve'],
      repositories: [{ name: 'web' }, { name: 'site' }],
      organizationRoles: [{ name: 'auditor', permissions: ['read_audit_logs'] }],
      teams: [
        { name: 'Security', members: ['ben'] },
        { name: 'Incident', parent: 'Security', members: ['chi'] },
      ],
      roleAssignments: {
        security_manager: { teams: ['Security'], users: ['chi'] },
        auditor: { users: ['eve'] },
      },
    },
  ],
};

async function roleId(github: GithubStandInForTests, name: string): Promise<number> {
  const { roles } = (await github.ask('GET', '/orgs/acme/organization-roles')).body;
  return roles.find((role: { name: string }) => role.name === name).id;
}

it('lists what GitHub has and what the organization has, by where they come from', () =>
  withGithub({ seed: SEED }, async (github) => {
    const { total_count, roles } = (await github.ask('GET', '/orgs/acme/organization-roles')).body;
    const listed = roles.map((role: { name: string; source: string; base_role: string | null }) => [
      role.name,
      role.source,
      role.base_role,
    ]);
    expect(total_count).toBe(listed.length);
    expect(listed).toEqual([
      ['security_manager', 'Predefined', 'read'],
      ['all_repo_read', 'Predefined', 'read'],
      ['all_repo_triage', 'Predefined', 'triage'],
      ['all_repo_write', 'Predefined', 'write'],
      ['all_repo_maintain', 'Predefined', 'maintain'],
      ['all_repo_admin', 'Predefined', 'admin'],
      ['ci_cd_admin', 'Predefined', null],
      ['app_manager', 'Predefined', null],
      ['auditor', 'Organization', null],
    ]);
  }));

it('"Determines if the user has a direct, indirect, or mixed relationship to a role"', () =>
  withGithub({ seed: SEED }, async (github) => {
    const id = await roleId(github, 'security_manager');
    const users = (await github.ask('GET', `/orgs/acme/organization-roles/${id}/users`)).body;
    expect(users).toMatchObject([
      { login: 'chi', assignment: 'mixed', inherited_from: [{ slug: 'incident' }] },
      { login: 'ben', assignment: 'indirect', inherited_from: [{ slug: 'security' }] },
    ]);
    const teams = (await github.ask('GET', `/orgs/acme/organization-roles/${id}/teams`)).body;
    expect(teams).toMatchObject([
      { slug: 'security', assignment: 'direct' },
      { slug: 'incident', assignment: 'indirect' },
    ]);
  }));

it('assigns and revokes; 422 when "the user is not an organization member", 404 when "the organization, user or role does not exist"', () =>
  withGithub({ seed: SEED }, async (github) => {
    const id = await roleId(github, 'auditor');
    const path = '/orgs/acme/organization-roles';
    const holders = async (kind: 'users' | 'teams') =>
      (await github.ask('GET', `${path}/${id}/${kind}`)).body.length;
    expect((await github.ask('PUT', `${path}/users/ben/${id}`)).status).toBe(204);
    expect((await github.ask('PUT', `${path}/teams/security/${id}`)).status).toBe(204);
    expect([await holders('users'), await holders('teams')]).toEqual([3, 2]);
    for (const [status, wrong] of [
      [422, `users/dan/${id}`],
      [404, `users/nobody/${id}`],
      [404, 'users/ben/7'],
      [404, `teams/none/${id}`],
    ] as const) {
      expect((await github.ask('PUT', `${path}/${wrong}`)).status, wrong).toBe(status);
    }
    expect((await github.ask('DELETE', `${path}/users/ben/${id}`)).status).toBe(204);
    expect((await github.ask('DELETE', `${path}/users/eve`)).status).toBe(204);
    expect((await github.ask('DELETE', `${path}/teams/security`)).status).toBe(204);
    expect([await holders('users'), await holders('teams')]).toEqual([0, 0]);
  }));

it('"Creates a custom organization role"; those of GitHub stay as they are', () =>
  withGithub({ seed: SEED }, async (github) => {
    const path = '/orgs/acme/organization-roles';
    const made = await github.ask('POST', path, { name: 'runner', permissions: ['x'] });
    expect(made.body).toMatchObject({ name: 'runner', base_role: null, source: 'Organization' });
    expect((await github.ask('POST', path, { name: 'auditor', permissions: [] })).status).toBe(409);
    const changed = await github.ask('PATCH', `${path}/${made.body.id}`, { base_role: 'read' });
    expect(changed.body.base_role).toBe('read');
    expect((await github.ask('DELETE', `${path}/${made.body.id}`)).status).toBe(204);
    const predefined = await roleId(github, 'all_repo_read');
    expect((await github.ask('PATCH', `${path}/${predefined}`, { name: 'mine' })).status).toBe(422);
  }));

it('access that comes from a role shows as a grant of the team, with `access_source: organization` (terraform-provider-github #3178, #2781)', () =>
  withGithub({ seed: SEED }, async (github) => {
    const shown = (await github.ask('GET', '/orgs/acme/teams/incident/repos')).body;
    expect(shown).toMatchObject([
      { name: 'web', role_name: 'read' },
      { name: 'site', role_name: 'read' },
    ]);
    const teams = (await github.ask('GET', '/repos/acme/web/teams')).body;
    expect(teams).toMatchObject([
      { slug: 'security', permission: 'pull', access_source: 'organization' },
      { slug: 'incident', permission: 'pull', access_source: 'organization' },
    ]);
    await github.ask('PUT', '/orgs/acme/teams/security/repos/acme/web', { permission: 'push' });
    expect((await github.ask('GET', '/repos/acme/web/teams')).body[0]).toMatchObject({
      permission: 'push',
      access_source: 'direct',
    });
    // "There is presently not a way to differentiate between an organization level grant and a repository level grant."
    const permission = await github.ask('GET', '/repos/acme/site/collaborators/chi/permission');
    expect(permission.body.role_name).toBe('read');
    const asked = await github.graphql(`{ organization(login: "acme") { repository(name: "site") {
      collaborators(first: 5, login: "chi") { edges { permissionSources { roleName source { __typename } } } } } } }`);
    expect(asked.body.data.organization.repository.collaborators.edges[0].permissionSources).toEqual([
      { roleName: 'read', source: { __typename: 'Organization' } },
    ]);
  }));

it('custom repository roles are for organizations of Enterprise Cloud; to others the path is not there', async () => {
  await withGithub({ seed: SEED }, async (github) => {
    const listed = await github.ask('GET', '/orgs/acme/custom-repository-roles');
    expect(listed.body).toEqual({ total_count: 0, custom_roles: [] });
  });
  await withGithub({}, async (github) => {
    expect((await github.ask('GET', '/orgs/acme/custom-repository-roles')).status).toBe(404);
    const custom = await github.ask('POST', '/orgs/acme/organization-roles', { name: 'a', permissions: [] });
    expect(custom.status).toBe(422);
  });
});

it('"the Security Manager REST API … retired": it is a role now, and its paths are not there', () =>
  withGithub({ seed: SEED }, async (github) => {
    expect((await github.ask('GET', '/orgs/acme/security-managers')).status).toBe(404);
    expect((await github.ask('PUT', '/orgs/acme/security-managers/teams/security')).status).toBe(404);
  }));
