// `bylaw plan` and `bylaw drift` of the synthetic company without changes, in whole processes, against a sandbox in a process
// of its own. What is told is the time beyond the platform's answering, which is how long a client takes that asks the very
// same requests, as many at a time, and does nothing with the answers. Run after `npm run build`.
//
// `node bench/plan-large.mjs large` for the embedded engine; a second size is the one for terraform.
import { fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { writeCompany } from './company/documents.mjs';
import { writeSandboxFile } from './company/sandbox-file.mjs';
import { shapeOf } from './company/shape.mjs';
import { SIZES } from './company/sizes.mjs';
import { timedTerraform, timeInside } from './timed-terraform.mjs';

const BYLAW = fileURLToPath(new URL('../dist/bylaw/main.js', import.meta.url));
const SANDBOX = fileURLToPath(new URL('./company/sandbox-process.mjs', import.meta.url));
const VARIANT = 'union';
const TOKEN = 'bench-token';
/** Seconds beyond the platform's answering. */
const MOST_SECONDS = 10;
/** Of terraform's own time. */
const MOST_TERRAFORM = 1.2;

const [embedded = 'large', withTerraform = 'medium'] = process.argv.slice(2);
const rows = [];

for (const [size, engine] of [
  [embedded, 'embedded'],
  [withTerraform, 'terraform'],
]) {
  if (size === 'none') continue;
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
  try {
    await measure(folder, size, engine);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.table(rows);

async function measure(folder, size, engine) {
  const terraform = engine === 'terraform' ? timedTerraform(folder) : null;
  if (engine === 'terraform' && terraform === null) return;
  const shape = shapeOf(SIZES[size]);
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  writeCompany(workspace, shape, VARIANT);
  const file = join(folder, 'platform.db');
  const begun = performance.now();
  await writeSandboxFile(file, shape, VARIANT);
  console.error(`${size}: the sandbox's file in ${seconds(performance.now() - begun)} s`);
  const sandbox = await sandboxOf(file);
  const path = terraform === null ? process.env.PATH : `${terraform.bin}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH: path, BYLAW_TOKEN: TOKEN };
  const of = (command) => [
    ...[command, '--workspace', workspace, '--url', sandbox.url],
    ...(command === 'drift' ? [] : ['--engine', engine]),
  ];
  try {
    // With terraform the first run writes what is there down in a state. Without, the platform's first reading of its file and the
    // compiling of its own code would be counted as that of Bylaw: the second to ask finds it warm.
    await bylaw(of(terraform === null ? 'plan' : 'apply'), env, 0);
    for (const command of engine === 'embedded' ? ['plan', 'drift'] : ['plan']) {
      if (terraform !== null) writeFileSync(terraform.log, '');
      await sandbox.ask('reset');
      const { ms, peak } = await bylaw(of(command), env, 0);
      const requests = await sandbox.ask('requests');
      const platform = await bareFetch(sandbox.url, requests);
      const beyond = ms - platform;
      const share = terraform === null ? 0 : timeInside(terraform);
      const ratio = terraform === null ? null : beyond / share;
      const isWithin = ratio === null ? beyond <= MOST_SECONDS * 1000 : ratio <= MOST_TERRAFORM;
      rows.push({
        size,
        engine,
        command,
        requests: requests.length,
        'seconds in all': seconds(ms),
        'bare client': seconds(platform),
        beyond: seconds(beyond),
        'in terraform': terraform === null ? '–' : seconds(share),
        figure: ratio === null ? `${seconds(beyond)} s` : `${ratio.toFixed(2)} ×`,
        limit: ratio === null ? `${MOST_SECONDS} s` : `${MOST_TERRAFORM} ×`,
        within: isWithin ? 'yes' : 'NO',
        'peak MB': Math.round(peak / 1024),
      });
      console.error(JSON.stringify(rows.at(-1)));
    }
  } finally {
    await sandbox.close();
  }
}

/** A sandbox in a process of its own. */
function sandboxOf(file) {
  return new Promise((resolve, reject) => {
    const child = fork(SANDBOX, [file, VARIANT]);
    child.on('error', reject);
    const ask = (what) =>
      new Promise((answered) => {
        if (what === 'reset') {
          child.send(what);
          answered();
          return;
        }
        child.once('message', answered);
        child.send(what);
      });
    const close = () =>
      new Promise((closed) => {
        child.on('exit', closed);
        child.send('close');
      });
    child.once('message', ({ url }) => resolve({ url, ask, close }));
  });
}

/** How long the platform takes to answer these requests, four at a time as Bylaw asks, when nothing is done with the answers. */
async function bareFetch(url, requests) {
  const agent = new Agent({ connections: 8 });
  const open = requests.filter(({ method }) => method === 'GET');
  const begun = performance.now();
  const worker = async () => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const { body } = await request(url + next.path, {
        dispatcher: agent,
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      await body.dump({ limit: Number.MAX_SAFE_INTEGER });
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  const ms = performance.now() - begun;
  await agent.close();
  return ms;
}

/** One run of the program: its time and the most memory it had, in kilobytes. */
function bylaw(args, env, expected) {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BYLAW, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let [err, peak] = ['', 0];
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        // Not on Linux, or over.
      }
    }, 100);
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(watch);
      const ms = performance.now() - begun;
      if (status === expected) resolve({ ms, peak });
      else reject(new Error(`${args.join(' ')} ended with ${status}: ${err.slice(0, 2000)}`));
    });
  });
}

function seconds(ms) {
  return (ms / 1000).toFixed(2);
}
