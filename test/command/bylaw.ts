/**
 * Drives the command line as it is built: in a process that runs one command after another, or, where the process is
 * what a test is about, as users do: `node dist/bylaw/main.js …`.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { itWithTerraform, terraform } from '../terraform/available.ts';

export const MAIN = fileURLToPath(new URL('../../dist/bylaw/main.js', import.meta.url));

export interface Finished {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface Running {
  readonly pid: number;
  readonly done: Promise<Finished>;
  /** What it has said on stdout so far, awaited until it matches. Fails when it ends before. */
  said(pattern: RegExp): Promise<RegExpMatchArray>;
  /** The same of stderr. */
  complained(pattern: RegExp): Promise<RegExpMatchArray>;
  signal(name: NodeJS.Signals): void;
}

/** Starts one command line; killed when the test ends, should it still run then. */
export function start(words: readonly string[], { cwd, env }: Surroundings): Running {
  const child = spawn(process.execPath, [MAIN, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return running(child, env);
}

const RESIDENT = fileURLToPath(new URL('resident.mjs', import.meta.url));

/** Those that have nothing to do; two commands at a time take two. */
const idle: ChildProcess[] = [];

/** What Node itself reads, and only when it starts. */
const READ_AT_START = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];

/** One command line, in a process that has run others before where that can be. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<Finished> {
  const { cwd, env } = surroundings;
  if (READ_AT_START.some((name) => env[name] !== undefined)) return start(words, surroundings).done;
  const resident = idle.pop() ?? fork(RESIDENT, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const finished = await new Promise<Finished>((resolve, reject) => {
    const ended = (status: number | null): void =>
      reject(new Error(`bylaw ${words.join(' ')} ended its process, with status ${status}`));
    resident.once('exit', ended);
    resident.once('error', reject);
    resident.once('message', (message) => {
      resident.off('exit', ended);
      resident.off('error', reject);
      resolve(message as Finished);
    });
    const variables = Object.entries(env).filter(([, value]) => value !== undefined);
    resident.send({ words, cwd, env: Object.fromEntries(variables) });
  });
  idle.push(resident);
  return seemly(finished, env);
}

/** Held for every command of every test: no token, and no escape sequence where nobody has a terminal. */
function seemly(finished: Finished, env: NodeJS.ProcessEnv): Finished {
  const { BYLAW_TOKEN: token } = env;
  const said = `${finished.out}${finished.err}`;
  if (token !== undefined && token !== '') expect(said).not.toContain(token);
  // A patch of a file whose lines end with CRLF has those ends.
  const lines = said.startsWith('diff --git ') ? said.replaceAll('\r\n', '\n') : said;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(lines).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  return finished;
}

function running(child: ChildProcess, env: NodeJS.ProcessEnv): Running {
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  const heard = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    heard();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    heard();
  });
  let over = false;
  const done = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      over = true;
      heard();
      resolve({ status, out, err });
    });
  }).then((finished) => seemly(finished, env));
  const matched = (pattern: RegExp, text: () => string): Promise<RegExpMatchArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(text());
        if (match === null && !over) return;
        listeners.delete(look);
        if (match !== null) resolve(match);
        else reject(new Error(`ended without saying ${pattern}: ${out}${err}`));
      };
      listeners.add(look);
      look();
    });
  return {
    pid: child.pid ?? 0,
    done,
    said: (pattern) => matched(pattern, () => out),
    complained: (pattern) => matched(pattern, () => err),
    signal: (name) => {
      child.kill(name);
    },
  };
}

/** One of the two ways an apply is carried out. */
export interface Engine {
  /** As reports name it. */
  readonly name: string;
  /** What chooses it on the command line. */
  readonly words: readonly string[];
}

export const EMBEDDED: Engine = { name: 'embedded', words: ['--engine', 'embedded'] };

/** Chosen by being on the PATH, as most users do. */
export const TERRAFORM: Engine = {
  name: terraform === null ? 'terraform' : basename(terraform.path),
  words: [],
};

/** Those that this machine has. */
export const ENGINES: readonly Engine[] = terraform === null ? [EMBEDDED] : [EMBEDDED, TERRAFORM];

/** The same promise held by both engines. */
export function itOnBothEngines(
  name: string,
  check: (engine: Engine) => Promise<void>,
  timeout?: number,
): void {
  it(`${name} (embedded)`, () => check(EMBEDDED), timeout);
  itWithTerraform(`${name} (terraform)`, () => check(TERRAFORM), timeout);
}
