import { expect, test } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { githubStory } from './github-story.ts';

/** What cannot be read is unknown: nothing of the kind is changed, and the message names what is missing. */

const SEED: GithubSeed = {
  organizations: [
    {
      login: 'acme',
      plan: 'enterprise',
      owners: ['octavia'],
      members: ['ben', 'chi'],
      teams: [{ name: 'qa', members: ['ben'] }],
      repositories: [{ name: 'web', collaborators: { 'hired-pen': 'write' } }],
      invitations: [{ login: 'dan', role: 'direct_member' }],
      roleAssignments: { ci_cd_admin: { users: ['ben'] } },
      customRepositoryRoles: [{ name: 'reviewer', base: 'read' }],
      blocked: ['eve'],
    },
  ],
};

/** Each list answers as GitHub does to a token that may not see it: 403, with the permission in a header. */
const LISTS = [
  ['invitations', /\/orgs\/acme\/invitations/, 'member'],
  ['failed invitations', /\/orgs\/acme\/failed_invitations/, 'member'],
  ['organization roles', /\/orgs\/acme\/organization-roles$/, 'assignment'],
  ['people of a role', /\/organization-roles\/\d+\/users/, 'assignment'],
  ['repository invitations', /\/repos\/acme\/web\/invitations/, 'member'],
] as const;

const YAML = `members:
  octavia: { roles: [owner] }
  ben:
`;

test.each(LISTS)('%s', async (_, path, type) => {
  const story = await githubStory({ seed: SEED });
  story.github.setFaults([{ kind: 'status', status: 403, match: { path: path.source }, nth: 1, every: 1 }]);
  const facts = await story.plan(YAML);
  expect(facts.some((fact) => fact.startsWith('list-unknown'))).toBe(true);
  const scope = path.source.includes('repos') ? 'acme/repositories/web' : 'acme';
  const between = type === 'member' ? '/' : '|';
  const deleted = facts.filter((fact) => fact.startsWith(`delete ${type}:${scope}${between}`));
  expect(deleted.filter((fact) => scope !== 'acme' || !fact.includes('/repositories/'))).toEqual([]);
});

test('a token without admin:org: each list that it does not see is named, with what it would take', async () => {
  const tokens = [{ value: 'ghp_reader', login: 'octavia', scopes: ['read:org', 'repo'] }];
  const story = await githubStory({ seed: { ...SEED, tokens } });
  const facts = await story.plan(YAML);
  const unknown = facts.filter((fact) => fact.startsWith('list-unknown'));
  for (const list of ['invitations of acme', 'failed invitations of acme', 'roles of organization acme'])
    expect(unknown).toContainEqual(expect.stringMatching(new RegExp(`^list-unknown: ${list}: .*it needs `)));
  // No member, no invitation and no role on the organization is taken for one that nobody wants.
  expect(facts.filter((fact) => /^delete (member:acme\/[^/]+$|assignment:acme\|)/.test(fact))).toEqual([]);
});
