import { expect, it } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { SMALL_SEED, withGithub } from './open-github-stand-in.ts';

/** Rules of membership, each under the sentence of GitHub's documentation that it follows. */

const DAY = 86_400;

interface Named {
  readonly login: string;
}

function seed(more: object): GithubSeed {
  const [acme] = SMALL_SEED.organizations;
  if (acme === undefined) throw new Error('no organization');
  return { ...SMALL_SEED, users: [{ login: 'dan' }], organizations: [{ ...acme, ...more }] };
}

const WITH_DAN = { seed: seed({}) };

it('"The user’s membership status will be `pending` until they accept the invitation."', () =>
  withGithub(WITH_DAN, async (github) => {
    const put = await github.ask('PUT', '/orgs/acme/memberships/dan', { role: 'admin' });
    expect(put.body).toMatchObject({ state: 'pending', role: 'admin', user: { login: 'dan' } });
    expect((await github.ask('GET', '/orgs/acme/members/dan')).status).toBe(404);
    expect((await github.ask('GET', '/orgs/acme/invitations')).body).toMatchObject([
      { login: 'dan', role: 'admin' },
    ]);
    // Asked again, there is one still, with the role that was asked for last.
    await github.ask('PUT', '/orgs/acme/memberships/dan', { role: 'member' });
    expect((await github.ask('GET', '/orgs/acme/invitations')).body).toMatchObject([
      { role: 'direct_member' },
    ]);
    github.accept('acme', 'dan');
    const get = await github.ask('GET', '/orgs/acme/memberships/dan');
    expect(get.body).toMatchObject({ state: 'active', role: 'member' });
    expect((await github.ask('GET', '/orgs/acme/invitations')).body).toEqual([]);
  }));

it('"Invitations expire after 7 days": they are failed then, and the membership is gone', () =>
  withGithub(WITH_DAN, async (github) => {
    await github.ask('PUT', '/orgs/acme/memberships/dan');
    github.clock.advance(7 * DAY - 1);
    expect((await github.ask('GET', '/orgs/acme/memberships/dan')).body.state).toBe('pending');
    github.clock.advance(1);
    expect((await github.ask('GET', '/orgs/acme/memberships/dan')).status).toBe(404);
    expect((await github.ask('GET', '/orgs/acme/invitations')).body).toEqual([]);
    const failed = (await github.ask('GET', '/orgs/acme/failed_invitations')).body;
    expect(failed).toMatchObject([{ login: 'dan', failed_at: '2026-12-06T12:00:00.000Z' }]);
    expect(failed[0].failed_reason).toMatch(/expired/);
    // Invited again, nothing has failed any more.
    await github.ask('PUT', '/orgs/acme/memberships/dan');
    expect((await github.ask('GET', '/orgs/acme/failed_invitations')).body).toEqual([]);
  }));

it.each([
  ['50', { plan: 'free', createdAt: '2026-11-20T00:00:00Z' }, 50],
  ['500: more than one month old', { plan: 'free', createdAt: '2026-10-01T00:00:00Z' }, 500],
  ['500: on a paid plan', { plan: 'team', createdAt: '2026-11-20T00:00:00Z' }, 500],
])(
  '"… limited to creating 50 organization invitations within a 24 hour period … more than one month old or on a paid plan, 500": %s',
  (_name, more, limit) =>
    withGithub({ seed: seed(more) }, async (github) => {
      const times = github.organization('acme').invitationTimes;
      const now = github.clock.now();
      for (let sent = 0; sent < limit; sent += 1) times.push(now);
      const refused = await github.ask('PUT', '/orgs/acme/memberships/dan');
      expect([refused.status, refused.body.errors[0].message]).toEqual([422, 'Over invitation rate limit']);
      github.clock.advance(DAY);
      expect((await github.ask('PUT', '/orgs/acme/memberships/dan')).status).toBe(200);
    }),
);

it('"… an unused license must be available before you can invite a new member"', () =>
  withGithub({ seed: seed({ seats: 4 }) }, async (github) => {
    // Three members and one outside collaborator have them all.
    expect((await github.ask('PUT', '/orgs/acme/memberships/dan')).status).toBe(422);
    await github.ask('DELETE', '/orgs/acme/outside_collaborators/hired-pen');
    expect((await github.ask('PUT', '/orgs/acme/memberships/dan')).status).toBe(200);
    expect((await github.ask('GET', '/orgs/acme')).body.plan).toMatchObject({ seats: 4, filled_seats: 4 });
  }));

