import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openReader, openWriter } from '../../../src/connector/connect.ts';
import type { AnswerFolder, Connection } from '../../../src/connector/connector.ts';
import {
  type ConditionalReadSettings,
  readConditionally,
} from '../../../src/connector/github/conditional-reads.ts';
import type { Exchange } from '../../../src/connector/http/exchange.ts';
import { KeptAnswers } from '../../../src/connector/protocol/kept-answers.ts';
import type { ConnectionSettings } from '../../../src/connector/settings.ts';
import { groupPath } from '../../../src/resource/identifiers.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { diagnostic } from '../../../src/source/diagnostic.ts';
import { openAnswerFolder } from '../../../src/state/answer-folder.ts';
import {
  type GithubStandInForTests,
  type OpenGithubOptions,
  SMALL_SEED,
} from '../../sandbox/github/open-github-stand-in.ts';
import { codesOf, must, plain } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';

/** Answers of before: they save quota, and change nothing of what is read. */

interface Scene {
  readonly standIn: GithubStandInForTests;
  readonly directory: string;
  /** Reads once more, with a connector of its own, as another run would. */
  readonly read: (more?: Partial<Connection>) => Promise<ReadTold>;
  readonly file: () => string;
}

interface ReadTold {
  readonly found: unknown;
  readonly spent: number;
  readonly unchanged: number;
}

async function scene(options: OpenGithubOptions = {}, settings: ConnectionSettings = {}): Promise<Scene> {
  const standIn = await githubOf({ limits: 'github', everybodyExists: true, ...options });
  const directory = folder();
  const read: Scene['read'] = async (more = {}) => {
    const answers = openAnswerFolder(directory);
    const connection = githubConnection(standIn, settings, { answers, ...more });
    const before = standIn.restCount();
    const told = await openReader(fastGithub(), connection).read();
    const after = standIn.restCount();
    const found = told.ok ? [plain(told.value.resources), told.value.unknown?.map(({ name }) => name)] : told;
    return { found, spent: after.spent - before.spent, unchanged: after.unchanged - before.unchanged };
  };
  const file = () => {
    const [name, ...more] = readdirSync(directory);
    if (name === undefined || more.length > 0) throw new Error('one file was expected');
    return join(directory, name);
  };
  return { standIn, directory, read, file };
}

function folder(): string {
  const directory = join(mkdtempSync(join(tmpdir(), 'bylaw-answers-')), 'answers');
  onTestFinished(() => rmSync(join(directory, '..'), { recursive: true, force: true }));
  return directory;
}

const READERS: readonly (readonly [string, ConnectionSettings])[] = [
  ['GraphQL', {}],
  ['GraphQL under the newest version', { 'api-version': '2026-03-10' }],
  ['REST alone', { graphql: false }],
];

describe.each(READERS)('by %s', (_, settings) => {
  test('a second read of what is as it was costs no quota of REST, and tells the same', async () => {
    const { read } = await scene({}, settings);
    const first = await read();
    expect(first.unchanged).toBe(0);
    expect(first.spent).toBeGreaterThan(10);
    const second = await read();
    expect(second).toEqual({ found: first.found, spent: 0, unchanged: first.spent - 3 });
    const outright = await read({ answers: NOWHERE });
    expect(outright).toEqual({ found: first.found, spent: first.spent, unchanged: 0 });
  });

  test('what changed is told, and costs what it is', async () => {
    const { read, standIn } = await scene({}, settings);
    await read();
    expect((await standIn.ask('PUT', '/orgs/acme/memberships/newcomer', { role: 'member' })).status).toBe(
      200,
    );
    await standIn.ask('PUT', '/repos/acme/web/collaborators/hired-pen', { permission: 'admin' });
    const after = await read();
    const outright = await read({ answers: NOWHERE });
    expect(after.found).toEqual(outright.found);
    expect(after.spent).toBeGreaterThan(0);
    expect(after.spent).toBeLessThan(outright.spent);
    expect((await read()).spent).toBe(0);
  });
});

const NOWHERE: AnswerFolder = { load: () => null, save: () => {} };

