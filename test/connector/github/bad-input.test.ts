import { expect, test } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { TOKEN } from '../../command/workspaces.ts';
import type { OpenGithubOptions } from '../../sandbox/github/open-github-stand-in.ts';
import { githubWorkspace, withWorkspaceToken } from './at-the-command-line.ts';
import { githubOf } from './github-connections.ts';
import { acme, writesSentTo } from './rehearsal.ts';

/** What people get wrong, and what GitHub answers to it: one error each, with the way out, and nothing is written. */

const SEED = acme({
  members: ['ben'],
  teams: [{ name: 'Docs', members: ['ben'] }],
  repositories: [{ name: 'web' }],
});
const DOCUMENTS = `members: { octavia: { roles: [owner] }, ben: , new-person: }
groups: { docs: { title: Docs, members: [ben] } }
repositories: { web: }
`;

interface BadInput {
  readonly what: string;
  readonly seed?: GithubSeed;
  readonly options?: OpenGithubOptions;
  readonly settings?: string;
  readonly code: string;
  readonly wayOut: RegExp;
}

const CASES: readonly BadInput[] = [
  { what: 'a token that is none', seed: SEED, code: 'token-rejected', wayOut: /token/i },
  {
    what: 'a token without the scope that people and teams need',
    seed: { ...SEED, tokens: [{ value: TOKEN, login: 'octavia', scopes: ['repo'] }] },
    code: 'token-forbidden',
    wayOut: /token|permission|scope/i,
  },
  {
    what: 'an organization that is not there',
    settings: 'organization: nobody',
    code: 'unknown-live-organization',
    wayOut: /Compare organization in bylaw\.yaml/,
  },
  {
    what: 'a server without GraphQL',
    options: { faults: [{ kind: 'status', status: 404, match: { path: 'graphql' } }] },
    code: 'connector-incomplete-read',
    wayOut: /graphql: false/,
  },
  {
    what: 'a version of the API that is over',
    options: { faults: [{ kind: 'status', status: 410 }] },
    code: 'api-version-ended',
    wayOut: /api-version/,
  },
  {
    what: 'a page of a proxy',
    options: { faults: [{ kind: 'html' }] },
    code: 'connector-protocol',
    wayOut: /\w/,
  },
];

test.each(CASES)(
  '$what: $code, once, with the way out',
  async ({ seed, options, settings, code, wayOut }) => {
    const standIn = await githubOf({
      seed: seed === undefined ? withWorkspaceToken(SEED) : seed,
      ...options,
    });
    const workspace = githubWorkspace(standIn.url, {
      documents: DOCUMENTS,
      ...(settings === undefined ? {} : { settings }),
    });
    for (const words of [
      ['plan', '--json'],
      ['apply', '--yes', '--json'],
    ]) {
      const { status, out } = await workspace.run(...words, '--engine', 'embedded');
      expect(status).not.toBe(0);
      const report = JSON.parse(out);
      const text = JSON.stringify(report);
      const errors = errorsIn(report);
      expect(errors.map((one) => one.code)).toEqual([code]);
      expect(errors[0]?.hint === null ? text : errors[0]?.hint).toMatch(wayOut);
      expect(text).not.toContain(TOKEN);
    }
    expect(writesSentTo(standIn)).toEqual([]);
  },
);

test('an older server that lacks a field is told with the way out, and that way leads on', async () => {
  const standIn = await githubOf({ seed: withWorkspaceToken(SEED) });
  const workspace = githubWorkspace(standIn.url, { documents: DOCUMENTS, settings: 'graphql: false' });
  standIn.setFaults([{ kind: 'status', status: 404, match: { path: 'graphql' } }]);
  expect((await workspace.run('plan', '--engine', 'embedded')).err).toBe('');
});

test('a login that does not exist is told at its line, and the rest is done', async () => {
  const standIn = await githubOf({ seed: withWorkspaceToken({ ...SEED, users: [{ login: 'dan' }] }) });
  const workspace = githubWorkspace(standIn.url, {
    documents: `members: { octavia: { roles: [owner] }, ben: , dan: , nobody-of-that-name: }
groups: { docs: { title: Docs, members: [ben] } }
repositories: { web: }
`,
  });
  const { status, out, err } = await workspace.run('apply', '--yes', '--engine', 'embedded');
  expect(status).not.toBe(0);
  expect(`${out}${err}`).toMatch(
    /access\/acme\.yaml:6:\d+[\s\S]*There is no account nobody-of-that-name on GitHub/,
  );
  expect(writesSentTo(standIn)).toEqual(['PUT /orgs/acme/memberships/dan']);
});

interface ToldError {
  readonly code: string;
  readonly severity: string;
  readonly hint: string | null;
}

/** Wherever in a report they stand, each once. */
function errorsIn(value: unknown): readonly ToldError[] {
  const found = new Map<string, ToldError>();
  const walk = (one: unknown): void => {
    if (Array.isArray(one)) one.forEach(walk);
    else if (typeof one === 'object' && one !== null) {
      if ('code' in one && 'severity' in one && one.severity === 'error' && 'message' in one) {
        const hint = 'hint' in one && typeof one.hint === 'string' ? one.hint : null;
        found.set(`${one.code} ${one.message}`, { code: String(one.code), severity: 'error', hint });
      }
      Object.values(one).forEach(walk);
    }
  };
  walk(value);
  return [...found.values()];
}