it('"If the specified user has been invited to the organization, this will cancel their invitation."', () =>
  withGithub(WITH_DAN, async (github) => {
    await github.ask('PUT', '/orgs/acme/memberships/dan');
    expect((await github.ask('DELETE', '/orgs/acme/memberships/dan')).status).toBe(204);
    expect((await github.ask('GET', '/orgs/acme/invitations')).body).toEqual([]);
    expect((await github.ask('DELETE', '/orgs/acme/memberships/dan')).status).toBe(404);
  }));

it('"Authenticated users can update a user’s membership by passing the `role` parameter": at once', () =>
  withGithub({}, async (github) => {
    const put = await github.ask('PUT', '/orgs/acme/memberships/BEN', { role: 'admin' });
    expect(put.body).toMatchObject({ state: 'active', role: 'admin', user: { login: 'ben' } });
    const owners = (await github.ask('GET', '/orgs/acme/members?role=admin')).body;
    expect(owners.map(({ login }: Named) => login)).toEqual(['ben', 'octavia']);
    expect((await github.ask('PUT', '/orgs/acme/memberships/ben', { role: 'boss' })).status).toBe(422);
    expect((await github.ask('PUT', '/orgs/acme/memberships/nobody')).status).toBe(404);
  }));

it('the last owner stays, whoever asks: "Forbidden if user is the last owner of the organization"', () =>
  withGithub({}, async (github) => {
    const ways = [
      ['DELETE', '/orgs/acme/members/octavia'],
      ['DELETE', '/orgs/acme/memberships/octavia'],
      ['PUT', '/orgs/acme/outside_collaborators/octavia'],
    ] as const;
    for (const [method, path] of ways) expect((await github.ask(method, path)).status, path).toBe(403);
    expect((await github.ask('PUT', '/orgs/acme/memberships/octavia', { role: 'member' })).status).toBe(403);
    await github.ask('PUT', '/orgs/acme/memberships/ben', { role: 'admin' });
    expect((await github.ask('PUT', '/orgs/acme/memberships/octavia', { role: 'member' })).status).toBe(200);
  }));

it('"Removing a user from this list will remove them from all teams and they will no longer have any access to the organization’s repositories."', () =>
  withGithub(
    { seed: seed({ repositories: [{ name: 'web', collaborators: { chi: 'admin' } }, { name: 'site' }] }) },
    async (github) => {
      expect((await github.ask('DELETE', '/orgs/acme/members/chi')).status).toBe(204);
      expect(github.team('acme', 'frontend')).toEqual({});
      expect((await github.ask('GET', '/repos/acme/web/collaborators/chi')).status).toBe(404);
      expect((await github.ask('GET', '/orgs/acme/outside_collaborators')).body).toEqual([]);
      expect((await github.ask('DELETE', '/orgs/acme/members/chi')).status).toBe(404);
    },
  ));

it('"Although the API responds immediately, the additional permission updates might take some extra time to complete in the background."', () =>
  withGithub({ settlesAfter: 20 }, async (github) => {
    expect((await github.ask('DELETE', '/orgs/acme/members/chi')).status).toBe(204);
    expect((await github.ask('GET', '/orgs/acme/members/chi')).status).toBe(404);
    expect(github.team('acme', 'frontend')).toEqual({ chi: 'maintainer' });
    github.clock.advance(20);
    expect((await github.ask('GET', '/orgs/acme/teams/frontend/members')).body).toEqual([]);
    await github.ask('DELETE', '/repos/acme/web/collaborators/hired-pen');
    expect((await github.ask('GET', '/repos/acme/web/collaborators/hired-pen')).status).toBe(204);
    github.clock.advance(20);
    expect((await github.ask('GET', '/repos/acme/web/collaborators/hired-pen')).status).toBe(404);
  }));

it('"… they’ll only have access to the repositories that their current team membership allows. The user will no longer be a member."', () =>
  withGithub({}, async (github) => {
    expect((await github.ask('PUT', '/orgs/acme/outside_collaborators/chi')).status).toBe(204);
    const outside = (await github.ask('GET', '/orgs/acme/outside_collaborators')).body;
    expect(outside.map(({ login }: Named) => login)).toEqual(['hired-pen', 'chi']);
    const access = await github.ask('GET', '/repos/acme/site/collaborators/chi/permission');
    expect(access.body).toMatchObject({ permission: 'write', role_name: 'write' });
    expect(github.team('acme', 'frontend')).toEqual({});
    expect((await github.ask('PUT', '/orgs/acme/outside_collaborators/hired-pen')).status).toBe(403);
  }));

