/** `bylaw connector test --writes`: each kind of write on a throw-away organization, which is then as it was. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type Meddling, WRITABLE, writablePlatform } from '../connector/described/writable-platform.ts';
import { atriumWithUnitMembers } from '../sandbox/start.ts';
import { type Finished, start } from './bylaw.ts';
import { organization, stageOf, workspaceOf } from './workspaces.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(
  JSON.parse(readFileSync('schemas/output/connector.schema.json', 'utf8')),
);

interface WritesReport {
  readonly checks: readonly { readonly check: string; readonly verdict: string; readonly said: string }[];
  readonly writes: {
    readonly prefix: string;
    readonly kinds: readonly {
      readonly kind: string;
      readonly verdict: string;
      readonly ways: { readonly taken: number; readonly described: number };
      readonly details: string[];
    }[];
    readonly left: readonly string[];
    readonly interrupted: boolean;
  } | null;
}

function reportOf({ out, err }: Finished): WritesReport {
  expect(out, err).not.toBe('');
  const report = JSON.parse(out);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return report;
}

const WORDS = ['--writes', '--throw-away', 'acme'] as const;

/** The small server that can be written to, and what it was told. */
async function tested(meddling: Meddling = {}, file = WRITABLE, ...more: readonly string[]) {
  const platform = await writablePlatform(meddling);
  const before = structuredClone(platform.rows);
  const made = workspaceOf({ 'writable.yaml': file }).with({
    BYLAW_TOKEN: String(platform.connection.secrets['token-env']),
  });
  const words = ['connector', 'test', 'writable.yaml', 'acme', '--platform', 'lumoauth'];
  const url = ['--url', String(platform.connection.settings.url)];
  const done = await made.run(...words, ...url, ...(more.length > 0 ? more : [...WORDS, '--json']));
  return { done, made, before, ...platform };
}

const lines = ({ writes }: WritesReport): readonly string[] =>
  (writes?.kinds ?? []).map(({ kind, verdict }) => `${kind} ${verdict}`);