test('another token, version or organization has answers of its own', async () => {
  const more: GithubSeed = {
    organizations: [...SMALL_SEED.organizations, { login: 'other', owners: ['octavia'], members: [] }],
    tokens: [
      { value: 'ghp_one', login: 'octavia', scopes: ['admin:org', 'repo'] },
      { value: 'ghp_two', login: 'octavia', scopes: ['admin:org', 'repo'] },
    ],
  };
  const { read, directory, standIn } = await scene({ seed: more });
  await read();
  const { settings } = githubConnection(standIn, { 'api-version': '2026-03-10' });
  for (const other of [{ secrets: { 'token-env': 'ghp_two' } }, { remote: 'other' }, { settings }]) {
    expect((await read(other)).unchanged).toBe(0);
  }
  expect(readdirSync(directory)).toHaveLength(4);
});

test('only the owner of the files can read them, and there is no secret in them', async () => {
  const { read, standIn, directory, file } = await scene({}, { graphql: false });
  await read();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  const text = `${file()} ${readFileSync(file(), 'utf8')}`;
  expect(text).not.toContain(standIn.token);
  expect(text).not.toMatch(/clone_token/);
  expect(text).toContain('hired-pen');
});

const text = (file: string): string => readFileSync(file, 'utf8');
const DAMAGE: readonly (readonly [string, (file: string) => void])[] = [
  ['empty', (file) => writeFileSync(file, '')],
  ['cut off', (file) => writeFileSync(file, text(file).slice(0, -100))],
  ['cut off after the seal', (file) => writeFileSync(file, text(file).slice(0, 65))],
  ['no text', (file) => writeFileSync(file, Buffer.alloc(3000, 0xff))],
  ['one letter another', (file) => writeFileSync(file, text(file).replaceAll('roles', 'rolez'))],
  ['without a seal', (file) => writeFileSync(file, text(file).slice(65))],
  ['JSON of something else', (file) => writeFileSync(file, '[]')],
  ['not there', (file) => rmSync(file)],
  [
    'a link to another',
    (file) => {
      renameSync(file, join(file, '../../elsewhere'));
      symlinkSync('../elsewhere', file);
    },
  ],
];

test.each(DAMAGE)('a file that is %s is as good as none', async (_, damage) => {
  const { read, file } = await scene();
  const first = await read();
  damage(file());
  expect(await read()).toEqual(first);
});

test('an answer that somebody else made up and sealed by a secret of their own is no answer', async () => {
  const { read, file } = await scene();
  const first = await read();
  const stranger = await scene({
    seed: {
      ...SMALL_SEED,
      tokens: [{ value: 'ghp_stranger', login: 'octavia', scopes: ['admin:org', 'repo'] }],
    },
  });
  await stranger.read();
  writeFileSync(file(), text(stranger.file()));
  expect(await read()).toEqual(first);
});

test('two runs at once do each other no harm', async () => {
  const { read, standIn } = await scene();
  const alone = await read({ answers: NOWHERE });
  for (const told of await Promise.all([read(), read(), read()])) expect(told.found).toEqual(alone.found);
  await standIn.ask('PUT', '/orgs/acme/memberships/newcomer', { role: 'member' });
  const outright = await read({ answers: NOWHERE });
  for (const told of await Promise.all([read(), read()])) expect(told.found).toEqual(outright.found);
  expect((await read()).spent).toBe(0);
});

test('a permission that was lost is not hidden by answers of before', async () => {
  const { read, standIn } = await scene();
  const first = await read();
  const acme = standIn.organization('acme');
  const octavia = standIn.world.userByLogin('octavia');
  const ben = standIn.world.userByLogin('ben');
  if (octavia === undefined || ben === undefined) throw new Error('nobody');
  acme.members.set(ben.id, 'admin');
  acme.members.set(octavia.id, 'member');
  const later = await read();
  const outright = await read({ answers: NOWHERE });
  expect(later.found).toEqual(outright.found);
  expect(later.found).not.toEqual(first.found);
  acme.members.delete(octavia.id);
  expect((await read()).found).toEqual((await read({ answers: NOWHERE })).found);
});

test('a list that was full and is longer now is read to its new end, though its first page is as it was', async () => {
  const people = Array.from({ length: 99 }, (_, n) => `m${String(n).padStart(3, '0')}`);
  const { read, standIn } = await scene(
    { seed: { organizations: [{ login: 'acme', owners: ['a'], members: people }] } },
    { graphql: false },
  );
  await read();
  const full = await read();
  expect(full.spent).toBeGreaterThan(0);
  await standIn.ask('PUT', '/orgs/acme/memberships/zz-last', { role: 'member' });
  standIn.accept('acme', 'zz-last');
  const longer = await read();
  expect(JSON.stringify(longer.found)).toContain('member:acme/zz-last');
  expect(longer.found).toEqual((await read({ answers: NOWHERE })).found);
  expect((await read()).spent).toBe(0);
});

