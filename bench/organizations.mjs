// Many small organizations: what a plan and an apply of all of them cost. Against one sandbox that holds them all.
// `node bench/organizations.mjs 30 300` measures those numbers of organizations; `--bylaw FILE` another command line.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startSandbox } from '../dist/sandbox/sandbox.js';
import { readYaml } from '../dist/source/yaml.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { bylaw: { type: 'string' }, engine: { type: 'string', multiple: true } },
});
const BYLAW = values.bylaw ?? fileURLToPath(new URL('../dist/bylaw/main.js', import.meta.url));
const PLATFORM = fileURLToPath(new URL('../schemas/platforms/lumoauth.yaml', import.meta.url));
const TOKEN = 'bench-token';
const sizes = positionals.map(Number);
if (sizes.length === 0) sizes.push(30, 300);

const names = (count) => Array.from({ length: count }, (_, n) => `org-${String(n).padStart(3, '0')}`);

function documentOf(name) {
  const people = Array.from({ length: 5 }, (_, n) => `person${n}@${name}.example`);
  return `apiVersion: bylaw/v1
kind: Organization
name: ${name}
platform: lumoauth
authority: full
members:
${people.map((person) => `  ${person}:`).join('\n')}
groups:
  readers: { members: [${people.slice(0, 3).join(', ')}], roles: [auditor] }
  writers: { members: [${people.slice(2).join(', ')}], roles: [editor] }
`;
}

function bylaw(args, env) {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BYLAW, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, err, ms: performance.now() - begun }));
  });
}

const platform = readYaml(readFileSync(PLATFORM), PLATFORM).value[0].value;
const rows = [];
for (const size of sizes) {
  for (const engine of values.engine ?? ['terraform', 'embedded']) {
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
    mkdirSync(join(folder, 'access'));
    const all = names(size);
    const sandbox = await startSandbox({
      platform,
      file: join(folder, 'platform.db'),
      token: TOKEN,
      organizations: all.map((slug) => ({ slug, name: slug })),
    });
    for (const name of all) writeFileSync(join(folder, `access/${name}.yaml`), documentOf(name));
    const connected = all.map((name) => `  ${name}: { connector: access-api, url: "${sandbox.url}" }`);
    writeFileSync(
      join(folder, 'bylaw.yaml'),
      `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n${connected.join('\n')}\n`,
    );
    const env = { ...process.env, BYLAW_TOKEN: TOKEN };
    try {
      for (const [step, command, expected] of [
        ['plan, all new', 'plan', 2],
        ['apply, all new', 'apply', 0],
        ['plan, no change', 'plan', 0],
      ]) {
        const args = [command, '--workspace', folder, '--engine', engine, '--json'];
        const { status, err, ms } = await bylaw(args, env);
        if (status !== expected) throw new Error(`${step} of ${size} ended with ${status}: ${err}`);
        rows.push({ organizations: size, engine, step, seconds: (ms / 1000).toFixed(2) });
        console.error(JSON.stringify(rows.at(-1)));
      }
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
console.table(rows);
