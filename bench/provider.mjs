// The provider against what it cannot beat: terraform with resources of its own. Run after `npm run build`.
//
// For each size: as many `terraform_data` as resources of ours, both in states that are right, and `terraform plan`
// with refresh and without a change; ours served by the process that starts terraform, as `bylaw plan` does
// (in-process), by a process that is there already (`-debug`, one for all rounds), and as people install it, started by
// terraform. One after the other, round by round, so that what else goes on on the machine is shared. And the start of
// the provider by itself, against `node -e 0`.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../dist/sandbox/sandbox.js';
import { readYaml } from '../dist/source/yaml.js';
import { certificatePem, serverCertificate } from '../dist/terraform/provider/protocol/certificate.js';
import { serveReattached } from '../dist/terraform/provider/protocol/reattach.js';
import { rowKey } from '../dist/terraform/provider/rows/organization-rows.js';
import { runProvider } from '../dist/terraform/provider/run-provider.js';
import { gcSettings } from '../dist/terraform/run/gc-settings.js';
import { PLAN_PARALLELISM } from '../dist/terraform/run/terraform-run.js';
import {
  installationBlock,
  installProvider,
  systemName,
} from '../dist/terraform/standalone/package/install.js';

const BUILT = fileURLToPath(new URL('../dist/provider/', import.meta.url));
const PLATFORM = fileURLToPath(new URL('../schemas/platforms/lumoauth.yaml', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const TOKEN = 'bench-token';
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
const PAGE = 100;
/** Ratios of wall time to the built-in resources that are promised, by size and way. */
const PROMISED = {
  1: { 'in-process': 1.5 },
  1000: { 'in-process': 1.3, separate: 2.0 },
  5000: { 'in-process': 1.1, separate: 1.2 },
};
const PROMISED_START = 1.2;
/** The floors: as many resources of terraform's own, with one short text each, or with what the rows in-process hold. */
const ONE_TEXT = 'terraform_data, one text';
const SAME_ROWS = 'terraform_data, same rows';
const ROUNDS = { 1: 21, 1000: 7, 5000: 3 };

const rounds = (size) => Number(process.env.ROUNDS ?? ROUNDS[size] ?? 5);
const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(1, 1000, 5000);

const terraform = execFileSync('sh', ['-c', 'command -v terraform || command -v tofu'], {
  encoding: 'utf8',
}).trim();
const platform = readYaml(readFileSync(PLATFORM), PLATFORM).value[0].value;

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A process and all it waits for: wall and CPU milliseconds. `untilLine`: up to its first line, then it is killed. */
function timed(command, args, { env, cwd, untilLine = false }) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    // The shell's clock counts the processes that were waited for, to the millisecond.
    const child = spawn('bash', ['-c', 'TIMEFORMAT=$\'\\n%3U %3S\'; time "$0" "$@"', command, ...args], {
      env,
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    let wall = null;
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (!untilLine || wall !== null) return;
      wall = performance.now() - begun;
      const [pid] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
      process.kill(Number(pid), 'SIGKILL');
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      const [user, system] = err.trim().split('\n').at(-1).split(' ').map(Number);
      resolve({ status, out, err, wall: wall ?? performance.now() - begun, cpu: (user + system) * 1000 });
    });
  });
}

/** CPU milliseconds of a process that goes on, where the system tells. */
function cpuOf(pid) {
  let nanoseconds = 0;
  for (const task of readdirSync(`/proc/${pid}/task`))
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  return nanoseconds / 1e6;
}

