import { describe, expect, test } from 'vitest';
import { openReader, openWriter } from '../../../src/connector/connect.ts';
import { deprecationIn } from '../../../src/connector/http/deprecation.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { codesOf, must } from '../connections.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';

/** What GitHub says of the end of a version of its API, before it comes and after. */

const SEED: GithubSeed = {
  organizations: [
    { login: 'acme', owners: ['octavia'], members: ['ben'], teams: [{ name: 'Docs' }] },
    { login: 'other', owners: ['octavia'], members: [] },
  ],
};
const ENDS = { '2022-11-28': { deprecation: '2026-03-10T00:00:00Z', sunset: '2028-03-10T00:00:00Z' } };

test('the end of a version is announced once in a run, with its day', async () => {
  const standIn = await githubOf({ seed: SEED, versionEnds: ENDS });
  const connector = fastGithub();
  const reader = openReader(connector, githubConnection(standIn));
  const [found, ...more] = (await reader.read()).diagnostics;
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    code: 'api-version-ending',
    severity: 'warning',
    message:
      'GitHub calls version 2022-11-28 of its API deprecated since 2026-03-10, and answers it until 2028-03-10',
    origin: { from: 'live', url: `${standIn.url}/orgs/acme` },
  });
  const again = await reader.read();
  const other = await openWriter(connector, githubConnection(standIn, {}, { remote: 'other' })).read();
  expect([must(again).revision !== '', again.diagnostics, other.diagnostics]).toEqual([true, [], []]);
  // Another run.
  const next = await openReader(fastGithub(), githubConnection(standIn)).read();
  expect(next.diagnostics.map(({ code }) => code)).toEqual(['api-version-ending']);
});

test('a version whose end is not announced is no news', async () => {
  const standIn = await githubOf({ seed: SEED, versionEnds: ENDS });
  const connection = githubConnection(standIn, { 'api-version': '2026-03-10' });
  expect((await openReader(fastGithub(), connection).read()).diagnostics).toEqual([]);
});

test.each([{}, { graphql: false }])(
  'by %j, a version that has ended is said to have ended',
  async (settings) => {
    const standIn = await githubOf({ seed: SEED, versionEnds: ENDS });
    const writer = openWriter(fastGithub(), githubConnection(standIn, settings));
    must(await writer.read());
    standIn.clock.advance(2 * 366 * 86_400);
    expect(codesOf(await writer.read())).toEqual(['api-version-ended']);
    const written = await writer.write({ write: 'add-group-member', group: 'acme/docs', member: 'ben' });
    expect(codesOf(written)).toEqual(['api-version-ended']);
  },
);

describe('headers', () => {
  test.each([
    [null, null, null],
    ['@1773100800', null, { since: '2026-03-10', until: null }],
    ['@1773100800', 'Fri, 10 Mar 2028 00:00:00 GMT', { since: '2026-03-10', until: '2028-03-10' }],
    ['Tue, 10 Mar 2026 00:00:00 GMT', null, { since: '2026-03-10', until: null }],
    [null, 'Fri, 10 Mar 2028 00:00:00 GMT', { since: null, until: '2028-03-10' }],
    ['true', 'soon', { since: null, until: null }],
    ['@999999999999999999', '1', { since: null, until: null }],
    ['', '', { since: null, until: null }],
  ])('Deprecation %j and Sunset %j', (deprecation, sunset, told) => {
    const headers = new Map([
      ['deprecation', deprecation],
      ['sunset', sunset],
    ]);
    expect(deprecationIn({ get: (name) => headers.get(name) ?? null })).toEqual(told);
  });
});
