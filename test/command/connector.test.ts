/** `bylaw connector`: what is shown of a connector file on a live platform, and whether that still holds of the file. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { FILE, hostilePlatform, type Spoil } from '../connector/described/hostile-platform.ts';
import type { Finished } from './bylaw.ts';
import { organization, stageOf, TOKEN, type Workspace, workspaceOf } from './workspaces.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(
  JSON.parse(readFileSync('schemas/output/connector.schema.json', 'utf8')),
);

interface Check {
  readonly check: string;
  readonly verdict: string;
  readonly said: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly details: readonly string[];
}

interface TestReport {
  readonly result: string;
  readonly version: string | null;
  readonly checks: readonly Check[];
  readonly differences: readonly unknown[];
  readonly badge: string | null;
}

function reportOf({ out }: Finished): TestReport {
  const report = JSON.parse(out);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return report;
}

const verdicts = ({ checks }: TestReport) => checks.map(({ check, verdict }) => `${check} ${verdict}`);

const EFFECTIVE = `
effective:
  from: answers
  member: { ref: users, by: user }
  permissions: { each: may }
`;

/** The small server's file, with the list in which it says who may do what. */
const WITH_ANSWERS = FILE.replace(
  'read:\n',
  'answers: { get: /answers, items: data, id: user, page: none, whole: unpaged }\nread:\n',
)
  .replace('answers:', '  answers:')
  .concat(EFFECTIVE.trimStart());

const VIEWER = ['documents:read', 'users:read'];
const EDITOR = [...VIEWER, 'documents:write'];
const TRUE = { 1: EDITOR, 2: EDITOR, 5: VIEWER };

/** Ana and bo are editors by their group, eve a viewer. */
function answers(of: Readonly<Record<number, readonly string[]>>): Spoil {
  return ({ path }) =>
    path === '/api/answers'
      ? {
          status: 200,
          body: { data: Object.entries(of).map(([user, may]) => ({ user: Number(user), may })) },
        }
      : null;
}

async function tested(
  file: string,
  spoil: Spoil,
  ...more: readonly string[]
): Promise<[Finished, Workspace]> {
  const { connection } = await hostilePlatform(spoil);
  const made = workspaceOf({ 'small.yaml': file }).with({ BYLAW_TOKEN: connection.secrets['token-env'] });
  const url = String(connection.settings.url);
  const words = ['connector', 'test', 'small.yaml', 'acme', '--platform', 'lumoauth', '--url', url];
  return [await made.run(...words, ...more), made];
}

