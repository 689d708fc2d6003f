import { expect, it } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { withGithub } from './open-github-stand-in.ts';

/** Rules of access to repositories, each under the sentence of GitHub's documentation that it follows. */

interface Named {
  readonly login: string;
}

const SEED: GithubSeed = {
  users: [{ login: 'dan' }],
  organizations: [
    {
      login: 'acme',
      plan: 'enterprise',
      basePermission: 'none',
      owners: ['octavia'],
      members: ['ben', 'chi', 'eve'],
      customRepositoryRoles: [{ name: 'releaser', base: 'write', permissions: ['create_tag'] }],
      repositories: [
        { name: 'web', collaborators: { 'hired-pen': 'write', eve: 'maintain' } },
        { name: 'site', visibility: 'public' },
        { name: 'attic', archived: true, collaborators: { ben: 'read' } },
        { name: 'new-name', formerNames: ['old-name'] },
      ],
      teams: [
        { name: 'Engineering', members: ['ben'], repositories: { web: 'triage' } },
        { name: 'Frontend', parent: 'Engineering', members: ['chi'], repositories: { site: 'releaser' } },
      ],
    },
  ],
};

const logins = (body: readonly Named[]) => body.map(({ login }) => login);

it('child teams have the access of their parents: "Repositories inherited through a parent team will also be checked."', () =>
  withGithub({ seed: SEED }, async (github) => {
    const repos = (await github.ask('GET', '/orgs/acme/teams/frontend/repos')).body;
    expect(repos.map((one: { name: string; role_name: string }) => [one.name, one.role_name])).toEqual([
      ['site', 'releaser'],
      ['web', 'triage'],
    ]);
    expect((await github.ask('GET', '/orgs/acme/teams/frontend/repos/acme/web')).status).toBe(204);
    const accept = { accept: 'application/vnd.github.v3.repository+json' };
    const detailed = await github.ask('GET', '/orgs/acme/teams/frontend/repos/acme/site', undefined, accept);
    expect(detailed.body).toMatchObject({
      role_name: 'releaser',
      permissions: { push: true, maintain: false },
    });
    expect((await github.ask('GET', '/orgs/acme/teams/engineering/repos/acme/site')).status).toBe(404);
    // What is inherited is not the child's to give up.
    expect((await github.ask('DELETE', '/orgs/acme/teams/frontend/repos/acme/web')).status).toBe(204);
    expect((await github.ask('GET', '/orgs/acme/teams/frontend/repos/acme/web')).status).toBe(204);
  }));

it('"We accept the following permissions to be set: `pull`, `triage`, `push`, `maintain`, `admin` and … a custom repository role name"', () =>
  withGithub({ seed: SEED }, async (github) => {
    const put = (permission: string) =>
      github.ask('PUT', '/orgs/acme/teams/engineering/repos/acme/site', { permission });
    const shown = async () =>
      (await github.ask('GET', '/orgs/acme/teams/engineering/repos')).body[1].role_name;
    for (const [permission, role] of [
      ['pull', 'read'],
      ['triage', 'triage'],
      ['push', 'write'],
      ['maintain', 'maintain'],
      ['admin', 'admin'],
      ['releaser', 'releaser'],
    ] as const) {
      expect((await put(permission)).status, permission).toBe(204);
      expect(await shown()).toBe(role);
    }
    for (const unknown of ['read', 'boss', '']) expect((await put(unknown)).status, unknown).toBe(422);
    expect(await shown()).toBe('releaser');
    // "If no permission is specified, the team's `permission` attribute will be used."
    expect((await github.ask('PUT', '/orgs/acme/teams/engineering/repos/acme/site')).status).toBe(204);
    expect(await shown()).toBe('read');
    expect((await github.ask('PUT', '/orgs/acme/teams/engineering/repos/acme/none')).status).toBe(404);
    const elsewhere = await github.ask('PUT', '/orgs/acme/teams/engineering/repos/other/site');
    expect(elsewhere.status).toBe(422);
  }));

