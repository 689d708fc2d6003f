import { describe, expect, test } from 'vitest';
import { openReader } from '../../../src/connector/connect.ts';
import type { ConnectionSettings } from '../../../src/connector/settings.ts';
import type { Snapshot } from '../../../src/resource/resource.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { codesOf, must, plain } from '../connections.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';

/** Addresses, and of what has entries the entries. */
function facts(snapshot: Snapshot): readonly string[] {
  return Object.entries(plain(snapshot.resources)).flatMap(([address, attributes]) => [
    address,
    ...Object.entries(attributes as Record<string, unknown>).flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((entry) => `${address} ${name} ${entry}`) : [],
    ),
  ]);
}

const READERS: readonly (readonly [string, ConnectionSettings])[] = [
  ['GraphQL', {}],
  ['GraphQL under the newest version', { 'api-version': '2026-03-10' }],
  ['REST alone', { graphql: false }],
];

/** As by an Enterprise Server, too. */
const PLACES = ['', '/api/v3'];

describe.each(READERS)('read by %s', (_, settings) => {
  test.each(PLACES)('an organization with nested teams and people from outside, at %o', async (place) => {
    const standIn = await githubOf();
    const at = { ...standIn, url: `${standIn.url}${place}` };
    const read = must(await openReader(fastGithub(), githubConnection(at, settings)).read());
    expect(facts(read)).toEqual([
      'scope:acme',
      'scope:acme settings base-permission=read',
      'scope:acme/repositories/attic',
      'scope:acme/repositories/site',
      'scope:acme/repositories/web',
      'member:acme/ben',
      'member:acme/chi',
      'member:acme/octavia',
      'member:acme/repositories/web/hired-pen',
      'group:acme/engineering',
      'group:acme/engineering settings notifications=enabled',
      'group:acme/engineering settings privacy=closed',
      'group:acme/engineering members ben',
      'group:acme/engineering groups acme/frontend',
      'group:acme/frontend',
      'group:acme/frontend settings notifications=enabled',
      'group:acme/frontend settings privacy=closed',
      'group:acme/frontend members chi',
      'group:acme/frontend membershipRoles chi=maintainer',
      'assignment:acme/repositories/site|group:acme/frontend',
      'assignment:acme/repositories/site|group:acme/frontend roles write',
      'assignment:acme/repositories/web|group:acme/engineering',
      'assignment:acme/repositories/web|group:acme/engineering roles triage',
      'assignment:acme/repositories/web|member:hired-pen',
      'assignment:acme/repositories/web|member:hired-pen roles write',
      'assignment:acme|member:octavia',
      'assignment:acme|member:octavia roles owner',
    ]);
    // Nothing that writes, and the version in each.
    for (const { method, path, requestHeaders } of standIn.exchanges) {
      expect([method, path]).toEqual(path === '/graphql' ? ['POST', path] : ['GET', path]);
      expect(requestHeaders['x-github-api-version']).toBe(settings['api-version'] ?? '2022-11-28');
    }
  });
});

/** Teams of many people and more teams than one page holds. */
const LARGE: GithubSeed = {
  organizations: [
    {
      login: 'acme',
      owners: ['octavia'],
      members: Array.from({ length: 260 }, (_, n) => `Person-${n}`),
      repositories: Array.from({ length: 45 }, (_, n) => ({ name: `repo-${n}` })),
      teams: [
        ...Array.from({ length: 60 }, (_, n) => ({
          name: `Team ${n}`,
          members: Array.from({ length: 45 }, (_, m) => `person-${(n * 7 + m) % 260}`),
          repositories: { [`repo-${n % 45}`]: 'write' },
        })),
        {
          name: 'Everybody',
          members: Array.from({ length: 260 }, (_, n) => `person-${n}`),
          repositories: Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`repo-${n}`, 'read'])),
        },
      ],
    },
  ],
};

test('pages adapt where GitHub stops a query halfway, and nothing is lost', async () => {
  const standIn = await githubOf({ seed: LARGE });
  const whole = facts(must(await openReader(fastGithub(), githubConnection(standIn)).read()));
  const asked = standIn.exchanges.filter(({ path }) => path === '/graphql').length;
  const strict = await githubOf({ seed: LARGE, limits: { nestedObjects: 400 } });
  const read = must(await openReader(fastGithub(), githubConnection(strict)).read());
  expect(facts(read)).toEqual(whole);
  expect(whole.filter((fact) => fact.startsWith('group:acme/everybody members'))).toHaveLength(260);
  const more = strict.exchanges.filter(({ path }) => path === '/graphql').length;
  expect(more).toBeGreaterThan(asked);
});

test.each([502, 504])('a %i is answered with a smaller page', async (status) => {
  const fault = { kind: 'status', status, match: { path: 'graphql' }, nth: 2 } as const;
  const standIn = await githubOf({ seed: LARGE, faults: [fault] });
  const calm = await githubOf({ seed: LARGE });
  const read = must(await openReader(fastGithub(), githubConnection(standIn)).read());
  expect(facts(read)).toEqual(facts(must(await openReader(fastGithub(), githubConnection(calm)).read())));
});

test('people are folded, and shown as GitHub writes them', async () => {
  const standIn = await githubOf({ seed: LARGE });
  const read = must(await openReader(fastGithub(), githubConnection(standIn)).read());
  const found = read.resources.find(({ address }) => address === 'member:acme/person-7');
  expect(found?.attributes).toMatchObject({ member: 'person-7', display: 'Person-7' });
});

describe('a read that is not whole is none', () => {
  test.each([
    ['no such organization', {}, 'nobody', 'unknown-live-organization'],
    ['no such organization, by REST', { graphql: false }, 'nobody', 'unknown-live-organization'],
  ] as const)('%s', async (_, settings, remote, code) => {
    const standIn = await githubOf();
    const connection = githubConnection(standIn, settings, { remote });
    expect(codesOf(await openReader(fastGithub(), connection).read())).toEqual([code]);
  });

  test('a wrong token', async () => {
    const standIn = await githubOf();
    const connection = githubConnection({ url: standIn.url, token: 'ghp_wrong' });
    const read = await openReader(fastGithub(), connection).read();
    expect(codesOf(read)).toEqual(['token-rejected']);
    expect(JSON.stringify(read)).not.toContain('ghp_wrong');
  });

  test('a page of HTML from a proxy, at each request', async () => {
    for (let nth = 1; nth <= 6; nth += 1) {
      const standIn = await githubOf({ faults: [{ kind: 'html', nth }] });
      const read = await openReader(fastGithub(), githubConnection(standIn)).read();
      expect(codesOf(read)).toEqual(['connector-protocol']);
    }
  });

  test('a version of the API that has ended', async () => {
    const standIn = await githubOf({
      versionEnds: { '2022-11-28': { deprecation: '2026-01-01', sunset: '2026-06-01' } },
    });
    const read = await openReader(fastGithub(), githubConnection(standIn)).read();
    expect(codesOf(read)).toEqual(['api-version-ended']);
  });
});
