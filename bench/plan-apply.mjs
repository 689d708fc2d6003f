// Wall time of `bylaw plan` and `bylaw apply` by size, with terraform's share apart. Run after `npm run build`.
//
// For each size: an empty platform, then plan, apply (everything is new), plan (nothing to do), apply (nothing to do).
// Each is a whole process, as users run it. Terraform's share is the wall time spent inside the terraform process, by a
// wrapper on the PATH that adds up its runs; the embedded engine is the floor: the same reads and writes without it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../dist/sandbox/sandbox.js';
import { readYaml } from '../dist/source/yaml.js';
import { timedTerraform, timeInside } from './timed-terraform.mjs';

const BYLAW = fileURLToPath(new URL('../dist/bylaw/main.js', import.meta.url));
const PLATFORM = fileURLToPath(new URL('../schemas/platforms/lumoauth.yaml', import.meta.url));
const TOKEN = 'bench-token';
const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(100, 1000, 10_000);

function documents(size) {
  const members = Array.from({ length: size }, (_, n) => `person${n}@acme.example`);
  const groups = Math.max(1, Math.round(size / 10));
  const lines = [
    'apiVersion: bylaw/v1',
    'kind: Organization',
    'name: acme',
    'platform: lumoauth',
    'authority: full',
  ];
  lines.push('members:', ...members.map((member) => `  ${member}:`));
  lines.push('groups:');
  for (let g = 0; g < groups; g += 1) {
    // Everybody is in two groups: one by place, one by number.
    const own = members.filter((_, n) => n % groups === g || Math.floor(n / 10) === g);
    lines.push(
      `  team${g}:`,
      `    members: [${own.join(', ')}]`,
      `    roles: [${g % 2 === 0 ? 'editor' : 'auditor'}]`,
    );
  }
  return `${lines.join('\n')}\n`;
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
  for (const engine of ['terraform', 'embedded']) {
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
    const terraform = engine === 'terraform' ? timedTerraform(folder) : null;
    if (engine === 'terraform' && terraform === null) continue;
    writeFileSync(join(folder, 'acme.yaml'), documents(size));
    writeFileSync(
      join(folder, 'bylaw.yaml'),
      'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
    );
    const sandbox = await startSandbox({
      platform,
      file: join(folder, 'platform.db'),
      token: TOKEN,
      organizations: [{ slug: 'acme', name: 'acme' }],
    });
    const path = terraform === null ? process.env.PATH : `${terraform.bin}${delimiter}${process.env.PATH}`;
    const env = { ...process.env, PATH: path, BYLAW_TOKEN: TOKEN };
    try {
      for (const [step, command, expected] of [
        ['plan, all new', 'plan', 2],
        ['apply, all new', 'apply', 0],
        ['plan, no change', 'plan', 0],
        ['apply, no change', 'apply', 0],
      ]) {
        if (terraform !== null) writeFileSync(terraform.log, '');
        sandbox.resetRequests();
        const args = [command, '--workspace', folder, '--url', sandbox.url, '--engine', engine, '--json'];
        const { status, err, ms } = await bylaw(args, env);
        if (status !== expected) throw new Error(`${step} of ${size} ended with ${status}: ${err}`);
        const share = terraform === null ? 0 : timeInside(terraform);
        rows.push({
          members: size,
          engine,
          step,
          seconds: (ms / 1000).toFixed(2),
          'in terraform': engine === 'terraform' ? (share / 1000).toFixed(2) : '–',
          requests: sandbox.requests().length,
        });
        console.error(JSON.stringify(rows.at(-1)));
      }
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
console.table(rows);
