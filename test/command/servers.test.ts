import { describe, expect, it } from 'vitest';
import { caller } from '../sandbox/caller.ts';
import { itOnBothEngines, type Running } from './bylaw.ts';
import { processesWith } from './processes.ts';
import { expectNothingLeftIn, TOKEN, type Workspace, workspaceOf } from './workspaces.ts';

async function expectNobodyAt(url: string): Promise<void> {
  await expect(fetch(url)).rejects.toThrow('fetch failed');
}

describe('the demo', () => {
  itOnBothEngines('tells the whole story and leaves nothing behind', async (engine) => {
    const plainly = workspaceOf({});
    const workspace = engine.words.length === 0 ? plainly : plainly.with({ PATH: plainly.temporary });
    // Its token is its own: none is needed, and a user's is not used.
    const { status, out, err } = await workspace.with({ BYLAW_TOKEN: undefined }).run('demo');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const said of [
      'acme: 45 changes, 19 people gain',
      'applied 45 changes and proved it',
      'acme: no changes',
      'pat (web console)',
      'acme: no drift',
      'gita@acme.example has documents:write on acme',
      `${engine.name}`,
    ]) {
      expect(out).toContain(said);
    }
    await expectNobodyAt(/http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '');
    expectNothingLeftIn(workspace);
    expect(processesWith(workspace.temporary)).toEqual([]);
  });

  it('with --json reports which commands it ran and how they ended', async () => {
    const workspace = workspaceOf({});
    const { status, out, err } = await workspace.run('demo', '--json', '--engine', 'embedded');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const report = JSON.parse(out);
    expect(report).toMatchObject({ format: 'bylaw.report/v1', command: 'demo', result: 'ok' });
    expect(report.scenes.map(({ words }: { words: string[] }) => words[0])).toEqual([
      ...['check', 'plan', 'apply', 'plan', 'drift', 'apply', 'drift', 'access'],
    ]);
  });

  it('interrupted, it still leaves nothing behind', async () => {
    const workspace = workspaceOf({});
    const running = workspace.start('demo');
    await running.said(/\$ bylaw plan/);
    running.signal('SIGINT');
    expect((await running.done).status).toBe(1);
    expectNothingLeftIn(workspace);
    expect(processesWith(workspace.temporary)).toEqual([]);
  });
});

