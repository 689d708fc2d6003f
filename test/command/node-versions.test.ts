import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/command/command-table.ts';
import { type Finished, MAIN } from './bylaw.ts';

/** The versions beside the one that runs the tests: npm has their programs for some machines and not for others. */
const VERSIONS = ['22', '24'] as const;

function programOf(version: string): string | null {
  const folder = fileURLToPath(new URL(`../node-versions/${version}/`, import.meta.url));
  const file = join(folder, 'node_modules', `node-${version}`, 'bin', 'node');
  return existsSync(file) ? file : null;
}

interface Smoke {
  readonly words: readonly string[];
  readonly status: number;
}

/** Told where the sandbox of the `sandbox` command is, which runs until all others have. Order is the table's. */
const SMOKES: Readonly<Record<string, (url: string) => Smoke>> = {
  check: () => ({ words: ['check'], status: 0 }),
  plan: (url) => ({ words: ['plan', '--engine', 'embedded', '--url', url], status: 2 }),
  diff: () => ({ words: ['diff', '--base', '.'], status: 0 }),
  review: () => ({ words: ['review', '--base', '.', '--forge', 'none'], status: 0 }),
  assert: () => ({ words: ['assert', 'no-new-access', '--base', '.'], status: 0 }),
  apply: (url) => ({ words: ['apply', '--yes', '--engine', 'embedded', '--url', url], status: 0 }),
  drift: (url) => ({ words: ['drift', '--url', url], status: 0 }),
  history: () => ({ words: ['history'], status: 0 }),
  // What is not there is told in the form that was asked for.
  undo: () => ({ words: ['undo', 'none.jsonl', '--json'], status: 1 }),
  expiring: () => ({ words: ['expiring'], status: 0 }),
  // The example has no reviews.
  reviews: () => ({ words: ['reviews'], status: 0 }),
  decide: () => ({ words: ['decide', 'keep', 'nothing', '--by', 'nobody', '--json'], status: 1 }),
  extend: () => ({ words: ['extend', 'nothing', '--until', '2999-12-31', '--json'], status: 1 }),
  report: () => ({ words: ['report', '--merge', 'none.json', '--json'], status: 1 }),
  access: (url) => ({
    words: ['access', 'why', 'gita@acme.example', 'documents:write', 'acme', '--live', '--url', url],
    status: 0,
  }),
  schema: () => ({ words: ['schema'], status: 0 }),
  init: (url) => ({
    words: [
      'init',
      'acme',
      '--directory',
      'begun',
      '--platform',
      'lumoauth',
      '--url',
      url,
      '--engine',
      'embedded',
    ],
    status: 0,
  }),
  import: (url) => ({
    words: ['import', 'acme', '--directory', 'copy', '--platform', 'lumoauth', '--url', url],
    status: 0,
  }),
  synth: () => ({ words: ['synth', '--out', 'out'], status: 0 }),
  provider: () => ({ words: ['provider', 'install', '--directory', 'plugins'], status: 0 }),
  sandbox: () => ({ words: ['sandbox', '--port', '0', '--json'], status: 0 }),
  connector: (url) => ({
    words: [
      'connector',
      'test',
      fileURLToPath(new URL('../../schemas/connectors/access-api.yaml', import.meta.url)),
      'acme',
      '--platform',
      'lumoauth',
      '--url',
      url,
    ],
    status: 0,
  }),
  completion: () => ({ words: ['completion', 'bash'], status: 0 }),
  doctor: (url) => ({ words: ['doctor', '--engine', 'embedded', '--url', url], status: 0 }),
  // With terraform, where there is one: it talks with the server that Node is.
  demo: () => ({ words: ['demo'], status: 0 }),
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What every command says under one Node. */
async function everyCommand(node: string): Promise<ReadonlyMap<string, Finished>> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-node-'));
  folders.push(folder);
  cpSync('examples/lumoauth', folder, { recursive: true });
  mkdirSync(join(folder, 'copy'));
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const env = { ...environment, BYLAW_TOKEN: 'token-of-the-smoke' };
  const begin = (words: readonly string[]) => {
    const child = spawn(node, [MAIN, ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const done = new Promise<Finished>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve({ status, out: alike(out, folder), err: alike(err, folder) }));
    });
    const firstLine = () =>
      new Promise<string>((resolve, reject) => {
        child.stdout.on('data', () => {
          if (out.includes('\n')) resolve(out);
        });
        child.once('close', () => reject(new Error(`ended: ${err}`)));
      });
    return { child, done, firstLine };
  };
  const sandbox = begin(wordsOf('sandbox', ''));
  const said = new Map<string, Finished>();
  try {
    const { url } = JSON.parse(await sandbox.firstLine()) as { url: string };
    for (const name of Object.keys(COMMANDS)) {
      if (name !== 'sandbox') said.set(name, await begin(wordsOf(name, url)).done);
    }
  } finally {
    sandbox.child.kill('SIGTERM');
  }
  return said.set('sandbox', await sandbox.done);
}

function wordsOf(name: string, url: string): readonly string[] {
  const smoke = SMOKES[name];
  if (smoke === undefined) throw new Error(`no smoke for ${name}`);
  return smoke(url).words;
}

/** Without what is of this moment and this run. */
function alike(text: string, folder: string): string {
  return text
    .replaceAll(folder, 'FOLDER')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, 'MOMENT')
    .replaceAll(/in \d+ days/g, 'in DAYS')
    .replaceAll(/[\dT-]+Z-[0-9a-f]{8}\.jsonl/g, 'JOURNAL');
}

describe('versions of Node', async () => {
  const here = await everyCommand(process.execPath);

  it('each command has a smoke', () => {
    expect(Object.keys(SMOKES)).toEqual(Object.keys(COMMANDS));
  });

  it.each(Object.keys(COMMANDS))('%s does what it should on the one that runs the tests', (name) => {
    const { status, out, err } = here.get(name) ?? {};
    expect({ status, err }, `${out}${err}`).toEqual({ status: SMOKES[name]?.('').status, err: '' });
  });

  describe.each(VERSIONS)('Node %s', (version) => {
    const node = programOf(version);

    it.skipIf(node === null)('is that version', async () => {
      const child = spawn(node ?? '', ['--version'], { stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      for await (const chunk of child.stdout) out += String(chunk);
      expect(out).toMatch(new RegExp(`^v${version}\\.`));
    });

    it.skipIf(node === null)('every command says and does the same', async () => {
      const there = await everyCommand(node ?? '');
      for (const [name, finished] of here)
        expect({ name, ...there.get(name) }).toEqual({ name, ...finished });
    });
  });

  it('package.json and README name what is tried', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe('^20.19.0 || ^22.12.0 || ^24.0.0');
    expect(readFileSync('README.md', 'utf8')).toContain('Node 20 (20.19 or later), 22 and 24');
  });
});
