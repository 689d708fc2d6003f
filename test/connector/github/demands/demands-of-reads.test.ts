import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openReader } from '../../../../src/connector/connect.ts';
import { openAnswerFolder } from '../../../../src/state/answer-folder.ts';
import { startMeddler } from '../../../faults/meddler.ts';
import { codesOf, must, plain } from '../../connections.ts';
import { fastTime } from '../../fast-time.ts';
import { fastGithub, githubConnection, githubOf } from '../github-connections.ts';
import { GITHUB_FAULTS } from '../github-faults.ts';
import { demand } from '../named-for.ts';
import { acme, rehearse } from '../rehearsal.ts';

const people = Array.from({ length: 130 }, (_, n) => `person-${n}`);
const LARGE = acme({
  members: people,
  teams: Array.from({ length: 30 }, (_, n) => ({ name: `Team ${n}`, members: people.slice(n, n + 60) })),
  repositories: [{ name: 'web', collaborators: { 'person-3': 'write' } }],
});

demand('incomplete', () => {
  const WRONG = [
    'a query that went wrong',
    'a query that is forbidden in part',
    'lists of a query without their last',
    'lists of a query that are empty',
    'lists of a query that repeat their first',
    'people whom GitHub does not show',
    'lists of a query that go on for ever',
  ];

  test.each(WRONG)('%s: no read', async (name) => {
    const fault = GITHUB_FAULTS.find((one) => one.name === name);
    if (fault === undefined) throw new Error(`no fault ${name}`);
    const standIn = await githubOf({ seed: LARGE });
    const meddler = await startMeddler();
    onTestFinished(() => meddler.close());
    meddler.set(
      standIn.url,
      (method, path) => (fault.strikes(method, path) ? fault.meddling() : null),
      () => {},
    );
    const connection = githubConnection({ url: meddler.url, token: standIn.token });
    const read = await openReader(fastGithub(), connection).read();
    expect(meddler.struck()).toBeGreaterThan(0);
    expect(codesOf(read)).toHaveLength(1);
    expect(codesOf(read)[0]).toMatch(/^(connector-incomplete-read|token-forbidden|connector-contradiction)$/);
  });

  test('a query that GitHub stops halfway is asked again in smaller pieces, and all of it is there', async () => {
    const calm = githubConnection(await githubOf({ seed: LARGE }));
    const whole = plain(must(await openReader(fastGithub(), calm).read()).resources);
    const strict = await githubOf({ seed: LARGE, limits: { nestedObjects: 300 } });
    const read = must(await openReader(fastGithub(), githubConnection(strict)).read());
    expect(plain(read.resources)).toEqual(whole);
    const sizes = strict.exchanges.flatMap(({ requestBody }) => {
      const text = JSON.stringify(requestBody === undefined ? null : requestBody);
      return text.includes('BylawTeams(') ? [Number(/"first":(\d+)/.exec(text)?.[1])] : [];
    });
    // Each time a smaller one, and then all pages of that size.
    expect(sizes[0]).toBe(25);
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
    expect(new Set(sizes).size).toBeGreaterThan(1);
  });

  test.each([502, 504])('%i is answered with a smaller page', async (status) => {
    const { writer, standIn } = await rehearse(LARGE);
    standIn.setFaults([{ kind: 'status', status, match: { path: 'graphql' }, nth: 2 }]);
    expect((await writer.read()).ok).toBe(true);
  });
});

demand('budgets', () => {
  test('the 80 requests of the Kubernetes project, and the formula for the rest, are counted', () => {
    const text = readFileSync(new URL('../budget.test.ts', import.meta.url), 'utf8');
    expect(text).toMatch(/const BUDGET = 80;/);
    expect(text).toMatch(/expect\(sums\.teamQueries\)\.toBeLessThanOrEqual\(BUDGET\)/);
    expect(text).toMatch(/expect\(\{ login, rest \}\)\.toEqual\(\{ login, rest: byPage \}\)/);
    const page = readFileSync(new URL('../../../../docs/connectors/github.md', import.meta.url), 'utf8');
    expect(page).toContain('8 + 2 × roles + repositories');
  });

  test('a second unchanged read spends nothing of the quota of REST', async () => {
    const standIn = await githubOf({ seed: LARGE, limits: 'github' });
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-answers-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const read = async () => {
      const connection = githubConnection(standIn, {}, { answers: openAnswerFolder(folder) });
      return plain(must(await openReader(fastGithub(), connection).read()).resources);
    };
    const first = await read();
    const { spent } = standIn.restCount();
    expect(await read()).toEqual(first);
    expect(standIn.restCount().spent).toBe(spent);
  });
});

