/**
 * node test/servers/keep.mjs NAME STATE CACHE: starts one server, writes into the file STATE how it is reached, and ends
 * it when its own input ends. So it ends whatever becomes of who asked for it, killed or not.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './machine/free-ports.mjs';
import { endDescendants } from './machine/processes.mjs';
import { SERVERS } from './servers.mjs';

const [name, state, places] = process.argv.slice(2);
const server = SERVERS[name];
// Short, since paths of sockets may have 107 characters.
const run = mkdtempSync(join(tmpdir(), `bylaw-${name}-`));

function tell(what) {
  writeFileSync(`${state}.next`, `${JSON.stringify(what)}\n`);
  renameSync(`${state}.next`, state);
}

let ending = false;
async function end() {
  if (ending) return;
  ending = true;
  await endDescendants();
  rmSync(run, { recursive: true, force: true });
  process.exit(0);
}
process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);

try {
  const ports = await freePorts(server.ports);
  const log = join(run, 'server.log');
  const variables = await server.start({ ...JSON.parse(places), run, ports, log });
  if (!ending) tell({ state: 'up', variables, log });
} catch (error) {
  if (!ending) tell({ state: 'failed', why: error instanceof Error ? error.message : String(error) });
  await end();
}