it('"Removing a user from this list will remove them from all the organization’s repositories"; 422 "if user is a member"', () =>
  withGithub({}, async (github) => {
    expect((await github.ask('DELETE', '/orgs/acme/outside_collaborators/ben')).status).toBe(422);
    expect((await github.ask('DELETE', '/orgs/acme/outside_collaborators/hired-pen')).status).toBe(204);
    expect((await github.ask('GET', '/orgs/acme/outside_collaborators')).body).toEqual([]);
  }));

it('"Managed user accounts are provisioned using SCIM, not invited": nobody is, and invitations are not there', () =>
  withGithub(
    {
      seed: {
        users: [
          { login: 'ida_corp', managedBy: 'corp' },
          { login: 'jo_corp', managedBy: 'corp' },
          { login: 'stranger' },
        ],
        organizations: [{ login: 'acme', plan: 'enterprise', managedUsers: 'corp', owners: ['ida_corp'] }],
      },
    },
    async (github) => {
      expect((await github.ask('PUT', '/orgs/acme/memberships/jo_corp')).body.state).toBe('active');
      expect((await github.ask('PUT', '/orgs/acme/memberships/stranger')).status).toBe(422);
      expect((await github.ask('GET', '/orgs/acme/invitations')).status).toBe(404);
      // "GraphQL does not resolve managed users where REST does."
      expect((await github.ask('GET', '/users/jo_corp')).body.login).toBe('jo_corp');
      const asked = await github.graphql('{ user(login: "jo_corp") { databaseId } }');
      expect(asked.body).toMatchObject({
        data: { user: null },
        errors: [{ type: 'NOT_FOUND', path: ['user'] }],
      });
    },
  ));

it('invitations are sent to people and to addresses, with teams: "Specify IDs for the teams you want to invite new members to."', () =>
  withGithub(WITH_DAN, async (github) => {
    const team = (await github.ask('GET', '/orgs/acme/teams/frontend')).body.id;
    const sent = await github.ask('POST', '/orgs/acme/invitations', {
      invitee_id: github.world.userByLogin('dan')?.id,
      team_ids: [team],
    });
    expect([sent.status, sent.body.login, sent.body.team_count]).toEqual([201, 'dan', 1]);
    const mailed = await github.ask('POST', '/orgs/acme/invitations', {
      email: 'new@acme.example',
      role: 'admin',
    });
    expect(mailed.body).toMatchObject({ login: null, email: 'new@acme.example', role: 'admin' });
    const teams = await github.ask('GET', `/orgs/acme/invitations/${sent.body.id}/teams`);
    expect(teams.body).toMatchObject([{ slug: 'frontend' }]);
    expect((await github.ask('GET', '/orgs/acme/teams/frontend/invitations')).body).toMatchObject([
      { login: 'dan' },
    ]);
    expect((await github.ask('DELETE', `/orgs/acme/invitations/${mailed.body.id}`)).status).toBe(204);
    github.accept('acme', 'dan');
    expect(github.team('acme', 'frontend')).toEqual({ chi: 'maintainer', dan: 'member' });
    const present = { invitee_id: github.world.userByLogin('ben')?.id };
    expect((await github.ask('POST', '/orgs/acme/invitations', present)).status).toBe(422);
    expect((await github.ask('POST', '/orgs/acme/invitations', {})).status).toBe(422);
  }));

it('"List the users blocked by an organization": to owners, and whoever is blocked is not invited', () =>
  withGithub({ seed: { ...seed({ blocked: ['dan'] }), users: [{ login: 'dan' }] } }, async (github) => {
    expect((await github.ask('GET', '/orgs/acme/blocks')).body).toMatchObject([{ login: 'dan' }]);
    const refused = await github.ask('PUT', '/orgs/acme/memberships/dan', { role: 'member' });
    expect(refused.status).toBe(422);
    expect((await github.ask('GET', '/orgs/acme/invitations')).body).toEqual([]);
  }));

it('"… now return a 451 status code instead of 403" for who is under trade controls, since version 2026-03-10', () =>
  withGithub(
    {
      seed: {
        users: [{ login: 'sanctioned', tradeControlled: true }],
        organizations: [{ login: 'acme', owners: ['octavia'], members: ['sanctioned'] }],
      },
    },
    async (github) => {
      const newer = { 'x-github-api-version': '2026-03-10' };
      for (const [method, path] of [
        ['PUT', '/orgs/acme/memberships/sanctioned'],
        ['DELETE', '/orgs/acme/members/sanctioned'],
      ] as const) {
        expect((await github.ask(method, path)).status).toBe(403);
        expect((await github.ask(method, path, undefined, newer)).status).toBe(451);
      }
      expect((await github.ask('GET', '/orgs/acme/members')).body).toHaveLength(2);
    },
  ));
