import { spawn } from 'node:child_process';
import type { TerraformBinary } from './binary.ts';

export interface ChildResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerraformChild {
  /** Wall milliseconds spent inside the child so far. */
  spent(): number;
  /** Runs one command and waits for it. A binary that cannot be started is a status like any other. */
  run(args: readonly string[]): Promise<ChildResult>;
}

/**
 * Variables of the user's that would change what terraform does, or that are none of its business: the credentials of
 * state backends are, except to the child that works with one.
 */
const NOT_HANDED_ON =
  /^(TF_|BYLAW_|CHECKPOINT_|AWS_|GOOGLE_|GCLOUD_|CLOUDSDK_|ARM_|AZURE_|ACTIONS_ID_TOKEN_|SYSTEM_|PG|CONSUL_)/;

/**
 * The environment of the child: the user's without anything that bends terraform (arguments, workspaces, logs, CLI
 * files), without secrets (the token stays in our process, which is the one that talks to the platform), and with
 * no call home. `kept` are variables that are handed on all the same.
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
    environment[name] = value;
  }
  return { ...environment, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0', ...own };
}

export function terraformIn(
  binary: TerraformBinary,
  directory: string,
  environment: NodeJS.ProcessEnv,
): TerraformChild {
  let spent = 0;
  return {
    spent: () => spent,
    run: async (args) => {
      const begun = performance.now();
      try {
        return await execute(binary.path, args, directory, environment);
      } finally {
        spent += performance.now() - begun;
      }
    },
  };
}

function execute(
  path: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<ChildResult> {
  return new Promise((resolve) => {
    // In a process group of its own: Ctrl-C reaches it once, through us, and we stay to hear how it ended.
    const child = spawn(path, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const interrupt = (): void => {
      child.kill('SIGINT');
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    const settle = (): void => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    };
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) => {
      settle();
      resolve({ status: 127, stdout: '', stderr: error.message });
    });
    child.once('close', (code, signal) => {
      settle();
      resolve({
        status: code ?? 128,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: `${Buffer.concat(stderr).toString('utf8')}${signal === null ? '' : `ended by ${signal}`}`,
      });
    });
  });
}
