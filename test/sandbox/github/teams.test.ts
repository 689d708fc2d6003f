import { expect, it } from 'vitest';
import type { GithubSeedTeam } from '../../../src/sandbox/github/world/github-seed.ts';
import { SMALL_SEED, withGithub } from './open-github-stand-in.ts';

/** Rules of teams, each under the sentence of GitHub's documentation that it follows. */

interface Slugged {
  readonly slug: string;
}

const create = (name: string, more: object = {}) => ['POST', '/orgs/acme/teams', { name, ...more }] as const;

function withTeams(...teams: readonly GithubSeedTeam[]) {
  const [acme] = SMALL_SEED.organizations;
  if (acme === undefined) throw new Error('no organization');
  return { seed: { organizations: [{ ...acme, teams: [...(acme.teams ?? []), ...teams] }] } };
}

it.each([
  ['My TEam Näme', 'my-team-name'],
  ['sig: docs / reviewers', 'sig-docs-reviewers'],
  ['k8s_infra', 'k8s_infra'],
  ['  spaced  ', 'spaced'],
])(
  '"GitHub replaces special characters in the `name`, changes all words to lowercase, and replaces spaces": %s → %s',
  (name, slug) =>
    withGithub({}, async (github) => {
      expect((await github.ask(...create(name))).body).toMatchObject({ name, slug });
    }),
);

it('the slug follows the name when it changes, the number stays, and the old slug leads nowhere', () =>
  withGithub({}, async (github) => {
    const { id } = (await github.ask('GET', '/orgs/acme/teams/frontend')).body;
    const renamed = await github.ask('PATCH', '/orgs/acme/teams/frontend', { name: 'Web People' });
    expect([renamed.status, renamed.body.id, renamed.body.slug]).toEqual([201, id, 'web-people']);
    expect((await github.ask('GET', '/orgs/acme/teams/frontend')).status).toBe(404);
    expect((await github.ask('GET', `/teams/${id}`)).body.slug).toBe('web-people');
    const organization = github.organization('acme').id;
    expect((await github.ask('GET', `/organizations/${organization}/team/${id}`)).body.slug).toBe(
      'web-people',
    );
    expect((await github.ask('GET', `/organizations/${organization + 1}/team/${id}`)).status).toBe(404);
    // "Response when the updated information already exists."
    expect((await github.ask('PATCH', '/orgs/acme/teams/web-people', { name: 'Web People' })).status).toBe(
      200,
    );
    const taken = await github.ask('PATCH', '/orgs/acme/teams/web-people', { name: 'engineering' });
    expect([taken.status, taken.body.errors[0].code]).toEqual([422, 'already_exists']);
    expect((await github.ask(...create('ENGINEERING'))).status).toBe(422);
  }));

it('"Default: `secret`. For a parent or child team: … Default for child team: `closed`"', () =>
  withGithub({}, async (github) => {
    expect((await github.ask(...create('alone'))).body.privacy).toBe('secret');
    const parent = (await github.ask('GET', '/orgs/acme/teams/engineering')).body.id;
    expect((await github.ask(...create('below', { parent_team_id: parent }))).body).toMatchObject({
      privacy: 'closed',
      parent: { slug: 'engineering' },
    });
    const bySlug = await github.ask(...create('below too', { parent_team_slug: 'frontend' }));
    expect(bySlug.body.parent.slug).toBe('frontend');
  }));

it('"When a team is nested, the `privacy` for parent teams cannot be `secret`": nor that of the child', () =>
  withGithub({}, async (github) => {
    const parent = (await github.ask('GET', '/orgs/acme/teams/engineering')).body.id;
    const alone = (await github.ask(...create('alone', { privacy: 'secret' }))).body.id;
    const refused: readonly (readonly [string, string, object])[] = [
      create('below', { parent_team_id: parent, privacy: 'secret' }),
      create('below', { parent_team_id: alone }),
      ['PATCH', '/orgs/acme/teams/engineering', { privacy: 'secret' }],
      ['PATCH', '/orgs/acme/teams/frontend', { privacy: 'secret' }],
      ['PATCH', '/orgs/acme/teams/alone', { parent_team_id: parent }],
      // A team below itself.
      ['PATCH', '/orgs/acme/teams/engineering', { parent_team_slug: 'frontend' }],
      create('below', { parent_team_id: 12 }),
    ];
    for (const request of refused)
      expect((await github.ask(...request)).status, JSON.stringify(request)).toBe(422);
    const both = { parent_team_id: parent, privacy: 'closed' };
    expect((await github.ask('PATCH', '/orgs/acme/teams/alone', both)).body.parent.slug).toBe('engineering');
    const top = await github.ask('PATCH', '/orgs/acme/teams/alone', { parent_team_id: null });
    expect(top.body.parent).toBeNull();
  }));