test('a page in the middle that changed is read with those that did not, and the list is whole', async () => {
  const people = Array.from({ length: 350 }, (_, n) => `m${String(n).padStart(3, '0')}`);
  const { read, standIn } = await scene(
    { seed: { organizations: [{ login: 'acme', owners: ['a'], members: people }] } },
    { graphql: false },
  );
  await read();
  await standIn.ask('DELETE', '/orgs/acme/members/m150');
  const after = await read();
  expect(after.found).toEqual((await read({ answers: NOWHERE })).found);
  expect(JSON.stringify(after.found)).not.toContain('m150');
  expect(after.unchanged).toBeGreaterThan(0);
});

const DAY_MS = 86_400_000;

test('answers are asked for again after thirty days, and what was not there after one', async () => {
  const { standIn, directory } = await scene();
  const readAt = async (days: number) => {
    const time = fastTime(Date.UTC(2026, 10, 29, 12) + days * DAY_MS);
    const connection = githubConnection(standIn, {}, { answers: openAnswerFolder(directory) });
    const before = standIn.restCount().spent;
    must(await openReader(fastGithub(time), connection).read());
    return standIn.restCount().spent - before;
  };
  const first = await readAt(0);
  expect(await readAt(0.9)).toBe(0);
  expect(await readAt(1.1)).toBe(3);
  expect(await readAt(29)).toBe(3);
  expect(await readAt(30.1)).toBe(first);
  // A clock that was wrong, and is right again.
  expect(await readAt(30)).toBe(0);
});

test('a plan that may have them has custom roles asked for again', async () => {
  const { read, standIn } = await scene();
  await read();
  Object.assign(standIn.organization('acme'), { plan: 'enterprise' });
  const upgraded = await read();
  expect(upgraded.found).toEqual((await read({ answers: NOWHERE })).found);
  const asked = standIn.exchanges.filter(({ path }) => path.endsWith('/custom-repository-roles'));
  expect(asked.map(({ status }) => status)).toEqual([404, 200, 200]);
  // There, what an enterprise does not have is asked for each time: no answer but a 200 has a tag.
  expect((await read()).spent).toBe(1);
});

test('a writer looks by answers of before too, and finds what is so now', async () => {
  const { standIn, directory } = await scene();
  const connection = githubConnection(standIn, {}, { answers: openAnswerFolder(directory) });
  const writer = openWriter(fastGithub(), connection);
  must(await writer.read());
  must(await writer.read());
  await standIn.ask('PUT', '/orgs/acme/teams/frontend/memberships/ben', { role: 'member' });
  const gone = await writer.write({ write: 'delete-group', group: groupPath('acme', 'frontend') });
  expect(codesOf(gone)).toEqual(['live-changed']);
});

/** What GitHub would have to say for each of these is not known; nothing is believed that does not fit. */
const STRANGE: readonly (readonly [string, Readonly<Record<string, string>>, boolean])[] = [
  ['of the same tag', { etag: '"one"' }, true],
  ['of the same tag, called weak', { etag: 'W/"one"' }, true],
  ['without a tag', {}, true],
  ['of another tag', { etag: '"two"' }, false],
  ['for somebody with other scopes', { etag: '"one"', 'x-oauth-scopes': 'read:org' }, false],
  ['for somebody with the same scopes', { etag: '"one"', 'x-oauth-scopes': 'admin:org' }, true],
];

