import { describe, expect, expectTypeOf, test } from 'vitest';
import { readAndCompare, readAndPlan } from '../../../src/command/session/plan-organization.ts';
import { openReader } from '../../../src/connector/connect.ts';
import type { LiveReader, LiveWriter } from '../../../src/connector/connector.ts';
import type {
  GithubReads,
  GithubRestReads,
  GithubWrites,
} from '../../../src/connector/github/github-client.ts';
import { readGithub } from '../../../src/connector/github/read-github.ts';
import { githubWorkspace, withWorkspaceToken } from './at-the-command-line.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';
import { acme } from './rehearsal.ts';

/** Whatever only looks is handed a client that cannot write: by its type, by what it is, and by what arrives. */

test('by types: a reader has nothing that writes, and what reads and plans asks for no more than a reader', () => {
  expectTypeOf<LiveReader>().not.toHaveProperty('write');
  expectTypeOf<LiveWriter>().toHaveProperty('write');
  expectTypeOf<GithubReads>().not.toHaveProperty('send');
  expectTypeOf<GithubRestReads>().not.toHaveProperty('send');
  expectTypeOf<GithubWrites>().toHaveProperty('send');
  expectTypeOf(readAndCompare).parameter(1).toEqualTypeOf<LiveReader>();
  expectTypeOf(readAndPlan).parameter(1).toEqualTypeOf<LiveReader>();
  expectTypeOf(readGithub).parameter(0).toEqualTypeOf<GithubReads>();
  const refused = (reader: LiveReader, reads: GithubReads): readonly unknown[] => [
    // @ts-expect-error: a reader is no writer
    (): LiveWriter => reader,
    // @ts-expect-error: nor is its client
    (): GithubWrites => reads,
    // @ts-expect-error: a route that writes is none to get
    () => reads.get({ route: 'PUT /orgs/{org}/memberships/{username}', parameters: {} }),
  ];
  expect(refused).toBeTypeOf('function');
});

test('by what it is: a reader that is opened has no function that writes, and cannot be given one', async () => {
  const standIn = await githubOf();
  const reader = openReader(fastGithub(), githubConnection(standIn));
  expect(Object.keys(reader)).not.toContain('write');
  expect('write' in reader).toBe(false);
});

const SEED = withWorkspaceToken(
  acme({
    plan: 'enterprise',
    members: ['ben', 'chi'],
    invitations: [
      { login: 'dan' },
      { login: 'eve', failed: 'Invitation expired', createdAt: '2026-11-01T00:00:00Z' },
    ],
    teams: [{ name: 'Docs', members: ['ben'], repositories: { web: 'read' } }],
    repositories: [{ name: 'web', collaborators: { 'hired-pen': 'write' } }],
  }),
);

/** Everything is otherwise than it is live. */
const DOCUMENTS = `title: Acme
members: { octavia: { roles: [owner] }, ben: { roles: [owner] }, eve: , new-person: }
groups: { docs: { title: Docs, members: [eve] }, made: { title: Made } }
repositories: { web: { groups: { docs: { roles: [admin] } } }, fresh: }
`;

const COMMANDS: readonly (readonly string[])[] = [
  ['check'],
  ['plan', '--engine', 'embedded'],
  ['plan', '--engine', 'embedded', '--json'],
  ['drift'],
  ['access', 'who', 'contents:write', 'acme/repositories/web', '--live'],
  ['access', 'why', 'ben', 'contents:read', 'acme/repositories/web', '--live'],
  ['import'],
  ['import', '--diff'],
];

describe('by what arrives: no request that writes', () => {
  test.each(COMMANDS.map((words) => [words.join(' '), words] as const))('bylaw %s', async (_, words) => {
    for (const settings of ['', 'graphql: false']) {
      const standIn = await githubOf({ seed: SEED, everybodyExists: true });
      const { err } = await githubWorkspace(standIn.url, { documents: DOCUMENTS, settings }).run(...words);
      expect(err).not.toMatch(/crash|stack/);
      if (words[0] !== 'check') expect(standIn.exchanges.length).toBeGreaterThan(10);
      for (const { method, path, requestBody } of standIn.exchanges) {
        if (method === 'GET') continue;
        // A query is sent by POST, and reads; an App's request for its token is the only other one.
        expect([method, path]).toEqual(['POST', '/graphql']);
        expect(JSON.stringify(requestBody)).toMatch(/^\{"query":"query /);
        expect(JSON.stringify(requestBody)).not.toMatch(/mutation/);
      }
    }
  });
});