/** A tenth groups with ten people each, a third assignments, the rest members; one resource is one member. */
function organization(size) {
  const groups = Math.floor(size / 10);
  const assignments = Math.floor(size / 3);
  const people = Array.from({ length: size - groups - assignments }, (_, n) => `person${n}@acme.example`);
  const rows = people.map((key, n) => ({
    type: 'bylaw_member',
    name: `m${n}`,
    written: { member: key },
    attributes: { id: `acme|${key}`, scope: 'acme', member: key, state: 'active' },
  }));
  const seed = { organization: 'acme', members: people.map((key) => ({ key })), groups: [], assignments: [] };
  for (let g = 0; g < groups; g += 1) {
    const own = Array.from({ length: 10 }, (_, n) => people[(g * 10 + n) % people.length]);
    const members = Object.fromEntries([...new Set(own)].sort().map((key) => [key, '']));
    const name = `team${g}`;
    rows.push({
      type: 'bylaw_group',
      name,
      written: { name, title: `Team ${g}`, members },
      attributes: {
        ...{ id: `acme/${name}`, home: 'acme', name, title: `Team ${g}`, description: '' },
        ...{ members, groups: [], permissions: [] },
      },
    });
    seed.groups.push({ slug: name, name: `Team ${g}`, members: Object.keys(members) });
  }
  for (let a = 0; a < assignments; a += 1) {
    const key = people[a % people.length];
    const principal = `member:${key}`;
    rows.push({
      type: 'bylaw_assignment',
      name: `a${a}`,
      written: { scope: 'acme', principal, roles: ['editor'] },
      attributes: { id: `acme|${principal}`, scope: 'acme', principal, roles: ['editor'] },
    });
    seed.assignments.push({ principal: { type: 'member', name: key }, roles: ['editor'] });
  }
  const memberships = seed.groups.reduce((sum, { members }) => sum + members.length, 0);
  return { rows, seed, memberships };
}

