import { expect, it } from 'vitest';
import type { GithubSeed, GithubSeedTeam } from '../../../src/sandbox/github/world/github-seed.ts';
import { type GithubStandInForTests, SMALL_SEED, withGithub } from './open-github-stand-in.ts';

/** What a bulk reader meets: pages within pages, what they cost, and the limits that answer 200. */

const people = (count: number, prefix = 'm') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

function teams(count: number, members: number): readonly GithubSeedTeam[] {
  return people(count, 'team ').map((name) => ({ name, members: people(members) }));
}

const LARGE: GithubSeed = {
  organizations: [{ login: 'acme', owners: ['octavia'], members: people(127), teams: teams(60, 60) }],
};

const TEAMS = `query($first: Int!, $size: Int!, $after: String) { organization(login: "acme") {
  teams(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { slug members(first: $size, membership: IMMEDIATE) { totalCount nodes { login } pageInfo { hasNextPage } } } } }
  rateLimit { cost nodeCount remaining used } }`;

it('follows cursors through all pages, and those within stop at their size', () =>
  withGithub({ seed: LARGE }, async (github) => {
    const slugs = new Set<string>();
    let after: string | null = null;
    for (let more = true; more; ) {
      const { body } = await github.graphql(TEAMS, { first: 25, size: 50, after });
      const { nodes, pageInfo, totalCount } = body.data.organization.teams;
      expect(totalCount).toBe(60);
      for (const { slug, members } of nodes) {
        slugs.add(slug);
        expect([members.totalCount, members.nodes.length, members.pageInfo.hasNextPage]).toEqual([
          60,
          50,
          true,
        ]);
      }
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(slugs.size).toBe(60);
  }));

it('pages backwards, and a cursor holds while others come and go', () =>
  withGithub({ seed: LARGE }, async (github) => {
    const members = async (args: string) => {
      const asked = await github.graphql(`{ organization(login: "acme") { membersWithRole(${args}) {
        nodes { login } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }`);
      return asked.body.data?.organization?.membersWithRole ?? asked.body;
    };
    const logins = ({ nodes }: { nodes: { login: string }[] }) => nodes.map(({ login }) => login);
    const first = await members('first: 3');
    expect(logins(first)).toEqual(['m0', 'm1', 'm2']);
    const cursor = first.pageInfo.endCursor;
    await github.ask('DELETE', '/orgs/acme/members/m0');
    expect(logins(await members(`first: 2, after: "${cursor}"`))).toEqual(['m3', 'm4']);
    // What the cursor stood on is gone: nobody is left out.
    await github.ask('DELETE', '/orgs/acme/members/m2');
    expect(logins(await members(`first: 2, after: "${cursor}"`))).toEqual(['m3', 'm4']);
    const last = await members('last: 2');
    expect([logins(last), last.pageInfo.hasPreviousPage]).toEqual([['m126', 'octavia'], true]);
    expect(logins(await members(`last: 1, before: "${last.pageInfo.startCursor}"`))).toEqual(['m125']);
    expect((await members('first: 1, after: "x"')).errors[0].message).toMatch(
      /not appear to be a valid cursor/,
    );
  }));

it('"partial results along with an error": above 2,500 nested objects, in a 200', () =>
  withGithub({ seed: LARGE, limits: 'github' }, async (github) => {
    const fits = await github.graphql(TEAMS, { first: 25, size: 50 });
    expect([fits.status, fits.body.errors]).toEqual([200, undefined]);
    const cut = await github.graphql(TEAMS, { first: 50, size: 100 });
    expect(cut.status).toBe(200);
    expect(cut.body.errors[0]).toMatchObject({
      type: 'RESOURCE_LIMITS_EXCEEDED',
      message: 'Resource limits for this query exceeded.',
      path: ['organization', 'teams', 'nodes', 41, 'members'],
    });
    // 41 teams of 60 are within the limit; the others are null where the schema lets them.
    const { nodes, totalCount } = cut.body.data.organization.teams;
    expect([nodes.length, nodes.filter((node: unknown) => node !== null).length, totalCount]).toEqual([
      50, 41, 60,
    ]);
  }));

it('"Add up the number of requests needed to fulfill each unique connection in the call …, divide by 100": at least 1', () =>
  withGithub({ seed: SMALL_SEED, limits: 'github' }, async (github) => {
    const cost = async (query: string, variables = {}) =>
      (await github.graphql(query, variables)).body.data.rateLimit;
    // 25 teams with members and repositories: 51 requests.
    const both = `query($n: Int!) { organization(login: "acme") { teams(first: $n) { nodes {
      members(first: 50) { totalCount } repositories(first: 50) { totalCount } } } } rateLimit { cost nodeCount remaining used } }`;
    expect(await cost(both, { n: 25 })).toEqual({ cost: 1, nodeCount: 2525, remaining: 4999, used: 1 });
    expect(await cost(both, { n: 100 })).toMatchObject({ cost: 2, nodeCount: 10_100, remaining: 4997 });
    // The example of the documentation: 5,101 requests are 51 points.
    const deep = `{ organization(login: "acme") { teams(first: 100) { nodes { childTeams(first: 50) { nodes {
      members(first: 60) { totalCount } } } } } } rateLimit { cost nodeCount } }`;
    expect(await cost(deep)).toEqual({ cost: 51, nodeCount: 100 + 5_000 + 300_000 });
    const rest = (await github.ask('GET', '/rate_limit')).body.resources;
    expect([rest.graphql.used, rest.core.used]).toEqual([54, 0]);
  }));

it.each([
  ['no size', '{ organization(login: "acme") { teams { totalCount } } }', 'MISSING_PAGINATION_BOUNDARIES'],
  [
    'a size above 100',
    '{ organization(login: "acme") { teams(first: 101) { totalCount } } }',
    'EXCESSIVE_PAGINATION',
  ],
  [
    'more than 500,000 nodes',
    '{ organization(login: "acme") { teams(first: 100) { nodes { childTeams(first: 100) { nodes { members(first: 100) { totalCount } } } } } } }',
    'MAX_NODE_LIMIT_EXCEEDED',
  ],
  ['an unknown organization', '{ organization(login: "none") { login } }', 'NOT_FOUND'],
  [
    'a field that there is not',
    '{ organization(login: "acme") { outsideCollaborators(first: 1) { totalCount } } }',
    undefined,
  ],
  ['what is no query', '{ organization', undefined],
])('%s is an error in a 200', (_name, query, type) =>
  withGithub({}, async (github) => {
    const { status, body } = await github.graphql(query);
    expect([status, body.errors.length, body.errors[0].type]).toEqual([200, 1, type]);
  }),
);

it('the primary limit answers 200 with an error, and `x-ratelimit-remaining: 0`', () =>
  withGithub({ limits: { graphqlPointsPerHour: 2 } }, async (github) => {
    const ask = () => github.graphql('{ viewer { login } }');
    await ask();
    expect((await ask()).headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await ask();
    expect([refused.status, refused.body.errors[0].type]).toEqual([200, 'RATE_LIMITED']);
    expect(refused.headers.get('x-ratelimit-resource')).toBe('graphql');
    expect(refused.body.data).toBeUndefined();
    // REST has an allowance of its own.
    expect((await github.ask('GET', '/orgs/acme')).status).toBe(200);
    github.clock.advance(3600);
    expect((await ask()).body.data.viewer.login).toBe('octavia');
  }));

it('2,000 points a minute, and 502 or 504 by a switch', () =>
  withGithub({ limits: { graphqlPointsPerMinute: 2 } }, async (github) => {
    const ask = async () => (await github.graphql('{ viewer { login } }')).status;
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 403]);
    github.clock.advance(60);
    github.setFaults([
      { kind: 'status', status: 502, nth: 1, match: { operationId: 'graphql' } },
      { kind: 'status', status: 504, nth: 2, match: { path: '^/graphql' } },
    ]);
    expect([await ask(), await ask(), await ask()]).toEqual([502, 504, 200]);
    // "… additional points will be deducted from your primary rate limit for the next hour": for both of them.
    expect((await github.ask('GET', '/rate_limit')).body.resources.graphql.used).toBe(2 + 20 + 1);
  }));