test.each(STRANGE)('a 304 %s', async (_, headers, isBelieved) => {
  const kept = keptInMemory();
  const url = 'https://api.github.com/orgs/acme/teams?per_page=100';
  const told = new Map([
    ['etag', '"one"'],
    ['x-oauth-scopes', 'admin:org'],
    ['link', '<https://x/2>; rel="next"'],
  ]);
  const whole = answerOf(200, [{ id: 1 }], told);
  await readConditionally(kept, { url, absentWhile: null }, async () => whole);
  const asked: Readonly<Record<string, string>>[] = [];
  const again = await readConditionally(kept, { url, absentWhile: null }, async (conditions) => {
    asked.push(conditions);
    return 'if-none-match' in conditions ? answerOf(304, null, new Map(Object.entries(headers))) : whole;
  });
  expect(asked).toEqual(isBelieved ? [{ 'if-none-match': '"one"' }] : [{ 'if-none-match': '"one"' }, {}]);
  if (again.end !== 'answer') throw new Error('an answer was expected');
  expect([again.status, again.body, again.headers.get('Link')]).toEqual([
    200,
    [{ id: 1 }],
    '<https://x/2>; rel="next"',
  ]);
  // Of what a credential may do, nothing of before is told.
  if (isBelieved) expect(again.headers.get('x-oauth-scopes')).toBe(headers['x-oauth-scopes'] ?? null);
});

const ANSWERS: readonly (readonly [string, Readonly<Record<string, string>>, unknown, object])[] = [
  ['a tag', { etag: 'W/"a"' }, [], { 'if-none-match': 'W/"a"' }],
  [
    'a time alone',
    { 'last-modified': 'Sun, 29 Nov 2026 12:00:00 GMT' },
    [],
    { 'if-modified-since': 'Sun, 29 Nov 2026 12:00:00 GMT' },
  ],
  ['both', { etag: '"a"', 'last-modified': 'Sun, 29 Nov 2026 12:00:00 GMT' }, [], { 'if-none-match': '"a"' }],
  ['neither', {}, [], {}],
  ['a tag that is none', { etag: 'a' }, [], {}],
  ['a tag with a line break', { etag: '"a\r\nx: y"' }, [], {}],
  ['a time that is none', { 'last-modified': 'yesterday' }, [], {}],
  ['the token in it', { etag: '"a"' }, { name: 'ghp_token' }, {}],
  ['a full page that is the last', { etag: '"a"' }, [1, 2], {}],
  ['a full page in an object', { etag: '"a"' }, { total_count: 2, roles: [1, 2] }, {}],
  [
    'a full page before another',
    { etag: '"a"', link: '<https://x/2>; rel="next"' },
    [1, 2],
    { 'if-none-match': '"a"' },
  ],
];

test.each(ANSWERS)('an answer with %s is named as it can be', async (_, headers, body, named) => {
  const kept = keptInMemory();
  const url = 'https://api.github.com/orgs/acme/teams?per_page=2';
  const ask = async () => answerOf(200, body, new Map(Object.entries(headers)));
  await readConditionally(kept, { url, absentWhile: null }, ask);
  let conditions: object | null = null;
  await readConditionally(kept, { url, absentWhile: null }, async (found) => {
    conditions = found;
    return ask();
  });
  expect(conditions).toEqual(named);
});

test('a refusal makes an answer of before forgotten, and a connection that breaks does not', async () => {
  const kept = keptInMemory();
  const read = { url: 'https://api.github.com/orgs/acme', absentWhile: null };
  const whole = answerOf(200, { id: 1 }, new Map([['etag', '"one"']]));
  const broken = {
    end: 'failure',
    diagnostic: diagnostic('connector-unreachable', 'x', null),
    inDoubt: false,
  } as const;
  const problem = { status: 403, code: '', detail: 'no', errors: [], existing: null };
  const refused = { ...whole, end: 'refusal', kind: 'refused', problem } as const;
  await readConditionally(kept, read, async () => whole);
  await readConditionally(kept, read, async () => broken);
  const named: object[] = [];
  for (const end of [refused, whole]) {
    await readConditionally(kept, read, async (conditions) => {
      named.push(conditions);
      return end;
    });
  }
  expect(named).toEqual([{ 'if-none-match': '"one"' }, {}]);
});

function keptInMemory(): ConditionalReadSettings {
  const answers = KeptAnswers.of({ folder: NOWHERE, secrets: ['ghp_token'], of: ['x'], now: () => 0 });
  return { answers, now: () => 0, isDiscreet: (found) => !found.includes('ghp_token') };
}

function answerOf(
  status: number,
  body: unknown,
  headers: ReadonlyMap<string, string>,
): Extract<Exchange, { readonly end: 'answer' }> {
  const get = (name: string): string | null => headers.get(name.toLowerCase()) ?? null;
  return { end: 'answer', status, body, headers: { get }, etag: get('etag'), uncertain: false };
}
