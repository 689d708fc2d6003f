import { createSign, generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { SMALL_SEED, withGithub } from './open-github-stand-in.ts';

/** What goes around every answer: versions, tokens, permissions, pages, conditions, limits, faults. */

it('"every request names an API version": without one it is 2022-11-28, and one that is over is 410', () =>
  withGithub(
    {
      versionEnds: { '2022-11-28': { deprecation: '2026-03-10T00:00:00Z', sunset: '2028-03-10T00:00:00Z' } },
    },
    async (github) => {
      const at = (version: string) =>
        github.ask('GET', '/orgs/acme', undefined, { 'x-github-api-version': version });
      const plain = await github.ask('GET', '/orgs/acme');
      expect(plain.headers.get('x-github-api-version-selected')).toBe('2022-11-28');
      expect(plain.headers.get('deprecation')).toBe('@1773100800');
      expect(plain.headers.get('sunset')).toBe('Fri, 10 Mar 2028 00:00:00 GMT');
      const newer = await at('2026-03-10');
      expect([newer.status, newer.headers.get('sunset')]).toEqual([200, null]);
      expect((await at('2019-01-01')).status).toBe(410);
      expect((await at('latest')).status).toBe(400);
      github.clock.advance(2 * 366 * 86_400);
      expect((await github.ask('GET', '/orgs/acme')).status).toBe(410);
    },
  ));

it('"All API requests must include a valid User-Agent header"', () =>
  withGithub({}, async (github) => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(github.port, '127.0.0.1', () => {
        socket.write(
          `GET /orgs/acme HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${github.token}\r\nconnection: close\r\n\r\n`,
        );
      });
      socket.once('data', (data) => resolve(String(data)));
    });
    expect(answer).toMatch(/^HTTP\/1.1 403/);
  }));

it('401 for what is no token', () =>
  withGithub({}, async (github) => {
    for (const authorization of ['', 'Bearer other', 'Basic abc', 'token']) {
      expect(
        (await github.ask('GET', '/orgs/acme', undefined, { authorization })).status,
        authorization,
      ).toBe(401);
    }
    const old = await github.ask('GET', '/orgs/acme', undefined, { authorization: `token ${github.token}` });
    expect(old.status).toBe(200);
  }));

const TOKENS: GithubSeed = {
  ...SMALL_SEED,
  tokens: [
    { value: 'owner', login: 'octavia', scopes: ['admin:org', 'repo'] },
    { value: 'owner-reads', login: 'octavia', scopes: ['read:org'] },
    { value: 'member', login: 'ben', scopes: ['admin:org', 'repo'] },
    { value: 'outside', login: 'hired-pen', scopes: ['admin:org', 'repo'] },
  ],
};

