// The organizations of the Kubernetes project on GitHub: what a read costs where each answer takes 300 ms, and what all that
// follows it costs. Against the stand-in, under GitHub's own limits. Needs the data beside this project; without it, nothing
// is measured. `node bench/github.mjs` prints each figure beside its limit; a figure above it is told and fails nothing.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { connect, openReader } from '../dist/connector/connect.js';
import { github } from '../dist/connector/github/github-connector.js';
import { buildPlan } from '../dist/plan/build-plan.js';
import { OWNER_TOKEN } from '../dist/sandbox/github/door/github-tokens.js';
import { startGithubStandIn } from '../dist/sandbox/github/github-stand-in.js';
import { openAnswerFolder } from '../dist/state/answer-folder.js';
import { loadWorkspace } from '../dist/workspace/workspace.js';

const DATA = fileURLToPath(new URL('../../shared/data/kubernetes-org/config', import.meta.url));
const BYLAW = fileURLToPath(new URL('../dist/bylaw/main.js', import.meta.url));
const LATENCY_MS = 300;
const LIMITS = { read: 20, again: 20, after: 3 };

if (!existsSync(DATA)) {
  console.error(`Nothing is measured: ${DATA} is not there.`);
  process.exit(0);
}

const yaml = (file) => parse(readFileSync(file, 'utf8')) ?? {};

function teamsOf(teams, parent) {
  return Object.entries(teams ?? {}).flatMap(([name, team]) => [
    {
      name,
      ...(parent === null ? {} : { parent }),
      privacy: team.privacy ?? (parent === null && team.teams === undefined ? 'secret' : 'closed'),
      maintainers: team.maintainers ?? [],
      members: team.members ?? [],
      repositories: team.repos ?? {},
    },
    ...teamsOf(team.teams, name),
  ]);
}

function organizationIn(login) {
  const home = join(DATA, login);
  const whole = yaml(join(home, 'org.yaml'));
  const parts = readdirSync(home).filter((name) => statSync(join(home, name)).isDirectory());
  const teams = [whole, ...parts.map((part) => yaml(join(home, part, 'teams.yaml')))].flatMap((one) =>
    teamsOf(one.teams, null),
  );
  const repositories = new Set(teams.flatMap((team) => Object.keys(team.repositories)));
  return {
    login,
    owners: whole.admins ?? [],
    members: whole.members ?? [],
    basePermission: whole.default_repository_permission ?? 'read',
    repositories: [...repositories].map((name) => ({ name, visibility: 'public' })),
    teams,
  };
}

const names = readdirSync(DATA).filter((name) => statSync(join(DATA, name)).isDirectory());
const seed = { organizations: names.map(organizationIn) };
const first = await startGithubStandIn({ seed });
// Another one, whose minute nobody has used yet.
const standIn = await startGithubStandIn({ seed });
const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
const env = { ...process.env, GITHUB_TOKEN: OWNER_TOKEN };
const rows = [];

async function timed(what, limit, task) {
  const before = standIn.restCount().spent;
  const asked = standIn.requests().length;
  const begun = performance.now();
  const value = await task();
  const seconds = (performance.now() - begun) / 1000;
  const row = {
    what,
    seconds: seconds.toFixed(2),
    limit,
    requests: standIn.requests().length - asked,
    'quota of REST': standIn.restCount().spent - before,
  };
  rows.push(seconds > limit ? { ...row, above: 'the limit' } : row);
  console.error(JSON.stringify(rows.at(-1)));
  return value;
}

function bylaw(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BYLAW, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (status) =>
      status === 0 ? resolve() : reject(new Error(`${args[0]} ended with ${status}`)),
    );
  });
}

try {
  await bylaw([
    'import',
    ...names,
    '--from',
    'github',
    '--url',
    first.url,
    '--directory',
    folder,
    '--no-cache',
  ]);
  const now = new Date().toISOString();
  const { platform } = loadWorkspace(folder, now).value.organizations[0];
  const answers = openAnswerFolder(join(folder, 'answers'));
  const readers = () =>
    names.map((name) => {
      const asked = { organization: name, remote: name, settings: { url: standIn.url } };
      return openReader(github, { ...connect(github, asked, env).value, platform, answers });
    });
  const read = async (all) => Promise.all(all.map((reader) => reader.read()));
  standIn.setFaults([{ kind: 'latency', ms: LATENCY_MS }]);
  await timed(`read ${names.length} organizations, each answer after ${LATENCY_MS} ms`, LIMITS.read, () =>
    read(readers()),
  );
  const all = readers();
  // What is asked about still counts for GitHub's limit of requests a minute.
  await new Promise((resolve) => setTimeout(resolve, 61_000));
  const found = await timed('the same again, nothing changed', LIMITS.again, () => read(all));
  const plans = await timed('check, resolve and plan all of them', LIMITS.after, async () => {
    const { organizations } = loadWorkspace(folder, now).value;
    return organizations.map((desired) => {
      const at = names.indexOf(desired.organization);
      return buildPlan(desired, found[at].value, all[at].supports);
    });
  });
  console.log(
    `${plans.length} plans, ${plans.reduce((sum, { changes }) => sum + changes.length, 0)} changes`,
  );
  console.table(rows);
} finally {
  await first.close();
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
}
