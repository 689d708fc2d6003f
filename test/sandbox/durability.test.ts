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
import { caller } from './caller.ts';
import { ADMIN, PLATFORMS, readPlatform, startTestSandbox } from './start.ts';

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

test('killed while writing, the file has every confirmed write, whole, and goes on', {
  timeout: 60_000,
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