it('a person may come as null where the schema lets it: `node` of members is nullable', () =>
  withGithub(
    {
      seed: {
        users: [{ login: 'ghost', hiddenInGraphql: true }],
        organizations: [{ login: 'acme', owners: ['octavia'], members: ['ghost'] }],
      },
    },
    async (github) => {
      const asked = await github.graphql(
        '{ organization(login: "acme") { membersWithRole(first: 5) { totalCount nodes { login } } } }',
      );
      expect(asked.body.data.organization.membersWithRole).toEqual({
        totalCount: 2,
        nodes: [null, { login: 'octavia' }],
      });
    },
  ));

it('pending members are people: who is invited by address is none yet', () =>
  withGithub(
    {
      seed: {
        organizations: [
          {
            login: 'acme',
            owners: ['octavia'],
            invitations: [{ login: 'dan', teams: [] }, { email: 'x@acme.example' }],
          },
        ],
      },
    },
    async (github) => {
      const asked = await github.graphql(
        '{ organization(login: "acme") { pendingMembers(first: 5) { totalCount nodes { login databaseId } } } }',
      );
      expect(asked.body.data.organization.pendingMembers).toEqual({
        totalCount: 1,
        nodes: [{ login: 'dan', databaseId: github.world.userByLogin('dan')?.id }],
      });
    },
  ));

it('every object has an id that leads back to it', () =>
  withGithub({}, async (github) => {
    const asked =
      await github.graphql(`{ viewer { id } organization(login: "acme") { id team(slug: "frontend") { id }
      repository(name: "web") { id } } }`);
    const { viewer, organization } = asked.body.data;
    const ids = [viewer.id, organization.id, organization.team.id, organization.repository.id];
    const types = await Promise.all(ids.map((id) => typeOf(github, id)));
    expect(types).toEqual(['User', 'Organization', 'Team', 'Repository']);
    expect((await github.ask('GET', '/orgs/acme/teams/frontend')).body.node_id).toBe(organization.team.id);
    expect(await typeOf(github, 'x')).toBeUndefined();
  }));

async function typeOf(github: GithubStandInForTests, id: string): Promise<string | undefined> {
  return (await github.graphql('query($id: ID!) { node(id: $id) { __typename } }', { id })).body.data.node
    ?.__typename;
}

it.each([
  ['owner-reads', ['read:org'], 'octavia', undefined],
  ['no scope', ['repo'], 'octavia', 'INSUFFICIENT_SCOPES'],
  ['outside', ['read:org'], 'hired-pen', 'FORBIDDEN'],
])('members and teams are for members with the scope: %s', (_name, scopes, login, type) =>
  withGithub({ seed: { ...SMALL_SEED, tokens: [{ value: 't', login, scopes }] } }, async (github) => {
    const { body } = await github.graphql(
      '{ organization(login: "acme") { login teams(first: 1) { totalCount } } }',
    );
    expect(body.errors?.[0].type).toBe(type);
  }),
);
