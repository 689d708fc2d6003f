import { expect, it } from 'vitest';
import { openGithubStandIn } from './open-github-stand-in.ts';

it('a bulk reader and a writer find their way', async () => {
  const github = await openGithubStandIn();
  const read = await github.graphql(
    `query($org: String!) {
      organization(login: $org) {
        databaseId
        membersWithRole(first: 100) { totalCount edges { role node { login databaseId } } pageInfo { hasNextPage endCursor } }
        teams(first: 25) { totalCount nodes { slug privacy notificationSetting parentTeam { slug }
          members(first: 50, membership: IMMEDIATE) { totalCount edges { role node { login } } }
          repositories(first: 50) { totalCount edges { permission node { name } } } } }
        repositories(first: 5) { nodes { name collaborators(first: 50, affiliation: ALL) { edges { permission node { login }
          permissionSources { permission roleName source { __typename ... on Team { slug } } } } } } }
        pendingMembers(first: 5) { totalCount }
      }
      rateLimit { cost nodeCount remaining }
      viewer { login }
    }`,
    { org: 'acme' },
  );
  expect(read.body.errors).toBeUndefined();
  const { organization } = read.body.data;
  expect(organization.membersWithRole.totalCount).toBe(3);
  expect(organization.teams.nodes[1]).toEqual({
    slug: 'frontend',
    privacy: 'VISIBLE',
    notificationSetting: 'NOTIFICATIONS_ENABLED',
    parentTeam: { slug: 'engineering' },
    members: { totalCount: 1, edges: [{ role: 'MAINTAINER', node: { login: 'chi' } }] },
    repositories: {
      totalCount: 2,
      edges: [
        { permission: 'WRITE', node: { name: 'site' } },
        { permission: 'TRIAGE', node: { name: 'web' } },
      ],
    },
  });
  const collaborators = organization.repositories.nodes[0].collaborators.edges;
  expect(collaborators.map(({ node }: { node: { login: string } }) => node.login)).toEqual([
    'hired-pen',
    'ben',
    'chi',
    'octavia',
  ]);
  expect(collaborators[2].permissionSources).toEqual([
    { permission: 'READ', roleName: 'read', source: { __typename: 'Organization' } },
    { permission: 'READ', roleName: 'triage', source: { __typename: 'Team', slug: 'engineering' } },
  ]);
  expect((await github.ask('PUT', '/orgs/acme/memberships/hired-pen', { role: 'member' })).body.state).toBe(
    'pending',
  );
  expect((await github.ask('PUT', '/orgs/acme/teams/frontend/memberships/ben')).body).toMatchObject({
    role: 'member',
    state: 'active',
  });
  expect(github.team('acme', 'frontend')).toEqual({ chi: 'maintainer', ben: 'member' });
  const team = await github.ask('POST', '/orgs/acme/teams', { name: 'My TEam Näme', privacy: 'closed' });
  expect([team.status, team.body.slug]).toEqual([201, 'my-team-name']);
  expect((await github.ask('PATCH', '/orgs/acme/teams/my-team-name', { name: 'Other' })).body.slug).toBe(
    'other',
  );
  expect(
    (await github.ask('PUT', '/orgs/acme/teams/other/repos/acme/web', { permission: 'push' })).status,
  ).toBe(204);
  expect((await github.ask('GET', '/api/v3/orgs/acme/teams/other/repos')).body[0].role_name).toBe('write');
  expect((await github.ask('DELETE', '/orgs/acme/teams/engineering')).status).toBe(204);
  expect(
    (await github.ask('GET', '/orgs/acme/teams')).body.map(({ slug }: { slug: string }) => slug),
  ).toEqual(['other']);
  expect((await github.ask('DELETE', '/orgs/acme/members/ben')).status).toBe(204);
  expect((await github.ask('GET', '/orgs/acme/members')).body).toHaveLength(2);
  await github.close();
});