it('"… deleting a parent team will delete all of its child teams as well"', () =>
  withGithub(withTeams({ name: 'Buttons', parent: 'Frontend' }, { name: 'Ops' }), async (github) => {
    expect((await github.ask('GET', '/orgs/acme/teams/engineering/teams')).body).toMatchObject([
      { slug: 'frontend' },
    ]);
    expect((await github.ask('DELETE', '/orgs/acme/teams/engineering')).status).toBe(204);
    const left = (await github.ask('GET', '/orgs/acme/teams')).body;
    expect(left.map(({ slug }: Slugged) => slug)).toEqual(['ops']);
  }));

it('"When you create a new team, you automatically become a team maintainer"; an App is nobody who could', () =>
  withGithub({}, async (github) => {
    await github.ask(...create('mine', { maintainers: ['ben'] }));
    expect(github.team('acme', 'mine')).toEqual({ ben: 'maintainer', octavia: 'maintainer' });
    expect((await github.ask(...create('other', { maintainers: ['hired-pen'] }))).status).toBe(422);
  }));

it('"The `role` for organization owners is set to `maintainer`."', () =>
  withGithub({}, async (github) => {
    const put = await github.ask('PUT', '/orgs/acme/teams/frontend/memberships/octavia', { role: 'member' });
    expect(put.body).toMatchObject({ role: 'maintainer', state: 'active' });
    const maintainers = await github.ask('GET', '/orgs/acme/teams/frontend/members?role=maintainer');
    expect(maintainers.body).toHaveLength(2);
    // Of a team that they are not in they are no members, though they may change it.
    expect((await github.ask('GET', '/orgs/acme/teams/engineering/memberships/octavia')).status).toBe(200);
    await github.ask('DELETE', '/orgs/acme/teams/frontend/memberships/octavia');
    expect((await github.ask('GET', '/orgs/acme/teams/engineering/memberships/octavia')).status).toBe(404);
  }));

it('"Team members will include the members of child teams"; `inherited` is whether "only through a child team"', () =>
  withGithub({}, async (github) => {
    const members = (await github.ask('GET', '/orgs/acme/teams/engineering/members')).body;
    expect(members).toMatchObject([
      { login: 'ben', role: 'member', inherited: false },
      { login: 'chi', role: 'member', inherited: true },
    ]);
    const membership = await github.ask('GET', '/orgs/acme/teams/engineering/memberships/chi');
    expect(membership.body).toMatchObject({ role: 'member', state: 'active' });
    // GraphQL tells them apart, and REST counts them together.
    const asked = await github.graphql(`{ organization(login: "acme") { team(slug: "engineering") {
      all: members(first: 10) { totalCount }
      own: members(first: 10, membership: IMMEDIATE) { totalCount }
      below: members(first: 10, membership: CHILD_TEAM) { nodes { login } } } } }`);
    expect(asked.body.data.organization.team).toEqual({
      all: { totalCount: 2 },
      own: { totalCount: 1 },
      below: { nodes: [{ login: 'chi' }] },
    });
  }));

