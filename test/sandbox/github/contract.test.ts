import { expect, it } from 'vitest';
import { GITHUB_ENDPOINTS } from '../../../src/sandbox/github/rest/endpoints.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import type { RecordedExchange } from '../../../src/sandbox/http/recorded-exchange.ts';
import { githubContract } from './github-contract.ts';
import { openGithubStandIn } from './open-github-stand-in.ts';

/** Every endpoint is asked once, well, and its answer compared with what GitHub describes. */

const SEED: GithubSeed = {
  users: [{ login: 'dan', name: 'Dan', email: 'dan@acme.example' }],
  organizations: [
    {
      login: 'acme',
      plan: 'enterprise',
      owners: ['octavia'],
      members: ['ben', 'chi'],
      invitations: [
        { login: 'dan', teams: ['Frontend'] },
        { email: 'x@acme.example', failed: 'declined' },
      ],
      organizationRoles: [{ name: 'auditor', baseRole: 'read' }],
      customRepositoryRoles: [{ name: 'releaser', base: 'write' }],
      repositories: [
        {
          name: 'web',
          collaborators: { 'hired-pen': 'write' },
          invitations: [{ login: 'dan', role: 'read' }],
          pulls: [{ number: 1, author: 'ben', branch: 'more', head: 'a'.repeat(40), base: 'b'.repeat(40) }],
        },
        {
          name: 'mine',
          invitations: [
            { login: 'octavia', role: 'read' },
            { login: 'octavia', role: 'write' },
          ],
        },
      ],
      roleAssignments: { auditor: { users: ['ben'], teams: ['Engineering'] } },
      teams: [
        { name: 'Engineering', members: ['ben'], repositories: { web: 'triage' } },
        { name: 'Frontend', parent: 'Engineering', maintainers: ['chi'] },
        { name: 'Synced', source: 'team-sync', groups: ['people'] },
        { name: 'Ent', source: 'enterprise' },
      ],
    },
    {
      login: 'corp',
      plan: 'enterprise',
      managedUsers: 'corp-inc',
      owners: ['octavia'],
      externalGroups: [{ name: 'all', members: ['ben'] }],
      teams: [{ name: 'Staff', source: 'external-group', groups: ['all'] }],
    },
  ],
  apps: [
    {
      id: 7,
      slug: 'bylaw',
      installations: [{ id: 70, organization: 'acme', permissions: { members: 'write', checks: 'write' } }],
    },
  ],
};

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${part({})}.${part({ iss: 7, exp: 9e9 })}.x`;

const CHECK_RUN = {
  name: 'bylaw',
  head_sha: 'a'.repeat(40),
  status: 'completed',
  conclusion: 'success',
  output: {
    title: 'x',
    summary: 'y',
    annotations: [
      { path: 'a.yaml', start_line: 1, end_line: 1, annotation_level: 'warning', title: 't', message: 'm' },
    ],
  },
};

/** Bodies by operation; without one there is none. */
const BODIES: Readonly<Record<string, object>> = {
  'PATCH /orgs/{org}': { default_repository_permission: 'write', name: 'Acme' },
  'POST /orgs/{org}/invitations': { email: 'new@acme.example', role: 'admin' },
  'PUT /orgs/{org}/memberships/{username}': { role: 'member' },
  'POST /orgs/{org}/teams': {
    name: 'New',
    privacy: 'closed',
    maintainers: ['ben'],
    repo_names: ['acme/web'],
  },
  'POST /orgs/{org}/repos': { name: 'new' },
  'POST /orgs/{org}/organization-roles': { name: 'new', permissions: [], base_role: 'read' },
  'PUT /repos/{owner}/{repo}/collaborators/{username}': { permission: 'admin' },
  'PATCH /user/memberships/orgs/{org}': { state: 'active' },
  'POST /repos/{owner}/{repo}/issues': { title: 'Drift', body: 'x', labels: ['bylaw'] },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': { state: 'closed' },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': { body: 'x' },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': { body: 'y' },
  'POST /repos/{owner}/{repo}/statuses/{sha}': { state: 'success', context: 'bylaw', description: 'x' },
  'POST /repos/{owner}/{repo}/check-runs': CHECK_RUN,
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': { output: CHECK_RUN.output },
};

it.each(GITHUB_ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  '%s',
  async (operation, { method, path, need }) => {
    const github = await openGithubStandIn({ seed: SEED });
    const acme = github.organization('acme');
    const corp = /external-group/.test(path);
    const id = (values: Iterable<{ readonly id: number; readonly name: string }>, name: string) =>
      String([...values].find((one) => one.name === name)?.id);
    const team = method === 'DELETE' && path.endsWith('team_id}') ? 'Frontend' : 'Engineering';
    const own = path.startsWith('/user/repository_invitations');
    const repository = own ? 'mine' : 'web';
    const invitations = acme.repositories.get(
      Number(id(acme.repositories.values(), repository)),
    )?.invitations;
    const organizationInvitation = path.startsWith('/orgs/') ? [...acme.invitations.keys()][0] : undefined;
    const byApp = { authorization: `Bearer ${JWT}` };
    let headers = need.by === 'app' ? byApp : {};
    let made = {};
    // What only an App may write, and what has to be there to be asked for.
    if (path.includes('check-runs')) {
      const issued = await github.ask('POST', '/app/installations/70/access_tokens', undefined, byApp);
      headers = { authorization: `Bearer ${issued.body.token}` };
      const run = await github.ask('POST', '/repos/acme/web/check-runs', CHECK_RUN, headers);
      made = { check_run_id: String(run.body.id) };
    } else if (path.includes('comment_id')) {
      const comment = await github.ask('POST', '/repos/acme/web/issues/1/comments', { body: 'x' });
      made = { comment_id: String(comment.body.id) };
    }
    const params: Readonly<Record<string, string>> = {
      org: corp ? 'corp' : 'acme',
      org_id: String(acme.id),
      team_slug: corp ? 'staff' : 'engineering',
      team_id: id(acme.teams.values(), team),
      username: /outside/.test(path) && method === 'DELETE' ? 'hired-pen' : 'ben',
      account_id: String(github.world.userByLogin('ben')?.id),
      owner: 'acme',
      repo: 'web',
      repository_id: id(acme.repositories.values(), 'web'),
      role_id: id(
        path.includes('custom-') ? acme.repositoryRoles.values() : acme.roles.values(),
        path.includes('custom-') ? 'releaser' : 'auditor',
      ),
      invitation_id: String(organizationInvitation ?? [...(invitations?.keys() ?? [])][0]),
      installation_id: '70',
      group_id: id(github.organization('corp').externalGroups.values(), 'all'),
      issue_number: '1',
      pull_number: '1',
      sha: 'a'.repeat(40),
      ...made,
    };
    const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? name);
    const answer = await github.ask(method, filled, BODIES[operation], headers);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    expect(github.exchanges.at(-1)?.operationId).toBe(operation);
    await github.close();
  },
);

const good: RecordedExchange = {
  method: 'PUT',
  path: '/orgs/acme/memberships/ben',
  query: '',
  requestHeaders: {},
  requestBody: { role: 'member' },
  operationId: 'GET /orgs/{org}/teams',
  status: 200,
  responseHeaders: {},
  responseBody: [],
  fault: null,
};

it.each<readonly [string, Partial<RecordedExchange>, string | null]>([
  ['right', { requestBody: undefined }, null],
  ['spoiled by a fault', { fault: 'html', responseBody: 'page' }, null],
  ['a parameter that there is not', { requestBody: undefined, query: 'size=5' }, 'query: there is no size'],
  [
    'a parameter of another type',
    { requestBody: undefined, query: 'per_page=x' },
    'query: per_page must be integer',
  ],
  ['a body where there is none', {}, 'body: there is none'],
  [
    'a property that there is not',
    { operationId: 'PUT /orgs/{org}/memberships/{username}', status: 403, requestBody: { rolle: 'x' } },
    'body: must NOT have additional properties',
  ],
  [
    'a value that there is not',
    { operationId: 'PUT /orgs/{org}/memberships/{username}', status: 403, requestBody: { role: 'boss' } },
    'body: /role must be equal to one of the allowed values',
  ],
  [
    'an answer that lacks something',
    { requestBody: undefined, responseBody: [{ id: 1 }] },
    "200: /0 must have required property 'node_id'",
  ],
  [
    'an answer that is not listed',
    { requestBody: undefined, status: 418 },
    '418: GitHub lists no such answer',
  ],
  ['an operation that there is not', { operationId: 'GET /nothing' }, 'GitHub describes no such operation'],
  [
    'a query that github.com refuses',
    {
      operationId: 'graphql',
      requestBody: { query: '{ organization(login: "a") { outsideCollaborators { totalCount } } }' },
      responseBody: { data: {} },
    },
    'Cannot query field "outsideCollaborators"',
  ],
])('the check itself finds %s', (_name, change, expected) => {
  const contract = githubContract();
  contract.onExchange({ ...good, ...change });
  const found = contract.violations().join('\n');
  if (expected === null) expect(found).toBe('');
  else expect(found).toContain(expected);
});