demand('lanes', () => {
  test('queries are sent side by side, at most eight, and none waits a second for another', async () => {
    let inFlight = 0;
    let most = 0;
    const standIn = await githubOf({
      seed: LARGE,
      faults: [{ kind: 'latency', ms: 20 }],
      onExchange: ({ path }) => {
        if (path === '/graphql') inFlight -= 1;
      },
    });
    const time = fastTime(Date.UTC(2026, 10, 29, 12));
    const connector = fastGithub(time);
    const onRequest = (_: string, path: string) => {
      if (!path.endsWith('/graphql')) return;
      inFlight += 1;
      most = Math.max(most, inFlight);
    };
    const reads = [1, 2, 3, 4].map(() =>
      openReader(connector, githubConnection(standIn, {}, { onRequest })).read(),
    );
    for (const read of await Promise.all(reads)) expect(read.ok).toBe(true);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
    expect(time.slept.filter((pause) => pause >= 1000)).toEqual([]);
  });

  test('each client has an id of its own for the throttle, and lanes of its own', () => {
    const source = new URL('../../../../src/connector/github/octokit-client.ts', import.meta.url);
    const text = readFileSync(source, 'utf8');
    expect(text).toMatch(/const id = randomUUID\(\);/);
    for (const lane of ['write', 'notifications', 'search', 'global', 'auth']) {
      expect(text).toContain(`${lane}: lane('${lane}')`);
    }
  });
});

demand('unknown', () => {
  const SEED = acme({
    members: ['ben', 'chi'],
    teams: [{ name: 'Docs', members: ['ben'] }],
    invitations: [{ login: 'dan' }],
    roleAssignments: { security_manager: { users: ['chi'] } },
    repositories: [
      { name: 'web', collaborators: { 'hired-pen': 'write' }, invitations: [{ login: 'fay', role: 'read' }] },
    ],
  });
  /** Everything that can go, goes. */
  const NOTHING = `members: { octavia: { roles: [owner] } }
repositories: { web: }
`;
  const LISTS = [
    ['GET /orgs/{org}/invitations', /memberships\/dan|orgs\/acme\/invitations/],
    ['GET /orgs/{org}/failed_invitations', /orgs\/acme\/invitations/],
    ['GET /orgs/{org}/organization-roles', /organization-roles/],
    ['GET /orgs/{org}/organization-roles/{role_id}/users', /organization-roles/],
    ['GET /orgs/{org}/organization-roles/{role_id}/teams', /organization-roles/],
    ['GET /repos/{owner}/{repo}/invitations', /repos\/acme\/web/],
  ] as const;

  test.each(LISTS.flatMap(([list, kind]) => [403, 404].map((status) => [list, status, kind] as const)))(
    '%s answered by %i: nothing of its kind is removed, and the plan names the list',
    async (operationId, status, kind) => {
      const { plan, apply, standIn } = await rehearse(SEED);
      standIn.setFaults([{ kind: 'status', status, match: { operationId } }]);
      const planned = await plan(NOTHING);
      const told = planned.diagnostics.filter(({ code }) => code === 'list-unknown');
      expect(told.length).toBeGreaterThan(0);
      const { sent } = await apply(NOTHING);
      expect(sent.filter((one) => kind.test(one))).toEqual([]);
    },
  );

  test('the message names the permission that GitHub says is missing', async () => {
    const { plan } = await rehearse({
      ...SEED,
      tokens: [{ value: 'ghp_member', login: 'ben', scopes: ['read:org', 'repo'] }],
    });
    const planned = await plan(`members: { octavia: { roles: [owner] }, ben: , chi: }
groups: { docs: { title: Docs, members: [ben] } }
repositories: { web: }
`);
    const told = planned.diagnostics.filter(({ code }) => code === 'list-unknown');
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ message }) => message).join('\n')).toMatch(/organization_custom_org_roles=read/);
  });

  test('two manifests of Apps ship: one that reads, and one that writes what the connector writes', () => {
    const manifest = (name: string): Record<string, string> => {
      const file = new URL(`../../../../docs/connectors/github-apps/${name}.json`, import.meta.url);
      return JSON.parse(readFileSync(file, 'utf8')).default_permissions;
    };
    const reads = manifest('read-only-plan');
    expect([...new Set(Object.values(reads))]).toEqual(['read']);
    const writes = manifest('apply');
    expect(Object.keys(writes).sort()).toEqual(Object.keys(reads).sort());
    const needed = { members: 'write', administration: 'write', organization_custom_org_roles: 'write' };
    expect(writes).toMatchObject(needed);
  });
});
