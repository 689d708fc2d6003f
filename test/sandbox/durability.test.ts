import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../src/sandbox/store/database.ts';
import { caller, make, rootId } from './caller.ts';
import { ADMIN, atriumWithUnitMembers, PLATFORMS, readPlatform, startTestSandbox } from './start.ts';

/** A sandbox in a process of its own, killed without a warning while it writes. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bylaw-kill-'));
const file = join(folder, 'access.db');
const children: ChildProcess[] = [];

beforeAll(() => {
  // Node 20 does not run TypeScript, and dist/ may be old: the sandbox is compiled here, in the package's own shape.
  const source = join(root, 'src/sandbox');
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.ts')) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(folder, 'dist', from.slice(join(root, 'src').length)).replace(/\.ts$/, '.js');
    const { outputText } = ts.transpileModule(readFileSync(from, 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        rewriteRelativeImportExtensions: true,
      },
    });
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, outputText);
  }
  cpSync(join(root, 'schemas/access-api.openapi.json'), join(folder, 'schemas/access-api.openapi.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'platform.json'), JSON.stringify(readPlatform(PLATFORMS.lumoauth)));
  writeFileSync(
    join(folder, 'serve.js'),
    `import { readFileSync } from 'node:fs';
     import { startSandbox } from './dist/sandbox/sandbox.js';
     const platform = JSON.parse(readFileSync(new URL('platform.json', import.meta.url), 'utf8'));
     const organizations = [{ slug: 'acme', name: 'Acme' }];
     const { url } = await startSandbox({ platform, file: process.argv[2], token: '${ADMIN}', organizations });
     console.log(url);`,
  );
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function serve(): Promise<{ child: ChildProcess; api: string }> {
  const child = spawn(process.execPath, [join(folder, 'serve.js'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, api: `${url}/orgs/acme/api/v1` };
}

/** Makes members until the connection breaks; the keys the server has confirmed. */
async function writeUntilItBreaks(api: string, writer: string): Promise<string[]> {
  const confirmed: string[] = [];
  for (let n = 0; ; n += 1) {
    const key = `${writer}-${n}@acme.com`;
    try {
      const answer = await fetch(`${api}/members`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ADMIN}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({ key }),
      });
      if (answer.status === 201) confirmed.push(key);
      await answer.arrayBuffer();
    } catch {
      return confirmed;
    }
  }
}

test('memberships, invitations and stored answers are there when the file is opened again', async () => {
  const platform = atriumWithUnitMembers();
  const own = join(folder, 'again.db');
  const options = { file: own, platform };
  let sandbox = await startTestSandbox(options);
  const call = caller(() => sandbox);
  const parentId = await rootId(call);
  const unit = await make(call, '/scopes', { kind: 'unit', slug: 'u', parentId, name: 'U' });
  const keyed = { headers: { 'idempotency-key': 'k' } };
  const invite = () => call('POST', `/scopes/${unit.id}/members`, { key: 'dan@acme.com' }, keyed);
  const first = await invite();
  const resend = `/scopes/${unit.id}/members/${first.body.memberId}/resend`;
  const again = { headers: { 'idempotency-key': 'again' } };
  const sent = await call('POST', resend, undefined, again);
  await make(call, '/members', { key: 'eve@acme.com' });
  const paths = ['', '/members', '/scope-members', '/audit-events'];
  const before = await Promise.all(paths.map(async (path) => (await call('GET', path)).body));
  await sandbox.close();

  sandbox = await startTestSandbox(options);
  for (const [n, path] of paths.entries()) expect((await call('GET', path)).body).toEqual(before[n]);
  for (const reply of [await invite(), await call('POST', resend, undefined, again)]) {
    expect(reply.headers.get('idempotent-replayed')).toBe('true');
  }
  expect((await call('GET', '/scope-members')).body.items).toEqual([sent.body]);
  sandbox.advanceClock(8 * 86_400);
  await sandbox.close();

  // What ran out while nobody looked is found by whoever looks first, with the clock where it was put.
  sandbox = await startTestSandbox(options);
  const states = ['/members?key=eve@acme.com', '/scope-members'].map(
    async (path) => (await call('GET', path)).body.items[0]?.state,
  );
  expect(await Promise.all(states)).toEqual(['expired', 'expired']);
  await sandbox.close();
});

test('a file of another format is left as it is, and the message says what to do', async () => {
  const old = join(folder, 'old.db');
  const sandbox = await startTestSandbox({ file: old });
  await sandbox.close();
  const database = new Database(old);
  database.execute("DROP TABLE scope_members; UPDATE facts SET value = '1' WHERE name = 'format'");
  database.close();
  await expect(startTestSandbox({ file: old })).rejects.toThrow(
    'this sandbox file has format 1, not 5: another version of Bylaw made it; start on a new file',
  );
  const after = new Database(old);
  expect(after.count("FROM sqlite_schema WHERE name = 'scope_members'")).toBe(0);
  expect(after.count('FROM organizations')).toBe(1);
  after.close();
});

test('killed while writing, the file has every confirmed write, whole, and goes on', {
  timeout: 600_000,
}, async () => {
  const confirmed: string[] = [];
  for (const round of [1, 2, 3]) {
    const { child, api } = await serve();
    const writers = ['a', 'b', 'c', 'd'].map((name) => writeUntilItBreaks(api, `${round}${name}`));
    setTimeout(() => child.kill('SIGKILL'), 250);
    await once(child, 'exit');
    confirmed.push(...(await Promise.all(writers)).flat());
  }
  expect(confirmed.length).toBeGreaterThan(10);
  const sandbox = await startTestSandbox({ file, pageSize: 100_000 });
  const call = caller(() => sandbox);
  const { items, total, revision } = (await call('GET', '/members')).body;
  const keys = new Set(items.map(({ key }) => key));
  expect(confirmed.filter((key) => !keys.has(key))).toEqual([]);
  // At most the one write each writer was waiting for: committed, and nobody told.
  expect(total - confirmed.length).toBeLessThanOrEqual(3 * 4);
  // No half transaction: every member has its audit event, and every write counted once.
  const events = (await call('GET', '/audit-events')).body;
  expect(events.items.filter(({ action }) => action === 'member.created')).toHaveLength(total);
  expect(revision).toBe(total + 1);
  await sandbox.close();
});