it('a custom role reads as the role it builds upon in GraphQL, and only `roleName` has its name', () =>
  withGithub({ seed: SEED }, async (github) => {
    const asked = await github.graphql(`{ organization(login: "acme") {
      team(slug: "frontend") { repositories(first: 5) { edges { permission node { name } } } }
      repository(name: "site") { collaborators(first: 5, login: "chi") { edges { permission
        permissionSources { permission roleName source { ... on Team { slug } } } } } } } }`);
    const { team, repository } = asked.body.data.organization;
    expect(team.repositories.edges[0]).toEqual({ permission: 'WRITE', node: { name: 'site' } });
    expect(repository.collaborators.edges[0]).toEqual({
      permission: 'WRITE',
      permissionSources: [{ permission: 'WRITE', roleName: 'releaser', source: { slug: 'frontend' } }],
    });
  }));

it('"Repository was archived so is read-only": no grant changes', () =>
  withGithub({ seed: SEED }, async (github) => {
    const ways = [
      ['PUT', '/orgs/acme/teams/engineering/repos/acme/attic', { permission: 'pull' }],
      ['DELETE', '/orgs/acme/teams/engineering/repos/acme/attic', undefined],
      ['PUT', '/repos/acme/attic/collaborators/chi', { permission: 'pull' }],
      ['DELETE', '/repos/acme/attic/collaborators/ben', undefined],
      ['PATCH', '/repos/acme/attic', { description: 'old' }],
    ] as const;
    for (const [method, path, body] of ways) {
      const refused = await github.ask(method, path, body);
      expect([refused.status, refused.body.message], path).toEqual([
        403,
        'Repository was archived so is read-only.',
      ]);
    }
    expect((await github.ask('PATCH', '/repos/acme/attic', { archived: false })).body.archived).toBe(false);
    expect((await github.ask('DELETE', '/repos/acme/attic/collaborators/ben')).status).toBe(204);
  }));

it('"The list of collaborators includes outside collaborators, … direct collaborators, … access through team memberships, … default organization permissions, and organization owners."', () =>
  withGithub({ seed: SEED }, async (github) => {
    const listed = async (query: string) =>
      logins((await github.ask('GET', `/repos/acme/web/collaborators${query}`)).body).sort();
    expect(await listed('')).toEqual(['ben', 'chi', 'eve', 'hired-pen', 'octavia']);
    expect(await listed('?affiliation=direct')).toEqual(['eve', 'hired-pen']);
    expect(await listed('?affiliation=outside')).toEqual(['hired-pen']);
    expect(await listed('?permission=triage')).toEqual(['ben', 'chi']);
    await github.ask('PATCH', '/orgs/acme', { default_repository_permission: 'read' });
    expect(logins((await github.ask('GET', '/repos/acme/site/collaborators')).body).sort()).toEqual([
      'ben',
      'chi',
      'eve',
      'octavia',
    ]);
    expect((await github.ask('GET', '/repos/acme/web/collaborators?affiliation=some')).status).toBe(422);
  }));

it('"… the `maintain` role is mapped to `write` and the `triage` role is mapped to `read`. The `role_name` … the name of the assigned role"', () =>
  withGithub({ seed: SEED }, async (github) => {
    const of = async (login: string, repository = 'web') => {
      const { body } = await github.ask('GET', `/repos/acme/${repository}/collaborators/${login}/permission`);
      return [body.permission, body.role_name];
    };
    expect(await of('eve')).toEqual(['write', 'maintain']);
    expect(await of('ben')).toEqual(['read', 'triage']);
    expect(await of('octavia')).toEqual(['admin', 'admin']);
    expect(await of('dan')).toEqual(['none', 'none']);
    expect(await of('chi', 'site')).toEqual(['write', 'releaser']);
    // Anybody may read what is public.
    expect(await of('dan', 'site')).toEqual(['read', 'read']);
  }));

