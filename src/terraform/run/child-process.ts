import { type ChildProcess, spawn } from 'node:child_process';
import { known } from '../../source/known.ts';
import type { TerraformBinary, TerraformFlavour } from './binary.ts';
import { excerpt, lineReader } from './child-output.ts';
import { type DiagnosticEvent, readEvent, type TerraformEvent } from './event.ts';
import type { ExitStatus } from './exit-status.ts';
import { DEFAULT_SILENCE_LIMITS, type SilenceLimits, type SilenceReport, startWatchdog } from './watchdog.ts';

export interface ChildResult {
  readonly ending: ExitStatus;
  /** What terraform found wrong, in the order told; the first thousand. */
  readonly diagnostics: readonly DiagnosticEvent[];
  /** All of stdout where that was asked for, else empty. */
  readonly stdout: string;
  /** Whatever was said besides events: beginning and end of it. */
  readonly said: string;
  /** Whether somebody asked us to stop while it ran. */
  readonly interrupted: boolean;
}

export interface RunChild {
  /** Whether it may write to the platform: then it is never ended by us, only asked to end. */
  readonly writes?: boolean;
  /** Whether stdout is an answer, to be taken whole, and not a stream of events. */
  readonly answers?: boolean;
  readonly onEvent?: (event: TerraformEvent) => void;
}

export interface TerraformChild {
  readonly flavour: TerraformFlavour;
  /** Where it runs. */
  readonly directory: string;
  /** Wall milliseconds spent inside the child so far. */
  spent(): number;
  /** Runs one command and waits for it. A binary that cannot be started is an ending like any other. */
  run(args: readonly string[], how?: RunChild): Promise<ChildResult>;
}

export interface ChildOptions {
  readonly patience?: SilenceLimits | undefined;
  /** Told while a child has said nothing for long. */
  readonly onSilence?: ((silenceReport: SilenceReport) => void) | undefined;
}

/**
 * Variables of the user's that would change what terraform does, or that are none of its business: the credentials of
 * state backends are, except to the child that works with one.
 */
const NOT_HANDED_ON =
  /^(TF_|TOFU_|BYLAW_|CHECKPOINT_|AWS_|GOOGLE_|GCLOUD_|CLOUDSDK_|ARM_|AZURE_|ACTIONS_ID_TOKEN_|SYSTEM_|PG|CONSUL_)/;

/** Of no use to a child that talks to this process alone; there may be a password in them. */
const PROXIES = /^(https?|no|all|grpc)_proxy$/i;

const LINGERING_MS = 2000;
const MOST_DIAGNOSTICS = 1000;
/** Less than the longest string there can be. */
const LARGEST_ANSWER = 400 * 1024 * 1024;

/**
 * The environment of the child: the user's without anything that bends terraform (arguments, workspaces, logs, CLI
 * files), without secrets (the token stays in our process, which is the one that talks to the platform), and with
 * no call home. `kept` are variables that are handed on all the same, to the child that works with a state backend; it
 * alone gets to know of proxies.
 */
export function childEnvironment(
  user: NodeJS.ProcessEnv,
  secrets: readonly string[],
  own: Readonly<Record<string, string>>,
  kept: RegExp | null = null,
): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(user)) {
    if (secrets.includes(name)) continue;
    if (NOT_HANDED_ON.test(name) && kept?.test(name) !== true) continue;
    if (PROXIES.test(name) && kept === null) continue;
    environment[name] = value;
  }
  return { ...environment, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0', ...own };
}

export function terraformIn(
  binary: TerraformBinary,
  directory: string,
  environment: NodeJS.ProcessEnv,
  options: ChildOptions = {},
): TerraformChild {
  let spent = 0;
  return {
    flavour: binary.flavour,
    directory,
    spent: () => spent,
    run: async (args, how = {}) => {
      const begun = performance.now();
      try {
        return await execute(binary.path, args, { cwd: directory, env: environment }, how, options);
      } finally {
        spent += performance.now() - begun;
      }
    },
  };
}

function execute(
  path: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  { writes = false, answers = false, onEvent }: RunChild,
  { patience = DEFAULT_SILENCE_LIMITS, onSilence }: ChildOptions,
): Promise<ChildResult> {
  return new Promise((resolve) => {
    const said = excerpt();
    const diagnostics: DiagnosticEvent[] = [];
    const answer: Buffer[] = [];
    let size = 0;
    let ours: ExitStatus | null = null;
    let interrupts = 0;
    let child: ChildProcess;
    try {
      // In a process group of its own: Ctrl-C reaches it once, through us, and we stay to hear how it ended.
      child = spawn(path, [...args], { ...place, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    } catch (error) {
      return resolve(notStarted(error));
    }
    const end = (exitStatus: ExitStatus): void => {
      ours ??= exitStatus;
      endGroup(child);
    };
    const interrupt = (): void => {
      interrupts += 1;
      // What only plans can be ended whenever that is wanted a second time; what writes is asked again.
      if (interrupts > 1 && !writes) {
        endGroup(child);
        return;
      }
      child.kill('SIGINT');
      // One that was stopped does not hear before it goes on.
      child.kill('SIGCONT');
    };
    const leave = (): void => endGroup(child);
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    process.once('exit', leave);
    const silence = startWatchdog(child.pid, patience, (silent, over) => {
      if (over && !writes) end({ how: 'silent', seconds: silent.seconds, stopped: silent.stopped });
      else onSilence?.({ ...silent, command: known(args[0], 'the command that terraform is given'), writes });
    });
    let lingering: NodeJS.Timeout | undefined;
    const settle = (): void => {
      clearTimeout(lingering);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      process.off('exit', leave);
      silence.end();
    };
    const events = lineReader((line) => {
      const event = readEvent(line);
      if (event === null) {
        if (!line.startsWith('{"@')) said.add(`${line}\n`);
        return;
      }
      if (event.type === 'diagnostic' && diagnostics.length < MOST_DIAGNOSTICS) diagnostics.push(event);
      onEvent?.(event);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      silence.broken();
      if (!answers) return events.push(chunk);
      size += chunk.length;
      if (size <= LARGEST_ANSWER) return answer.push(chunk);
      answer.length = 0;
      return end({ how: 'too-much' });
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      silence.broken();
      said.add(text);
    });
    child.once('error', (error) => {
      settle();
      resolve(notStarted(error));
    });
    // Something that the child started and that outlives it would hold its output open.
    child.once('exit', () => {
      lingering = setTimeout(() => endGroup(child), LINGERING_MS);
    });
    child.once('close', (code, signal) => {
      settle();
      events.end();
      resolve({
        ending: ours ?? (signal === null ? { how: 'exited', status: code ?? 1 } : { how: 'killed', signal }),
        diagnostics,
        stdout: Buffer.concat(answer).toString('utf8'),
        said: said.text(),
        interrupted: interrupts > 0,
      });
    });
  });
}

/** The child and what it has started. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone by itself.
  }
}

function notStarted(error: unknown): ChildResult {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return {
    ending: { how: 'not-started', code, reason: message },
    diagnostics: [],
    stdout: '',
    said: '',
    interrupted: false,
  };
}
