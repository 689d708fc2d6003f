/**
 * npm run servers -- NAME…: starts each server on loopback, runs its tests against it, and ends it whatever happens.
 * npm run servers -- --stay NAME…: starts them, says how they are reached, and keeps them until it is interrupted.
 * node test/servers/run.mjs NAME… -- COMMAND…: runs the command with the servers starting beside it, as `.ci/run` does.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endTree } from './machine/processes.mjs';
import { SERVERS } from './servers.mjs';
import { RunningServers } from './start-servers.mjs';

const words = process.argv.slice(2);
const at = words.indexOf('--');
const command = at === -1 ? [] : words.slice(at + 1);
const named = (at === -1 ? words : words.slice(0, at)).filter((word) => word !== '--stay');
const names = named.includes('all') ? Object.keys(SERVERS) : [...new Set(named)];
const unknown = names.filter((name) => !Object.hasOwn(SERVERS, name));
if (names.length === 0 || unknown.length > 0) {
  for (const name of unknown) console.error(`there is no server ${name}`);
  console.error(`usage: npm run servers -- [--stay] all | NAME…   (${Object.keys(SERVERS).join(', ')})`);
  process.exit(2);
}

let child = null;
let interrupted = false;
let running = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (interrupted) return;
    interrupted = true;
    // npm ends at once, and not what it has started: tests would go on, against servers that are gone.
    if (child?.pid !== undefined) await endTree(child.pid);
    await running?.end();
    process.exit(1);
  });
}

/** Runs a command to its end, with the folder in which tests find servers. */
function run([program, ...rest], environment) {
  return new Promise((resolve) => {
    child = spawn(program, rest, {
      stdio: 'inherit',
      env: { ...process.env, ...environment, BYLAW_SERVERS: running.folder },
    });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

const here = fileURLToPath(new URL('.', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

/** One after another, so that a small machine has to hold one at a time. */
async function testEach() {
  const outcomes = [];
  for (const name of names) {
    const files = readdirSync(here).filter((file) => file.startsWith(name) && file.endsWith('.test.ts'));
    running = new RunningServers([name]);
    try {
      console.log(`${name}: starting`);
      await running.start();
      if (interrupted) return;
      const told = running.told(name);
      if (told.state !== 'up') outcomes.push([name, `did not run: ${told.why}`]);
      else if (files.length === 0) outcomes.push([name, 'did not run: it has no tests']);
      else {
        const code = await run(
          [process.execPath, vitest, 'run', ...files.map((file) => `test/servers/${file}`)],
          {
            CI: 'true',
            RUNS: process.env.RUNS ?? '100',
          },
        );
        outcomes.push([name, code === 0 ? 'passed' : 'failed']);
      }
    } finally {
      await running.end();
    }
  }
  for (const [name, outcome] of outcomes) console.log(`${name}: ${outcome}`);
  process.exitCode = outcomes.every(([, outcome]) => outcome === 'passed') ? 0 : 1;
}

async function stay() {
  await running.start();
  for (const name of names) {
    const { state, variables, why, log } = running.told(name);
    console.log(`${name}: ${state === 'up' ? `up (${log})` : `did not start: ${why}`}`);
    for (const [variable, value] of Object.entries(variables ?? {}))
      console.log(`export ${variable}='${value}'`);
  }
  if (names.every((name) => running.told(name).state !== 'up')) {
    await running.end();
    process.exitCode = 1;
  } else setInterval(() => {}, 60_000);
}

if (command.length > 0) {
  running = new RunningServers(names);
  void running.start();
  process.exitCode = await run(command, {});
  await running.end();
} else if (words.includes('--stay')) {
  running = new RunningServers(names);
  await stay();
} else await testEach();