it.each([
  ['owner', 'GET /orgs/acme/organization-roles', 200],
  // "OAuth app tokens and personal access tokens (classic) need the `admin:org` scope", even to read.
  ['owner-reads', 'GET /orgs/acme/organization-roles', 403],
  ['owner-reads', 'GET /orgs/acme/teams', 200],
  ['owner-reads', 'PUT /orgs/acme/memberships/ben', 403],
  ['owner-reads', 'GET /repos/acme/web/invitations', 403],
  ['member', 'GET /orgs/acme/members', 200],
  ['member', 'PUT /orgs/acme/memberships/chi', 403],
  ['member', 'GET /orgs/acme/invitations', 403],
  ['member', 'GET /repos/acme/web/collaborators', 403],
  ['member', 'DELETE /orgs/acme/teams/frontend', 403],
  ['outside', 'GET /orgs/acme/members', 404],
  ['outside', 'GET /orgs/acme/teams/frontend', 404],
  ['outside', 'GET /repos/acme/attic', 404],
  ['outside', 'GET /repos/acme/web/collaborators', 200],
])('a token sees and does what its scopes and its person may: %s, %s is %i', (token, request, status) =>
  withGithub({ seed: TOKENS }, async (github) => {
    const [method = '', path = ''] = request.split(' ');
    const answer = await github.ask(method, path, undefined, { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-oauth-scopes')).not.toBeNull();
  }),
);

it('a maintainer changes the team, and a stranger sees of the organization what is public', () =>
  withGithub({ seed: TOKENS }, async (github) => {
    const chi = { ...TOKENS, tokens: [{ value: 'chi', login: 'chi', scopes: ['write:org'] }] };
    await withGithub({ seed: chi }, async (hers) => {
      expect((await hers.ask('PUT', '/orgs/acme/teams/frontend/memberships/ben')).status).toBe(200);
      expect((await hers.ask('PUT', '/orgs/acme/teams/engineering/memberships/ben')).status).toBe(403);
    });
    const seen = await github.ask('GET', '/orgs/acme', undefined, { authorization: 'Bearer outside' });
    expect(seen.body.plan).toBeUndefined();
    expect(seen.body.default_repository_permission).toBeUndefined();
  }));

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function jwt(claims: object, key = privateKey): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(key, 'base64url')}`;
}

it('an App: its JWT, its installations, tokens of an hour, and "Resource not accessible by integration"', () =>
  withGithub(
    {
      seed: {
        ...SMALL_SEED,
        apps: [
          {
            id: 7,
            slug: 'bylaw',
            publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
            installations: [
              {
                id: 70,
                organization: 'acme',
                permissions: { members: 'write', organization_custom_org_roles: 'read' },
              },
            ],
          },
        ],
      },
    },
    async (github) => {
      const exp = github.clock.now() / 1000 + 600;
      const app = { authorization: `Bearer ${jwt({ iss: 7, exp })}` };
      const installations = (await github.ask('GET', '/app/installations', undefined, app)).body;
      expect(installations).toMatchObject([
        { id: 70, account: { login: 'acme' }, permissions: { members: 'write' } },
      ]);
      expect((await github.ask('GET', '/orgs/acme/installation', undefined, app)).body.id).toBe(70);
      const made = await github.ask('POST', '/app/installations/70/access_tokens', {}, app);
      expect(made.body).toMatchObject({ expires_at: '2026-11-29T13:00:00.000Z' });
      const own = { authorization: `Bearer ${made.body.token}` };
      expect((await github.ask('GET', '/orgs/acme/members', undefined, own)).status).toBe(200);
      // "So a read-only plan needs an App": roles are read without the right to write anything.
      expect((await github.ask('GET', '/orgs/acme/organization-roles', undefined, own)).status).toBe(200);
      const refused = await github.ask('GET', '/repos/acme/web/invitations', undefined, own);
      expect([refused.status, refused.headers.get('x-accepted-github-permissions')]).toEqual([
        403,
        'administration=read',
      ]);
      expect((await github.ask('GET', '/user', undefined, own)).status).toBe(403);
      const read = await github.ask(
        'POST',
        '/app/installations/70/access_tokens',
        { permissions: { members: 'read' } },
        app,
      );
      const reader = { authorization: `Bearer ${read.body.token}` };
      expect((await github.ask('PUT', '/orgs/acme/memberships/ben', {}, reader)).status).toBe(403);
      const more = { permissions: { administration: 'write' } };
      expect((await github.ask('POST', '/app/installations/70/access_tokens', more, app)).status).toBe(422);
      // An App makes teams and is in none of them.
      expect((await github.ask('POST', '/orgs/acme/teams', { name: 'made' }, own)).status).toBe(201);
      expect(github.team('acme', 'made')).toEqual({});
      github.clock.advance(3600);
      expect((await github.ask('GET', '/orgs/acme/members', undefined, own)).status).toBe(401);
      expect((await github.ask('GET', '/app/installations', undefined, app)).status).toBe(401);
      const forged = jwt(
        { iss: 7, exp: exp + 9999 },
        generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
      );
      const asForged = { authorization: `Bearer ${forged}` };
      expect((await github.ask('GET', '/app/installations', undefined, asForged)).status).toBe(401);
    },
  ));

it('pages: 30 unless asked, 100 at most, with links', () =>
  withGithub(
    {
      seed: {
        organizations: [
          { login: 'acme', owners: ['octavia'], members: Array.from({ length: 129 }, (_, n) => `m${n}`) },
        ],
      },
    },
    async (github) => {
      const sizes = async (query: string) =>
        (await github.ask('GET', `/orgs/acme/members${query}`)).body.length;
      expect(await sizes('')).toBe(30);
      expect(await sizes('?per_page=200')).toBe(100);
      expect(await sizes('?per_page=100&page=2')).toBe(30);
      expect(await sizes('?page=9')).toBe(0);
      const { headers } = await github.ask('GET', '/api/v3/orgs/acme/members?per_page=50&page=2');
      const url = `${github.url}/api/v3/orgs/acme/members?per_page=50&page=`;
      expect(headers.get('link')).toBe(
        `<${url}1>; rel="prev", <${url}3>; rel="next", <${url}3>; rel="last", <${url}1>; rel="first"`,
      );
      const all = new Set<string>();
      for (let next: string | undefined = '/orgs/acme/members?per_page=40'; next; ) {
        const answer: Awaited<ReturnType<typeof github.ask>> = await github.ask('GET', next);
        for (const { login } of answer.body) all.add(login);
        next = /<([^>]*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
      }
      expect(all.size).toBe(130);
    },
  ));

it('"a 304 to an authorized request costs no primary quota"', () =>
  withGithub({ limits: 'github' }, async (github) => {
    const first = await github.ask('GET', '/orgs/acme/teams');
    const tag = first.headers.get('etag') ?? '';
    const remaining = async (name: string, match: string) => {
      const { status, headers } = await github.ask('GET', '/orgs/acme/teams', undefined, { [name]: match });
      return [status, headers.get('x-ratelimit-remaining')];
    };
    expect(first.headers.get('x-ratelimit-remaining')).toBe('4999');
    expect(await remaining('if-none-match', tag)).toEqual([304, '4999']);
    expect(await remaining('if-none-match', tag.replace('W/', ''))).toEqual([304, '4999']);
    await github.ask('PATCH', '/orgs/acme/teams/frontend', { description: 'new' });
    expect(await remaining('if-none-match', tag)).toEqual([200, '4997']);
  }));

it('the primary limit: 403 with nothing remaining, until the hour is over; `/rate_limit` costs nothing', () =>
  withGithub({ limits: { restPerHour: 3 } }, async (github) => {
    for (let n = 0; n < 3; n += 1) expect((await github.ask('GET', '/orgs/acme')).status).toBe(200);
    const refused = await github.ask('GET', '/orgs/acme');
    expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(refused.headers.get('retry-after')).toBeNull();
    const limit = (await github.ask('GET', '/rate_limit')).body;
    expect(limit.resources.core).toMatchObject({ limit: 3, remaining: 0, used: 3 });
    expect(limit.rate).toEqual(limit.resources.core);
    const version = { 'x-github-api-version': '2026-03-10' };
    expect((await github.ask('GET', '/rate_limit', undefined, version)).body.rate).toBeUndefined();
    github.clock.advance(3600);
    expect((await github.ask('GET', '/orgs/acme')).status).toBe(200);
  }));

it('secondary limits: 80 a minute and 500 an hour that create content, 900 points a minute, 403 with `Retry-After`', () =>
  withGithub({ limits: 'github' }, async (github) => {
    const put = () => github.ask('PUT', '/orgs/acme/teams/frontend/memberships/ben');
    for (let n = 0; n < 80; n += 1) expect((await put()).status).toBe(200);
    const refused = await put();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '60']);
    expect(refused.body.message).toMatch(/secondary rate limit/);
    // Reading goes on.
    expect((await github.ask('GET', '/orgs/acme')).status).toBe(200);
    for (let minute = 0; minute < 5; minute += 1) {
      github.clock.advance(60);
      for (let n = 0; n < 80; n += 1) await put();
    }
    github.clock.advance(60);
    for (let n = 0; n < 20; n += 1) expect((await put()).status).toBe(200);
    const hour = await put();
    expect([hour.status, Number(hour.headers.get('retry-after')) > 3000]).toEqual([403, true]);
    github.clock.advance(60);
    let reads = 0;
    while ((await github.ask('GET', '/orgs/acme')).status === 200) reads += 1;
    expect(reads).toBe(900);
  }));

it('"No more than 100 concurrent requests are allowed"', () =>
  withGithub({ limits: { concurrent: 3 }, faults: [{ kind: 'latency', ms: 50 }] }, async (github) => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => github.ask('GET', '/orgs/acme')));
    expect(answers.filter(({ status }) => status === 403).length).toBeGreaterThan(0);
    expect((await github.ask('GET', '/orgs/acme')).status).toBe(200);
  }));

it('faults by a switch: a proxy’s page, a broken connection before and after, a status, an empty page', () =>
  withGithub({}, async (github) => {
    github.setFaults([
      { kind: 'html', nth: 1 },
      { kind: 'status', status: 502, nth: 2 },
      { kind: 'drop-before', nth: 3 },
      { kind: 'missing-page', nth: 4 },
      { kind: 'status', status: 451, match: { method: 'PUT' } },
      {
        kind: 'drop-after-write',
        match: { method: 'DELETE', operationId: 'DELETE /orgs/{org}/teams/{team_slug}' },
      },
    ]);
    const teams = () => github.ask('GET', '/orgs/acme/teams');
    expect((await teams()).body).toMatch(/<!doctype html>/);
    expect((await teams()).status).toBe(502);
    await expect(teams()).rejects.toThrow();
    expect((await teams()).body).toEqual([]);
    expect((await github.ask('PUT', '/orgs/acme/memberships/ben')).status).toBe(451);
    await expect(github.ask('DELETE', '/orgs/acme/teams/frontend')).rejects.toThrow();
    expect((await teams()).body).toHaveLength(1);
    expect(github.requests().map(({ status }) => status)).toEqual([200, 502, 0, 200, 451, 0, 200]);
  }));

it('what is no JSON is 400, and what is not there is 404', () =>
  withGithub({}, async (github) => {
    const response = await fetch(`${github.url}/orgs/acme/teams`, {
      method: 'POST',
      headers: { authorization: `Bearer ${github.token}` },
      body: '{',
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { message: 'Problems parsing JSON' },
    ]);
    for (const path of [
      '/orgs/none',
      '/orgs/acme/teams/none',
      '/teams/abc',
      '/users/none',
      '/nothing',
      '/user/9',
    ]) {
      expect((await github.ask('GET', path)).body, path).toMatchObject({
        message: 'Not Found',
        status: '404',
      });
    }
    for (const body of [
      {},
      { name: 7 },
      { name: 'a', privacy: 'open' },
      { name: 'a', maintainers: 'ben' },
      { name: '--' },
    ]) {
      expect((await github.ask('POST', '/orgs/acme/teams', body)).status, JSON.stringify(body)).toBe(422);
    }
  }));

it('the audit log is for organizations of Enterprise Cloud, and tells who did what', async () => {
  await withGithub({}, async (github) => {
    expect((await github.ask('GET', '/orgs/acme/audit-log')).status).toBe(404);
  });
  const [acme] = SMALL_SEED.organizations;
  if (acme === undefined) throw new Error('no organization');
  await withGithub({ seed: { organizations: [{ ...acme, plan: 'enterprise' }] } }, async (github) => {
    await github.ask('PUT', '/orgs/acme/teams/frontend/memberships/ben');
    await github.ask('DELETE', '/orgs/acme/members/ben');
    const events = (await github.ask('GET', '/orgs/acme/audit-log')).body;
    expect(events).toMatchObject([
      { action: 'org.remove_member', actor: 'octavia', user: 'ben', org: 'acme' },
      { action: 'team.add_member', user: 'ben', team: 'acme/frontend' },
    ]);
  });
});