describe('the Access API by its file', () => {
  it('is shown on an organization of the workspace, and the badge says so until the file changes', async () => {
    const file = readFileSync('schemas/connectors/access-api.yaml', 'utf8');
    const made = await stageOf(
      organization(
        'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example:\ngroups:\n  qa: { members: [bo@acme.example], roles: [editor] }\n  ops: { members: [ana@acme.example] }\n',
      ),
    );
    made.write('access-api.yaml', file);
    expect((await made.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
    made.write('bylaw.yaml', made.read('bylaw.yaml').replace(/http:[^"]+/, made.platform.url));
    const done = await made.run('connector', 'test', 'access-api.yaml', 'acme', '--badge', '--json');
    expect(done.status, done.err).toBe(0);
    const report = reportOf(done);
    expect(verdicts(report)).toEqual(['read shown', 'twice shown', 'pages partly', 'effective shown']);
    expect(report.checks[3]?.counts).toMatchObject({ people: 2, differences: 0 });
    const badge = made.read('access-api.badge.json');
    expect(badge).not.toMatch(/ana@|bo@|qa|acme"/);
    expect(`${done.out}${badge}`).not.toContain(TOKEN);

    const fits = await made.run('connector', 'badge', 'access-api.yaml');
    expect(fits.status).toBe(0);
    expect(fits.out).toMatch(
      /^fits +access-api\.yaml +\d{4}-\d\d-\d\d: read shown, twice shown, pages partly, effective shown\n/,
    );
    made.write('access-api.yaml', file.replaceAll('\n', '\r\n'));
    expect((await made.run('connector', 'badge', 'access-api.yaml')).status).toBe(0);
    made.write('access-api.yaml', file.replace('in-flight: 8', 'in-flight: 7'));
    const stale = await made.run('connector', 'badge', 'access-api.yaml', '--json');
    expect(stale.status).toBe(2);
    expect(reportOf(stale)).toMatchObject({
      result: 'failed',
      connectors: [{ badge: { state: 'stale', changed: ['access-api.yaml'] } }],
    });
  });
});

describe('a small platform', () => {
  it('says what it says itself', async () => {
    const [done, made] = await tested(WITH_ANSWERS, answers(TRUE), '--json', '--badge');
    expect(done.status, done.out + done.err).toBe(0);
    const report = reportOf(done);
    expect(report.version).toBe('4.2.0');
    expect(verdicts(report)).toEqual(['read shown', 'twice shown', 'pages shown', 'effective shown']);
    expect(report.badge).toBe('small.badge.json');
    expect(JSON.parse(made.read('small.badge.json'))).toMatchObject({ connector: 'small', version: '4.2.0' });
  });

  it('says otherwise of somebody: each difference is named, with the path by which Bylaw holds it', async () => {
    const told = { 1: EDITOR, 2: VIEWER, 3: ['documents:delete'], 5: VIEWER };
    const [done, made] = await tested(WITH_ANSWERS, answers(told), '--json', '--badge');
    expect(done.status).toBe(2);
    const { differences, badge, checks } = reportOf(done);
    expect(differences).toEqual([
      {
        person: 'bo@acme.com',
        scope: 'acme',
        permission: 'documents:write',
        heldBy: 'bylaw',
        path: expect.stringMatching(/^bo@acme.com → group qa .* → role editor on acme .* → documents:write/),
      },
      {
        person: 'cy@acme.com',
        scope: 'acme',
        permission: 'documents:delete',
        heldBy: 'platform',
        path: null,
      },
    ]);
    expect(checks[3]).toMatchObject({ check: 'effective', verdict: 'failed', counts: { differences: 2 } });
    expect(badge).toBeNull();
    expect(() => made.read('small.badge.json')).toThrow();
    const [text] = await tested(WITH_ANSWERS, answers(told));
    expect(text.out).toContain('≠ bo@acme.com documents:write on acme: Bylaw says yes, the platform no\n');
  });

  it.each<[what: string, spoil: Spoil, failed: string, detail: RegExp]>([
    [
      'leaves somebody out where pages are small',
      ({ path, query }, { body }) => {
        if (path !== '/api/users' || query.get('limit') !== '1') return null;
        const { data } = body as { data: readonly unknown[] };
        return { body: { data: Number(query.get('offset')) === 4 ? [] : data, total: 4 } };
      },
      'pages failed',
      /^List (grants|users|members): .*reference|only the first has/,
    ],
    [
      'lies about the total where pages are small',
      ({ path, query }, { body }) =>
        path === '/api/users' && query.get('limit') === '1'
          ? { body: { ...(body as object), total: 7 } }
          : null,
      'pages failed',
      /^List users: .*rule whole/,
    ],
    [
      'changes between two readings',
      ({ path, again }) =>
        path === '/api/groups/g1/members' && again > 2 && again < 5
          ? { body: { data: [{ user: 1 }] } }
          : null,
      'twice failed',
      /^each has another group:acme\/qa$/,
    ],
    [
      'has another field in its answer',
      ({ path }) =>
        path === '/api/answers' ? { status: 200, body: { data: [{ user: 1, may: [], until: 'x' }] } } : null,
      'effective failed',
      /^List answers: .*closed-row/,
    ],
  ])('%s', async (_what, spoil, failed, detail) => {
    const spoilt: Spoil = (asked, answer) => spoil(asked, answer) ?? answers(TRUE)(asked, answer);
    const [done] = await tested(WITH_ANSWERS, spoilt, '--json');
    expect(done.status, done.out + done.err).toBe(2);
    const report = reportOf(done);
    expect(verdicts(report)).toContain(failed);
    const { details = [] } = report.checks.find(({ verdict }) => verdict === 'failed') ?? {};
    expect(
      details.some((line) => detail.test(line)),
      details.join('\n'),
    ).toBe(true);
  });

  it('says nothing where it does not say what people may do, or nobody may do anything', async () => {
    const [silent] = await tested(FILE, () => null);
    expect(silent.status).toBe(0);
    expect(silent.out).toMatch(
      /not shown +effective +the file does not describe the platform’s own answer\n/,
    );
    const nobody: Spoil = (asked, answer) =>
      asked.path === '/api/grants'
        ? { body: { data: [] }, headers: { 'x-total': '0' } }
        : answers({})(asked, answer);
    const [none] = await tested(WITH_ANSWERS, nobody);
    expect(none.out).toMatch(/not shown +effective +nobody may do anything there\n/);
    expect(none.out).toContain('nothing stands on a second page of grants\n');
  });

  it('does not let in, or is not there: status 1, and no secret', async () => {
    const { connection } = await hostilePlatform();
    const url = String(connection.settings.url);
    const made = workspaceOf({ 'small.yaml': FILE });
    const words = ['connector', 'test', 'small.yaml', '--platform', 'lumoauth', '--url'];
    const refused = await made.run(...words, url);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('token-rejected');
    expect(refused.err).not.toContain(TOKEN);
    const gone = await made.run(...words, 'http://127.0.0.1:9', '--json');
    expect(gone.status).toBe(1);
    expect(gone.out).toContain('connector-unreachable');
    const without = await made.with({ BYLAW_TOKEN: undefined }).run(...words, url);
    expect(without.status).toBe(1);
    expect(without.err).toContain('token-missing');
  });
});

it('a draft is printed or written, and no command takes it as it is', async () => {
  const made = workspaceOf({ 'openapi.json': readFileSync('schemas/access-api.openapi.json') });
  const words = ['connector', 'init', '--from-openapi', 'openapi.json'];
  const printed = await made.run(...words);
  expect(printed.status).toBe(0);
  expect(printed.out).toContain('kind: Connector\n');
  const written = await made.run(...words, '--out', 'acme.yaml');
  expect(written.out).toMatch(/^acme\.yaml: \d+ lists, 28 writes, \d+ decisions to make\n/);
  expect(made.read('acme.yaml')).toBe(printed.out);
  expect(reportOf(await made.run(...words, '--json'))).toMatchObject({ task: 'init', file: null });
  const tried = await made.run(
    'connector',
    'test',
    'acme.yaml',
    '--platform',
    'lumoauth',
    '--url',
    'http://127.0.0.1:9',
  );
  expect(tried.status).toBe(1);
  expect(tried.err).toContain('error[invalid-value]');
});

it.each<[words: readonly string[], said: RegExp]>([
  [[], /Test, badge or init\?/],
  [['tets', 'x.yaml'], /Did you mean `test`\?/],
  [['test'], /One connector file is tested/],
  [['test', 'a.yaml', 'b', 'c'], /One connector file is tested/],
  [['test', 'small.yaml'], /Which organization\?/],
  [['test', 'small.yaml', '--platform', 'lumoauth'], /Where is the platform\?/],
  [['test', 'small.yaml', '--platform', 'nonsense', '--url', 'http://127.0.0.1:9'], /no platform "nonsense"/],
  [['test', 'none.yaml', '--platform', 'lumoauth', '--url', 'http://127.0.0.1:9'], /none\.yaml/],
  [['test', 'wrong.yaml', '--platform', 'lumoauth', '--url', 'http://127.0.0.1:9'], /wrong\.yaml:\d+/],
  [['test', 'small.yaml', '--platform', 'lumoauth', '--url', 'ftp://x'], /invalid-value/],
  [['init'], /A draft of what\?/],
  [['init', 'x', '--from-openapi', 'small.yaml'], /A draft of what\?/],
  [['init', '--from-openapi', 'none.json'], /none\.json/],
  [['init', '--from-openapi', 'small.yaml'], /small\.yaml:\d+[\s\S]*version 3/],
  [['init', '--from-openapi', 'openapi.json', '--out', 'small.yaml'], /"small\.yaml": it is there already/],
  [['badge'], /Badges of which files\?/],
  [['badge', 'none.yaml'], /none\.yaml/],
  [['badge', 'spoilt.yaml'], /"spoilt\.badge\.json" is no badge/],
])('%j is an error', async (words, said) => {
  const made = workspaceOf({
    'small.yaml': FILE,
    'wrong.yaml': FILE.replace('whole: ended', 'whole: surely'),
    'spoilt.yaml': FILE,
    'openapi.json': '{"openapi":"3.1.0","paths":{}}',
    'spoilt.badge.json': '{"format":"bylaw.connector-badge/v1"}',
  });
  const done = await made.run('connector', ...words);
  expect(done.status).toBe(1);
  expect(done.err).toMatch(said);
});
