/** Processes of a server: started, watched, and ended by their ids. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Starts a process that goes on, with all that it says in a file. */
export function startProcess(command, words, { log, ...options }) {
  const file = openSync(log, 'a');
  const child = spawn(command, words, { ...options, stdio: ['ignore', file, file] });
  closeSync(file);
  child.on('error', () => {}); // told by its end
  return child;
}

/** Runs a process to its end; says the last of what it printed where it failed. */
export function runProcess(command, words, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (text) => {
      said = (said + text).slice(-4000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', (error) => reject(new Error(`${command}: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${command} ${words[0]} ended with ${code ?? signal}: ${said.slice(-1500)}`));
    });
  });
}

/** What /proc says of a process: who started it, and when, which tells it from a later one of the same id. */
function lookUp(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(fields[1]), began: fields[19], gone: fields[0] === 'Z' };
  } catch {
    return null;
  }
}

function withDescendants(pid) {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (lookUp(name) ?? []) : []));
  const found = all.filter((one) => Number(one.pid) === pid);
  for (const { pid: above } of found) found.push(...all.filter(({ parent }) => parent === Number(above)));
  return found;
}

const isThere = (one) => {
  const now = lookUp(one.pid);
  return now !== null && now.began === one.began && !now.gone;
};

function signal(processes, name) {
  for (const { pid } of processes) {
    try {
      process.kill(Number(pid), name);
    } catch {} // it ended meanwhile
  }
}

/** Ends all that this process started, and what that started: politely, and after a while not. */
export async function endDescendants(seconds = 15) {
  const all = withDescendants(process.pid).slice(1);
  const own = all.filter(({ parent }) => parent === process.pid);
  await endInOrder(own, all, seconds);
}

/** The same of one process: itself first, and then whatever of it does not end by that. */
export async function endTree(pid, seconds = 6) {
  const all = withDescendants(pid);
  await endInOrder(all.slice(0, 1), all, seconds);
}

/** What those that are asked first do not end is asked itself after half of the time. */
async function endInOrder(first, all, seconds) {
  signal(first, 'SIGTERM');
  for (let waited = 0; waited < seconds * 10 && all.some(isThere); waited += 1) {
    if (waited === seconds * 5) signal(all.filter(isThere), 'SIGTERM');
    await pause(100);
  }
  signal(all.filter(isThere), 'SIGKILL');
}

/** Waits until a server answers; stops at once where a process that it needs has ended. */
export async function answers(isUp, children, log, minutes = 8) {
  const end = Date.now() + minutes * 60_000;
  while (Date.now() < end) {
    if (await isUp().catch(() => false)) return;
    const ended = children.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (ended !== undefined)
      throw new Error(`${ended.spawnfile} ended with ${ended.exitCode ?? ended.signalCode}: ${lastOf(log)}`);
    await pause(200);
  }
  throw new Error(`it does not answer after ${minutes} minutes: ${lastOf(log)}`);
}

/** Whether a request is answered with success. */
export const succeeds = (url, init) => async () => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
  await response.arrayBuffer();
  return response.ok;
};

/** What a server said last. */
const lastOf = (log) => readFileSync(log, 'utf8').slice(-1500);