describe('the Access API by its file', () => {
  it('does what it says of every kind that the platform has, and the organization is as it was', async () => {
    const made = await stageOf(
      organization(
        'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example:\ngroups:\n  qa: { members: [ana@acme.example], roles: [editor] }\n',
      ),
    );
    made.write('access-api.yaml', readFileSync('schemas/connectors/access-api.yaml'));
    expect((await made.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
    made.write('bylaw.yaml', made.read('bylaw.yaml').replace(/http:[^"]+/, made.platform.url));
    const test = ['connector', 'test', 'access-api.yaml', 'acme'];
    const done = await made.run(...test, ...WORDS, '--json', '--badge');
    const report = reportOf(done);
    expect(done.status, done.out).toBe(0);
    expect(report.writes?.left).toEqual([]);
    expect(lines(report)).toEqual([
      'create-scope not-shown',
      'update-scope not-shown',
      'delete-scope not-shown',
      'create-role shown',
      'update-role shown',
      'delete-role shown',
      'add-member partly',
      'set-member-state partly',
      'resend-invitation not-shown',
      'remove-member partly',
      'create-group shown',
      'update-group shown',
      'delete-group shown',
      'add-group-member shown',
      'set-membership-role not-shown',
      'remove-group-member shown',
      'nest-group not-shown',
      'unnest-group not-shown',
      'put-assignment shown',
      'delete-assignment shown',
    ]);
    for (const { kind, verdict, details } of report.writes?.kinds ?? [])
      expect([kind, details.length > 0]).toEqual([kind, verdict === 'not-shown']);
    // Everything else stands, and nothing of the test does.
    expect(await made.run('plan', '--engine', 'embedded')).toMatchObject({ status: 0 });
    expect((await made.run('connector', 'badge', 'access-api.yaml')).out).toContain(
      'writes partly: 13 of 20 kinds',
    );
    expect(() => made.read('access-api.left-behind.json')).toThrow();
  });
});

/** The file of the Access API names the settings of no platform but GitHub. */
function meantFor(joining: string, platform: unknown): unknown {
  const plain = JSON.parse(
    JSON.stringify(platform, (name, value: unknown) => (name === 'settings' ? undefined : value)),
  );
  const { invitations, ...members } = plain.members;
  return { ...plain, members: { ...members, joining, ...(joining === 'invited' ? { invitations } : {}) } };
}

describe('the Access API by its file, on a platform that has more', () => {
  const key = 'bylaw-test@acme.example';

  it.each([
    ['invited', { 'set-member-state': 'partly 1/2', 'resend-invitation': 'shown 2/2' }],
    ['provisioned', { 'set-member-state': 'shown 2/2', 'resend-invitation': 'not-shown 0/2' }],
  ])('gives roles by module, below and denied, and makes memberships below: %s', async (joining, states) => {
    const atrium = meantFor(joining, atriumWithUnitMembers());
    const made = await stageOf(
      workspaceOf({
        'access-api.yaml': readFileSync('schemas/connectors/access-api.yaml'),
        'atrium.yaml': JSON.stringify(atrium),
      }),
      {
        platform: atrium,
        seed: {
          organization: 'acme',
          members: [
            { key: 'ana@acme.example', state: 'active' },
            { key, state: 'active' },
          ],
          assignments: [
            { scope: '', principal: { type: 'member', name: 'ana@acme.example' }, roles: ['owner'] },
          ],
        },
      },
    );
    const words = ['connector', 'test', 'access-api.yaml', 'acme', '--platform', 'atrium.yaml'];
    const done = await made.run(...words, '--url', made.platform.url, ...WORDS, '--json');
    const report = reportOf(done);
    expect([done.status, report.writes?.left], done.out).toEqual([0, []]);
    const ways = report.writes?.kinds.map(({ kind, verdict, ways: { taken, described } }) => [
      kind,
      `${verdict} ${taken}/${described}`,
    ]);
    expect(Object.fromEntries(ways ?? [])).toMatchObject({
      ...states,
      'add-member': 'shown 2/2',
      'remove-member': 'shown 2/2',
      'put-assignment': 'shown 2/2',
      'delete-assignment': 'shown 2/2',
    });
    const given = made.platform.exchanges
      .filter(({ operationId }) => operationId === 'putAssignment')
      .map(({ requestBody }) => Object.values(requestBody as object).map((ids: string[]) => ids.length));
    // Of a group and of a person, on the organization and in the scope of the test: one, another, of two modules, below, denied.
    for (const counts of [
      [1, 0, 0],
      [2, 0, 0],
      [0, 1, 0],
      [1, 0, 1],
    ])
      expect(given.filter((one) => String(one) === String(counts)).length).toBeGreaterThanOrEqual(4);
  });
});

describe('a small platform', () => {
  it('is shown to write, and is as it was', async () => {
    const { done, rows, before } = await tested();
    expect(done.status, done.out).toBe(0);
    expect(lines(reportOf(done))).toEqual(
      [
        'add-member',
        'remove-member',
        'create-group',
        'delete-group',
        'add-group-member',
        'remove-group-member',
        'put-assignment',
      ].map((kind) => `${kind} shown`),
    );
    expect(reportOf(done).checks.at(-1)).toMatchObject({ check: 'writes', verdict: 'shown' });
    expect(rows).toEqual(before);
  });

  it('tells each kind in text', async () => {
    const { done } = await tested({}, WRITABLE, ...WORDS);
    expect(done.out).toContain(
      'shown     writes     7 of 7 kinds do what they say; the organization is as it was\n',
    );
    expect(done.out).toMatch(/Writes, of things called bylaw-test-[0-9a-f]{6}…\nshown {5}add-member *\n/);
  });

  it.each<[what: string, meddling: Meddling, failed: string, detail: RegExp]>([
    [
      'says that it made a person, and did not',
      {
        answer: ({ path, method }) =>
          method === 'POST' && path === '/api/users' ? answered(200, { id: 9 }) : null,
      },
      'add-member failed',
      /^member:acme\/bylaw-test-\w+@example.com: .*(is not as it was to be|was not made)/,
    ],
    [
      'answers 200 with an error',
      {
        answer: ({ path, method }) =>
          method === 'POST' && path === '/api/groups' ? answered(200, { error: 'quota' }) : null,
      },
      'create-group failed',
      /there is an error at error: quota/,
    ],
    [
      'gives a second role beside',
      {
        before: ({ path, body }, { grants }) => {
          if (path === '/api/grants' && body?.role === 'viewer')
            grants.push({ id: 77, holder: body.holder, role: 'auditor' });
        },
      },
      'put-assignment failed',
      /^assignment:acme\|group:acme\/bylaw-test-\w+: .*is not as it was to be/,
    ],
    [
      'takes somebody else out of a group',
      {
        before: ({ path, method }, { groups }) => {
          if (path === '/api/groups' && method === 'POST') groups[0] = { ...groups[0], users: [1] };
        },
      },
      'create-group failed',
      /group:acme\/qa is otherwise than it was to be/,
    ],
    [
      'does not delete what it says to delete',
      {
        answer: ({ path, method }) =>
          method === 'DELETE' && path.startsWith('/api/groups/') ? answered(204, null) : null,
      },
      'delete-group failed',
      /^group:acme\/bylaw-test-\w+: .*is not as it was to be/,
    ],
  ])('%s', async (_what, meddling, failed, detail) => {
    const { done, made, rows, before } = await tested(meddling);
    expect(done.status, done.out + done.err).toBe(2);
    const report = reportOf(done);
    expect(lines(report)).toContain(failed);
    const details = report.writes?.kinds.flatMap((one) => one.details) ?? [];
    expect(
      details.some((line) => detail.test(line)),
      details.join('\n'),
    ).toBe(true);
    // What is left is told, and stands in the record; where nothing is, everything is as it was.
    const left = report.writes?.left ?? [];
    expect(left.length > 0, left.join('\n')).toBe(JSON.stringify(rows) !== JSON.stringify(before));
    if (left.length === 0) return;
    expect(JSON.parse(made.read('writable.left-behind.json'))).toMatchObject({ organization: 'acme' });
    expect(done.out).toContain('left behind: ');
  });

  it('makes nothing that the file cannot take away again', async () => {
    const { done, rows, before, written } = await tested({}, WRITABLE.replace(/ {2}delete-group:\n.*\n/, ''));
    const kinds = reportOf(done).writes?.kinds ?? [];
    expect(kinds.find(({ kind }) => kind === 'create-group')).toMatchObject({
      verdict: 'not-shown',
      details: ['the file describes no delete-group: what is made would stay'],
    });
    expect(written.some(({ path }) => path.startsWith('/api/groups'))).toBe(false);
    expect(rows).toEqual(before);
  });

  it('touches nobody but who is called so', async () => {
    const file = WRITABLE.replace(/ {2}add-member:\n.*\n/, '');
    const { done, written } = await tested({}, file);
    const kinds = reportOf(done).writes?.kinds ?? [];
    expect(kinds.find(({ kind }) => kind === 'add-group-member')).toMatchObject({
      verdict: 'not-shown',
      details: [expect.stringContaining('make such a person there')],
    });
    expect(written.some(({ body }) => JSON.stringify(body).includes('"users"'))).toBe(false);
  });
});

describe('nothing is written', () => {
  const url = ['--platform', 'lumoauth', '--url'];
  it.each([
    [['--writes'], 'makes and deletes things in "acme"'],
    [['--writes', '--throw-away', 'acme-prod'], '--throw-away names "acme-prod"'],
  ])('by %j', async (words, told) => {
    const { done, written } = await tested({}, WRITABLE, ...words);
    expect(done.status).toBe(1);
    expect(done.err).toContain(told);
    expect(written).toEqual([]);
  });

  it('without the name of an organization', async () => {
    const made = workspaceOf({ 'writable.yaml': WRITABLE });
    const words = ['connector', 'test', 'writable.yaml', ...url, 'http://127.0.0.1:9', '--writes'];
    const done = await made.run(...words, '--throw-away', 'writable');
    expect(done).toMatchObject({ status: 1, err: expect.stringContaining('Its name has to be given') });
  });

  it('where more people are than anybody throws away', async () => {
    const platform = await writablePlatform();
    for (let at = 0; at < 100; at += 1) platform.rows.users.push({ id: 1000 + at, email: `p${at}@acme.com` });
    const made = workspaceOf({ 'writable.yaml': WRITABLE }).with({
      BYLAW_TOKEN: String(platform.connection.secrets['token-env']),
    });
    const to = String(platform.connection.settings.url);
    const done = await made.run('connector', 'test', 'writable.yaml', 'acme', ...url, to, ...WORDS);
    expect(done).toMatchObject({ status: 1, err: expect.stringContaining('"acme" has 103 people') });
    expect(platform.written).toEqual([]);
  });

  it('where another test was ended in the middle', async () => {
    const { made, done, connection, written } = await tested({
      answer: ({ path, method }) =>
        method === 'DELETE' && path.startsWith('/api/groups/') ? answered(204, null) : null,
    });
    expect(done.status).toBe(2);
    const before = written.length;
    const to = String(connection.settings.url);
    const again = await made.run('connector', 'test', 'writable.yaml', 'acme', ...url, to, ...WORDS);
    expect(again).toMatchObject({ status: 1, err: expect.stringContaining('writable.left-behind.json') });
    expect(written).toHaveLength(before);
  });
});

describe('ended in the middle', () => {
  /** A signal, as soon as a group is about to be made. */
  async function signalled(signal: 'SIGINT' | 'SIGKILL') {
    let send: (() => void) | null = null;
    const platform = await writablePlatform({
      before: ({ path, method }) => {
        if (path !== '/api/groups' || method !== 'POST') return;
        send?.();
        send = null;
      },
    });
    const before = structuredClone(platform.rows);
    const made = workspaceOf({ 'writable.yaml': WRITABLE });
    const env = { ...process.env, BYLAW_TOKEN: String(platform.connection.secrets['token-env']) };
    const to = String(platform.connection.settings.url);
    const words = ['connector', 'test', 'writable.yaml', 'acme', '--platform', 'lumoauth', '--url', to];
    const running = start([...words, ...WORDS, '--json'], { cwd: made.folder, env });
    send = () => running.signal(signal);
    return { done: await running.done, made, before, ...platform };
  }

  it('by Ctrl-C, it takes away what it made, and says so', async () => {
    const { done, rows, before, made } = await signalled('SIGINT');
    expect(done.status, done.err).toBe(2);
    const report = reportOf(done);
    expect(report.writes).toMatchObject({ interrupted: true, left: [] });
    expect(lines(report)).toContain('put-assignment not-shown');
    expect(rows).toEqual(before);
    expect(() => made.read('writable.left-behind.json')).toThrow();
  });

  it('by a kill, a file names what it made', async () => {
    const { rows, made } = await signalled('SIGKILL');
    const { organization: of, prefix, made: things } = JSON.parse(made.read('writable.left-behind.json'));
    expect(of).toBe('acme');
    expect(things).toEqual([`member:acme/${prefix}@example.com`, `group:acme/${prefix}`]);
    expect(rows.users.at(-1)?.email).toBe(`${prefix}@example.com`);
  });
});

function answered(status: number, body: unknown) {
  return { status, body, done: false };
}