function hcl(value) {
  if (Array.isArray(value)) return `[${value.map(hcl).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `    ${JSON.stringify(key)} = ${hcl(one)}`);
  return `{\n${entries.join('\n')}\n  }`;
}

function block({ type, name, written }) {
  const lines = Object.entries(written).map(([key, value]) => `  ${key} = ${hcl(value)}`);
  return `resource "${type}" "${name}" {\n${lines.join('\n')}\n}`;
}

function state(rows, provider, schemaVersion) {
  const resources = rows.map(({ type, name, attributes }) => ({
    mode: 'managed',
    type,
    name,
    provider: `provider["${provider}"]`,
    instances: [{ schema_version: schemaVersion, attributes }],
  }));
  return JSON.stringify({ version: 4, terraform_version: '1.5.0', serial: 1, lineage: 'bench', resources });
}

function folderWith(home, name, head, rows, provider, schemaVersion) {
  const folder = join(home, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.tf'), [...head, ...rows.map(block)].join('\n\n'));
  writeFileSync(join(folder, 'terraform.tfstate'), state(rows, provider, schemaVersion));
  return folder;
}

/** Terraform's own resource that holds what it is given. */
function dataRow(input, n) {
  const held = { type: typeOf(input), value: input };
  return {
    type: 'terraform_data',
    name: `d${n}`,
    written: { input },
    attributes: { id: `id-${n}`, input: held, output: held, triggers_replace: null },
  };
}

/** The type terraform gives to a value that is written down. */
function typeOf(value) {
  if (typeof value === 'string') return 'string';
  return ['object', Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeOf(one)]))];
}

/** Rows of a run of `bylaw plan`, with what is live: the provider of that run reads nothing by itself. */
function rowsOfRunIn(home, size) {
  const type = 'bylaw_group';
  const rows = Array.from({ length: size }, (_, n) => {
    const name = `team${n}`;
    const members = { [`person${n}@acme.example`]: '' };
    const texts = { home: 'acme', name, title: `Team ${n}`, description: '' };
    const written = { ...texts, members, groups: {}, permissions: {}, settings: {} };
    return { type, name, written, attributes: { id: `acme/${name}`, ...written } };
  });
  const head = ['terraform {\n  required_providers {\n    bylaw = { source = "bylaw/bylaw" }\n  }\n}'];
  const folder = folderWith(home, 'run', head, rows, 'registry.terraform.io/bylaw/bylaw', 0);
  return [folder, new Map(rows.map(({ attributes }) => [rowKey(type, attributes.id), attributes]))];
}

/** The provider as a process that is there before terraform is. */
function debugging(env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(BUILT, 'provider.cjs'), '-debug'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.on('error', reject);
    child.stdout.on('data', (chunk) => {
      const value = /TF_REATTACH_PROVIDERS='(.*)'/.exec(String(chunk))?.[1];
      const ended = new Promise((done) => child.once('close', done));
      const end = () => {
        child.kill('SIGTERM');
        return ended;
      };
      resolve({ pid: child.pid, end, env: { ...env, TF_REATTACH_PROVIDERS: value } });
    });
  });
}

/** Whether the provider reads the organization for each plan. */
const reads = (way) => /^(-debug|separate)/.test(way);

async function plans(size, results) {
  const home = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
  const { rows, seed, memberships } = organization(size);
  let provider = null;
  let run = null;
  const sandbox = await startSandbox({
    platform,
    file: join(home, 'platform.db'),
    token: TOKEN,
    organizations: [{ slug: 'acme', name: 'Acme' }],
    seed,
    pageSize: PAGE,
  });
  try {
    const mirror = join(home, 'mirror');
    installProvider(BUILT, version, mirror, systemName(process.platform, process.arch) ?? 'linux_amd64');
    const cli = join(home, 'terraformrc');
    writeFileSync(cli, installationBlock(mirror));
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      TF_CLI_CONFIG_FILE: cli,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      BYLAW_TOKEN: TOKEN,
    };
    const head = [
      `terraform {\n  required_providers {\n    bylaw = { source = "bylaw/bylaw", version = "${version}" }\n  }\n}`,
      `provider "bylaw" {\n  url          = "${sandbox.url}"\n  organization = "acme"\n  platform     = "lumoauth"\n}`,
    ];
    const floorOf = (name, inputs) =>
      folderWith(home, name, [], inputs.map(dataRow), 'terraform.io/builtin/terraform', 0);
    const floor = floorOf(
      'floor',
      rows.map((_, n) => `value ${n}`),
    );
    const ours = folderWith(home, 'ours', head, rows, 'registry.terraform.io/bylaw/bylaw', 1);
    const [rowsOfRun, live] = rowsOfRunIn(home, size);
    const alike = floorOf('alike', [...live.values()]);
    for (const cwd of [floor, alike, ours]) execFileSync(terraform, ['init', '-no-color'], { cwd, env });
    const args = ['plan', '-no-color', '-detailed-exitcode', '-lock=false'];
    // How `bylaw plan` starts terraform, and what docs/provider advises who writes HCL.
    const tuned = { args: [PLAN_PARALLELISM], env: gcSettings({}, size) };
    const plan = async (cwd, more = env, how = { args: [], env: {} }) => {
      const done = await timed(terraform, [...args, ...how.args], { env: { ...more, ...how.env }, cwd });
      if (done.status !== 0) throw new Error(`plan of ${size}: ${done.status}\n${done.out}${done.err}`);
      return done;
    };
    provider = await debugging(env);
    await plan(ours, provider.env);
    run = await serveReattached(
      runProvider(() => ({ live, writer: null, spelling: (key) => key, onDone() {}, onFailed() {} })),
    );
    const inThisProcess = { ...env, ...run.environment };
    await plan(rowsOfRun, inThisProcess);
    const withServer = async (pid, cwd, more, how) => {
      const before = cpuOf(pid);
      const { wall, cpu } = await plan(cwd, more, how);
      const own = cpuOf(pid) - before;
      return { wall, cpu: cpu + own, own };
    };
    const ways = {
      [ONE_TEXT]: () => plan(floor),
      [SAME_ROWS]: () => plan(alike),
      'in-process': () => withServer(process.pid, rowsOfRun, inThisProcess, tuned),
      'in-process, plain settings': () => withServer(process.pid, rowsOfRun, inThisProcess),
      '-debug, tuned': () => withServer(provider.pid, ours, provider.env, tuned),
      '-debug': () => withServer(provider.pid, ours, provider.env),
      'separate, tuned': () => plan(ours, env, tuned),
      separate: () => plan(ours),
    };
    // Scopes, roles, members, groups, memberships, assignments: what the platform has lists of.
    const counts = [
      1,
      Object.keys(platform.roles ?? {}).length,
      seed.members.length,
      seed.groups.length,
      memberships,
      seed.assignments.length,
    ];
    const taken = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
    const requests = new Set();
    for (let round = 0; round < rounds(size); round += 1) {
      for (const [way, run] of Object.entries(ways)) {
        sandbox.resetRequests();
        taken[way].push(await run());
        if (reads(way)) requests.add(sandbox.requests().length);
      }
    }
    const pages = counts.reduce((sum, count) => sum + Math.max(1, Math.ceil(count / PAGE)), 0);
    const [base, baseCpu] = ['wall', 'cpu'].map((what) => median(taken[ONE_TEXT].map((one) => one[what])));
    for (const [way, all] of Object.entries(taken)) {
      const [wall, cpu] = ['wall', 'cpu'].map((what) => median(all.map((one) => one[what])));
      // Each round by itself: what slows the machine slows its neighbours in time too.
      const against = (floor) =>
        median(all.map((one, round) => one.wall / taken[floor][round].wall)).toFixed(2);
      results.push({
        resources: size,
        way,
        'wall ms': Math.round(wall),
        'ratio of medians': (wall / base).toFixed(2),
        'median of ratios': against(ONE_TEXT),
        'same rows': against(SAME_ROWS),
        promised: PROMISED[size]?.[way] ?? '–',
        'CPU ms': Math.round(cpu),
        'CPU ratio': (cpu / baseCpu).toFixed(2),
        'CPU of the provider': all[0].own === undefined ? '–' : Math.round(median(all.map((one) => one.own))),
        'requests/pages': reads(way) ? `${[...requests].join(',')}/${pages}` : '–',
      });
      console.error(JSON.stringify(results.at(-1)));
    }
  } finally {
    await provider?.end();
    await run?.close();
    await sandbox.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Up to the handshake line, in turns with a Node that does nothing. */
async function starts(turns) {
  const home = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
  try {
    const system = systemName(process.platform, process.arch) ?? 'linux_amd64';
    const [folder] = installProvider(BUILT, version, join(home, 'mirror'), system).folders;
    const launcher = join(folder, `terraform-provider-bylaw_v${version}`);
    const plain = { PATH: process.env.PATH, TMPDIR: home };
    const plugin = { ...plain, TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: '5,6' };
    const tls = { ...plugin, PLUGIN_CLIENT_CERT: certificatePem(serverCertificate().der) };
    const bundle = join(folder, 'provider.cjs');
    const cases = {
      'node -e 0': ['node', ['-e', '0'], { env: plain }],
      'launcher, TLS as terraform asks': [launcher, [], { env: tls, untilLine: true }],
      'without the launcher': ['node', [bundle], { env: tls, untilLine: true }],
      'without launcher and TLS': ['node', [bundle], { env: plugin, untilLine: true }],
      'node -e \'require("http2")\'': ['node', ['-e', 'require("http2")'], { env: plain }],
    };
    const taken = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
    for (let turn = 0; turn < turns; turn += 1)
      for (const [name, [command, args, options]] of Object.entries(cases))
        taken[name].push(await timed(command, args, options));
    const floor = taken['node -e 0'];
    return Object.entries(taken).map(([name, all]) => ({
      start: name,
      'wall ms': median(all.map((one) => one.wall)).toFixed(1),
      ratio: (median(all.map((one) => one.wall)) / median(floor.map((one) => one.wall))).toFixed(2),
      'median of ratios': median(all.map((one, round) => one.wall / floor[round].wall)).toFixed(2),
      'ratio of the quickest': (
        Math.min(...all.map((one) => one.wall)) / Math.min(...floor.map((one) => one.wall))
      ).toFixed(2),
      'CPU ms': median(all.map((one) => one.cpu)).toFixed(1),
      promised: name.startsWith('launcher') ? PROMISED_START : '–',
    }));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

if (process.env.STARTS !== '0') console.table(await starts(41));
const results = [];
for (const size of sizes) await plans(size, results);
console.table(results);