it('201 "when a new invitation is created", 204 when "an organization member is added as an individual collaborator"', () =>
  withGithub({ seed: SEED }, async (github) => {
    const path = '/repos/acme/web/collaborators';
    expect((await github.ask('PUT', `${path}/ben`, { permission: 'admin' })).status).toBe(204);
    expect((await github.ask('PUT', `${path}/hired-pen`, { permission: 'maintain' })).status).toBe(204);
    const invited = await github.ask('PUT', `${path}/dan`, { permission: 'pull' });
    expect(invited.status).toBe(201);
    expect(invited.body).toMatchObject({ permissions: 'read', invitee: { login: 'dan' }, expired: false });
    expect((await github.ask('GET', `${path}/dan`)).status).toBe(404);
    const invitations = '/repos/acme/web/invitations';
    const changed = await github.ask('PATCH', `${invitations}/${invited.body.id}`, { permissions: 'triage' });
    expect(changed.body.permissions).toBe('triage');
    github.clock.advance(7 * 86_400);
    expect((await github.ask('GET', invitations)).body).toMatchObject([{ expired: true }]);
    const again = await github.ask('PUT', `${path}/dan`, { permission: 'push' });
    expect(again.body.id).not.toBe(invited.body.id);
    expect((await github.ask('DELETE', `${invitations}/${invited.body.id}`)).status).toBe(204);
    expect((await github.ask('GET', invitations)).body).toMatchObject([
      { permissions: 'write', expired: false },
    ]);
    // Removing somebody takes the invitation too.
    expect((await github.ask('DELETE', `${path}/dan`)).status).toBe(204);
    expect((await github.ask('GET', invitations)).body).toEqual([]);
  }));

it('"Cannot assign {member} permission of {role name}": no role below the base permission', () =>
  withGithub({ seed: SEED }, async (github) => {
    await github.ask('PATCH', '/orgs/acme', { default_repository_permission: 'write' });
    const put = (permission: string) =>
      github.ask('PUT', '/repos/acme/web/collaborators/ben', { permission });
    const refused = await put('triage');
    expect([refused.status, refused.body.errors[0].message]).toEqual([
      422,
      'Cannot assign ben permission of triage',
    ]);
    expect((await put('push')).status).toBe(204);
    // The base permission is for members alone.
    expect(
      (await github.ask('PUT', '/repos/acme/web/collaborators/hired-pen', { permission: 'pull' })).status,
    ).toBe(204);
  }));

it('"a 301 … a 307": a repository with another name leads on, by its number', () =>
  withGithub({ seed: SEED }, async (github) => {
    const id = (await github.ask('GET', '/repos/acme/new-name')).body.id;
    const moved = await github.ask('GET', '/repos/acme/old-name/collaborators');
    expect([moved.status, moved.headers.get('location')]).toEqual([
      301,
      `${github.url}/repositories/${id}/collaborators`,
    ]);
    expect((await github.ask('GET', moved.headers.get('location') ?? '')).status).toBe(200);
    const write = await github.ask('PUT', '/repos/acme/old-name/collaborators/ben', { permission: 'pull' });
    expect(write.status).toBe(307);
    await github.ask('PATCH', '/repos/acme/new-name', { name: 'newest' });
    expect((await github.ask('GET', '/repos/acme/new-name')).status).toBe(301);
    // The name is free, and belongs to whoever takes it.
    const taken = await github.ask('POST', '/orgs/acme/repos', { name: 'new-name', private: true });
    expect(taken.body.visibility).toBe('private');
    expect((await github.ask('GET', '/repos/acme/new-name')).body.id).toBe(taken.body.id);
    expect((await github.ask('POST', '/orgs/acme/repos', { name: 'NEWEST' })).status).toBe(422);
    expect((await github.ask('DELETE', '/repos/acme/newest')).status).toBe(204);
    expect((await github.ask('GET', '/repos/acme/newest')).status).toBe(404);
  }));

it('a login that was renamed is free, and the number stays: "their durable user `ID` instead of their `login`, which can change over time"', () =>
  withGithub({ seed: SEED }, async (github) => {
    const ben = github.world.userByLogin('ben');
    if (ben === undefined) throw new Error('no ben');
    github.world.renameUser(ben, 'benjamin');
    expect((await github.ask('GET', '/users/ben')).status).toBe(404);
    expect((await github.ask('GET', `/user/${ben.id}`)).body.login).toBe('benjamin');
    expect((await github.ask('GET', '/orgs/acme/members/ben')).status).toBe(404);
    expect(github.team('acme', 'engineering')).toEqual({ benjamin: 'member' });
    github.world.removeUser(ben);
    expect((await github.ask('GET', `/user/${ben.id}`)).status).toBe(404);
    expect(github.team('acme', 'engineering')).toEqual({});
  }));