describe('the sandbox', () => {
  async function serving(
    workspace: Workspace,
    ...words: readonly string[]
  ): Promise<Running & { url: string }> {
    const running = workspace.start('sandbox', '--port', '0', '--json', ...words);
    const [line] = await running.said(/^\{.*\}$/m);
    const said = JSON.parse(line);
    expect(said).toMatchObject({
      command: 'sandbox',
      result: 'ok',
      platform: 'lumoauth',
      organizations: ['acme'],
    });
    return { ...running, url: said.url };
  }

  const at = (url: string) => caller(() => ({ url, api: `${url}/orgs/acme/api/v1` }));
  const token = { token: TOKEN };

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serves until %s, ends with status 0, and keeps its data',
    async (signal) => {
      const workspace = workspaceOf({});
      const first = await serving(workspace, '--file', 'acme.db');
      const made = await at(first.url)('POST', '/members', { key: 'ana@acme.example' }, token);
      expect(made.status).toBe(201);
      first.signal(signal);
      expect(await first.done).toMatchObject({ status: 0, err: '' });
      await expectNobodyAt(first.url);

      const second = await serving(workspace, '--file', 'acme.db');
      const found = await at(second.url)('GET', '/members', undefined, token);
      expect(found.body.items).toMatchObject([{ key: 'ana@acme.example' }]);
      second.signal('SIGTERM');
      expect((await second.done).status).toBe(0);
    },
  );

  it('misbehaves as it is told to', async () => {
    const workspace = workspaceOf({});
    const running = await serving(workspace, '--fault', '500@1', '--fault', '429@2:retry-after=7');
    const call = at(running.url);
    const first = await call('GET', '/members', undefined, token);
    const second = await call('GET', '/members', undefined, token);
    const third = await call('GET', '/members', undefined, token);
    expect([first.status, second.status, third.status]).toEqual([500, 429, 200]);
    expect(second.headers.get('retry-after')).toBe('7');
    running.signal('SIGTERM');
    expect((await running.done).status).toBe(0);
  });

  it('says in words where it is and whose token it wants', async () => {
    const workspace = workspaceOf({});
    const running = workspace.start('sandbox', '--port', '0', 'acme', 'beta');
    const [said] = await running.said(
      /^lumoauth sandbox with acme, beta on http:\/\/127\.0\.0\.1:\d+, kept in sandbox\.db\.$/m,
    );
    const url = /http:\S+\d/.exec(said)?.[0] ?? '';
    expect((await fetch(`${url}/orgs/beta/api/v1/members`)).status).toBe(401);
    running.signal('SIGTERM');
    const { status, out } = await running.done;
    expect(status).toBe(0);
    expect(out).toContain('BYLAW_TOKEN');
  });

  it("serves GitHub's API from memory, where every login is somebody's", async () => {
    const workspace = workspaceOf({});
    const running = workspace.start(
      'sandbox',
      '--platform',
      'github',
      '--connector',
      'github',
      '--port',
      '0',
    );
    const [said] = await running.said(
      /^github sandbox with acme on http:\/\/127\.0\.0\.1:\d+, which speaks GitHub's API and is kept in memory\.$/m,
    );
    const url = /http:\S+\d/.exec(said)?.[0] ?? '';
    const ask = async (method: string, path: string, bearer: string, body: object = {}) => {
      const headers = { authorization: `Bearer ${bearer}` };
      const sent = method === 'GET' ? {} : { body: JSON.stringify(body) };
      return (await fetch(`${url}${path}`, { method, headers, ...sent })).json();
    };
    expect(await ask('GET', '/orgs/acme', TOKEN)).toMatchObject({
      login: 'acme',
      plan: { name: 'enterprise' },
    });
    expect(await ask('PUT', '/orgs/acme/memberships/ana', TOKEN)).toMatchObject({ state: 'pending' });
    // A person comes with the token, a colon and the login.
    const accepted = await ask('PATCH', '/user/memberships/orgs/acme', `${TOKEN}:ana`, { state: 'active' });
    expect(accepted).toMatchObject({ state: 'active', user: { login: 'ana' } });
    // The clock goes ahead, and an invitation that nobody accepted has failed.
    await ask('PUT', '/orgs/acme/memberships/ben', TOKEN);
    await ask('PUT', '/_sandbox/clock', TOKEN, { advanceSeconds: 7 * 86_400 });
    expect(await ask('GET', '/orgs/acme/failed_invitations', TOKEN)).toMatchObject([{ login: 'ben' }]);
    expect(await ask('PUT', '/_sandbox/clock', `${TOKEN}:ana`)).toMatchObject({ status: 401 });
    const read = { query: '{ organization(login: "acme") { membersWithRole(first: 9) { totalCount } } }' };
    expect(await ask('POST', '/graphql', TOKEN, read)).toMatchObject({
      data: { organization: { membersWithRole: { totalCount: 2 } } },
    });
    running.signal('SIGTERM');
    expect(await running.done).toMatchObject({ status: 0, err: '' });
    expectNothingLeftIn(workspace);
  });

  it.each([
    [['--connector', 'github'], '--connector github goes with --platform github'],
    [['--platform', 'github', '--connector', 'gitlab'], 'the sandbox does not serve it'],
    [['--platform', 'github', '--connector', 'github', '--file', 'a.db'], 'keeps nothing in a file'],
  ])('refuses %j', async (words, told) => {
    const { status, out, err } = await workspaceOf({}).run('sandbox', ...words);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(told);
  });

  it('says what is wrong when it cannot start', async () => {
    const workspace = workspaceOf({});
    const running = await serving(workspace);
    const port = new URL(running.url).port;
    const [taken, tokenless, nowhere] = await Promise.all([
      workspace.run('sandbox', '--port', port, '--file', 'other.db'),
      workspace.with({ BYLAW_TOKEN: '' }).run('sandbox'),
      workspace.run('sandbox', '--platform', 'lumoaut'),
    ]);
    expect(taken).toMatchObject({ status: 1, out: '' });
    expect(taken.err).toMatch(/EADDRINUSE.*= help: Try another --port/s);
    expect(tokenless.err).toMatch(/error\[token-missing\]: BYLAW_TOKEN is not set/);
    expect(nowhere.err).toMatch(/error\[unknown-platform\].*lumoauth/s);
    running.signal('SIGTERM');
    await running.done;
  });
});