it('"When an organization owner adds someone … not part of the team’s organization, … membership will be in the pending state until the person accepts"', () =>
  withGithub({}, async (github) => {
    const put = await github.ask('PUT', '/orgs/acme/teams/frontend/memberships/hired-pen', {
      role: 'maintainer',
    });
    expect(put.body).toMatchObject({ state: 'pending', role: 'maintainer' });
    expect((await github.ask('GET', '/orgs/acme/memberships/hired-pen')).body.state).toBe('pending');
    expect((await github.ask('GET', '/orgs/acme/teams/frontend/members')).body).toHaveLength(1);
    github.accept('acme', 'hired-pen');
    expect(github.team('acme', 'frontend')).toEqual({ chi: 'maintainer', 'hired-pen': 'maintainer' });
    expect((await github.ask('DELETE', '/orgs/acme/teams/frontend/memberships/hired-pen')).status).toBe(204);
    // "Removing team membership does not delete the user, it just removes their membership from the team."
    expect((await github.ask('GET', '/orgs/acme/members/hired-pen')).status).toBe(204);
    expect((await github.ask('DELETE', '/orgs/acme/teams/frontend/memberships/hired-pen')).status).toBe(404);
  }));

it.each(['team-sync', 'external-group', 'enterprise'] as const)(
  '"When you have team synchronization set up … you will see an error if you attempt to use the API for making changes to the team’s membership": %s',
  (source) =>
    withGithub(withTeams({ name: 'Kept', source, members: ['ben'], groups: ['people'] }), async (github) => {
      // "ent:" is before the slugs of teams of an enterprise.
      const slug = source === 'enterprise' ? 'ent:kept' : 'kept';
      const path = `/orgs/acme/teams/${slug}/memberships`;
      expect((await github.ask('PUT', `${path}/chi`)).status).toBe(403);
      expect((await github.ask('DELETE', `${path}/ben`)).status).toBe(403);
      expect((await github.ask('GET', `/orgs/acme/teams/${slug}`)).body.type).toBe(
        source === 'enterprise' ? 'enterprise' : 'organization',
      );
      expect((await github.ask('DELETE', `/orgs/acme/teams/${slug}`)).status).toBe(
        source === 'enterprise' ? 422 : 204,
      );
      const type = await github.ask('GET', '/orgs/acme/teams?team_type=enterprise');
      expect(type.body).toHaveLength(source === 'enterprise' ? 1 : 0);
    }),
);

it('"Lists IdP groups available in an organization": where there is an identity provider, and nowhere else', async () => {
  const { seed } = withTeams({ name: 'Kept', source: 'team-sync', groups: ['people', 'others'] });
  const [acme] = seed.organizations;
  if (acme === undefined) throw new Error('no organization');
  await withGithub({ seed: { organizations: [{ ...acme, plan: 'enterprise' }] } }, async (github) => {
    const { status, body } = await github.ask('GET', '/orgs/acme/team-sync/groups');
    expect([status, body.groups.map(({ group_id }: { group_id: string }) => group_id)]).toEqual([
      200,
      ['people', 'others'],
    ]);
    const mapped = await github.ask('GET', '/orgs/acme/teams/kept/team-sync/group-mappings');
    expect(mapped.body).toEqual(body);
  });
  await withGithub({ seed }, async (github) => {
    expect((await github.ask('GET', '/orgs/acme/team-sync/groups')).status).toBe(404);
  });
});

it('a secret team is "only visible to organization owners and members of this team"', () =>
  withGithub(
    {
      seed: {
        ...withTeams({ name: 'Cabal', privacy: 'secret', members: ['chi'] }).seed,
        tokens: [
          { value: 'of-ben', login: 'ben', scopes: ['read:org'] },
          { value: 'of-chi', login: 'chi', scopes: ['read:org'] },
        ],
      },
    },
    async (github) => {
      const seen = async (token: string) => {
        const { body } = await github.ask('GET', '/orgs/acme/teams', undefined, {
          authorization: `Bearer ${token}`,
        });
        return body.map(({ slug }: Slugged) => slug);
      };
      expect(await seen('of-ben')).toEqual(['engineering', 'frontend']);
      expect(await seen('of-chi')).toEqual(['engineering', 'frontend', 'cabal']);
    },
  ));

it('2026-03-10 has no `permission` of new teams any more', () =>
  withGithub({}, async (github) => {
    const version = { 'x-github-api-version': '2026-03-10' };
    const made = await github.ask('POST', '/orgs/acme/teams', { name: 'new', permission: 'push' }, version);
    expect(made.body.permission).toBe('pull');
    expect((await github.ask(...create('old', { permission: 'push' }))).body.permission).toBe('push');
  }));
