import { expect } from 'vitest';
import { itWithKubernetes, KUBERNETES } from '../../import/peer/kubernetes-data.ts';
import { kubernetesSeed } from './kubernetes-seed.ts';
import { withGithub } from './open-github-stand-in.ts';

const READ = `query($org: String!, $after: String) { organization(login: $org) {
  teams(first: 25, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { slug databaseId parentTeam { slug }
    members(first: 50, membership: IMMEDIATE) { totalCount nodes { login } }
    repositories(first: 50) { totalCount edges { permission node { name } } } } } } }`;

itWithKubernetes('holds the Kubernetes project: 8 organizations, 1,509 people, 766 teams', async () => {
  const seed = kubernetesSeed(KUBERNETES);
  await withGithub({ seed, limits: 'github' }, async (github) => {
    const organizations = [...github.world.organizations.values()];
    expect([organizations.length, github.world.users.size]).toEqual([8, 1509]);
    const counts = { teams: 0, nested: 0, memberships: 0, grants: 0, requests: 0, inherited: 0 };
    for (const { login } of organizations) {
      for (let after: string | null = null, more = true; more; ) {
        const { body } = await github.graphql(READ, { org: login, after });
        expect(body.errors).toBeUndefined();
        const { nodes, pageInfo } = body.data.organization.teams;
        counts.requests += 1;
        for (const team of nodes) {
          counts.teams += 1;
          if (team.parentTeam) counts.nested += 1;
          counts.memberships += team.members.totalCount;
          counts.grants += team.repositories.totalCount;
        }
        after = pageInfo.endCursor;
        more = pageInfo.hasNextPage;
      }
    }
    counts.inherited =
      counts.grants -
      organizations
        .flatMap((one) => [...one.teams.values()])
        .reduce((sum, team) => sum + team.repositories.size, 0);
    expect(counts).toMatchObject({ teams: 766, nested: 56, memberships: 3615, requests: 36 });
    expect(counts.grants - counts.inherited).toBe(631);
  });
});

itWithKubernetes('gives the same numbers every time, whatever else there is', async () => {
  const seed = kubernetesSeed(KUBERNETES);
  const ids = async (organizations: typeof seed.organizations) => {
    let found: readonly (readonly [string, number])[] = [];
    await withGithub({ seed: { organizations } }, async ({ world }) => {
      found = [...world.users.values()].map(({ login, id }) => [login.toLowerCase(), id] as const);
    });
    return new Map(found);
  };
  const all = await ids(seed.organizations);
  const some = await ids(seed.organizations.slice(0, 2).reverse());
  const moved = [...some].filter(([login, id]) => all.get(login) !== id);
  expect(some.size).toBeGreaterThan(100);
  expect(moved).toEqual([]);
});
