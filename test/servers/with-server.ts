/** Servers that nobody here wrote, as `test/servers/run.mjs` starts them. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { it } from 'vitest';
import { known } from '../../src/source/known.ts';

/** How a server is reached: what each variable of its start script holds. */
export type ServerVariables = Readonly<Record<string, string>>;

type Told =
  | { readonly state: 'starting' }
  | { readonly state: 'up'; readonly variables: ServerVariables }
  | { readonly state: 'failed'; readonly why: string };

/** How many random organizations a test of truth lives through. */
export const RUNS = Number(process.env.RUNS ?? 15);

/** Starting may take as long as it takes to build and to unpack, on a machine that is busy. */
const TIMEOUT = 1_800_000;

/**
 * `it`, with a server of this name. Where none is started, or it did not start, the test is not run, and is named in the
 * summary with the reason.
 */
export function itWithServer(
  name: string,
  title: string,
  run: (variables: ServerVariables) => Promise<void>,
): void {
  it(title, { timeout: TIMEOUT }, async ({ skip }) => {
    const told = await upOrFailed(name);
    if (told === null) return skip(`needs server: npm run servers -- ${name}`);
    if (told.state === 'failed') return skip(`needs ${name}, which did not start: ${told.why}`);
    const free = await alone(name);
    try {
      await run(told.variables);
    } finally {
      free();
    }
  });
}

/** Waits until no other test uses the server, in whatever process: two would see what each other writes. */
async function alone(name: string): Promise<() => void> {
  const lock = join(known(process.env.BYLAW_SERVERS, 'the folder of servers'), `${name}.used-by`);
  while (true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock);
    } catch {
      if (isLeft(lock)) rmSync(lock, { force: true });
      await pause(200);
    }
  }
}

/** Whether whoever took it ended without giving it back. */
function isLeft(lock: string): boolean {
  try {
    const user = Number(readFileSync(lock, 'utf8'));
    if (user === 0) return false;
    process.kill(user, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Null where nobody starts it. */
async function upOrFailed(name: string): Promise<Exclude<Told, { state: 'starting' }> | null> {
  const folder = process.env.BYLAW_SERVERS;
  const file = folder === undefined ? null : join(folder, `${name}.json`);
  if (file === null || !existsSync(file)) return null;
  while (true) {
    const told = JSON.parse(readFileSync(file, 'utf8')) as Told;
    if (told.state !== 'starting') return told;
    await pause(200);
  }
}

/** A variable that the start script of a server has to set. */
export function variable(variables: ServerVariables, name: string): string {
  const value = variables[name];
  if (value === undefined) throw new Error(`the server is started without ${name}`);
  return value;
}
