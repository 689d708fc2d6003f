import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WrittenBackend } from '../../policy/document-types.ts';
import { errorRedactorOf } from '../../source/redact-errors.ts';
import type { TerraformBinary } from '../../terraform/run/binary.ts';
import {
  type ChildResult,
  childEnvironment,
  type RunChild,
  terraformIn,
} from '../../terraform/run/child-process.ts';
import { exitedCleanly } from '../../terraform/run/exit-status.ts';
import { makeRunDirectory } from '../../terraform/run/run-directory.ts';
import { backendBlock } from '../../terraform/synth/backend-configuration.ts';
import { BACKEND_TRAITS } from '../../terraform/synth/backend-traits.ts';
import { type BackendError, backendErrorOf } from './backend-error.ts';
import { acquireStateLock, type StateLock } from './state-lock.ts';

export interface BackendClientOptions {
  readonly binary: TerraformBinary;
  readonly backend: WrittenBackend;
  readonly stack: string;
  /** Where a path in the settings is on this machine. */
  readonly placed: (path: string) => string;
  readonly environment: NodeJS.ProcessEnv;
  /** Names of variables that hold secrets of platforms; terraform does not get them. */
  readonly secrets: readonly string[];
}

/** What came of asking a backend: a value, or what terraform had to say. */
export type BackendResult<T> = { readonly value: T } | { readonly complaint: BackendError };

/** The state of one stack on the user's backend. */
export interface BackendClient {
  /** Where it is, if it is a file of this machine or of a disk it shares. */
  readonly file: string | null;
  /** What is kept there; null for nothing. */
  pull(): Promise<BackendResult<string | null>>;
  /** Keeps a text there; `locked` when our own hold has the lock, otherwise takes it for as long as that lasts. */
  push(text: string, locked: boolean): Promise<BackendResult<null>>;
  /** Takes the lock and keeps it. */
  hold(): Promise<BackendResult<StateLock>>;
  /** What terraform said, without the secrets it may hold. */
  told(result: ChildResult): BackendError;
  close(): Promise<void>;
}

/** How long the last push of an apply waits for a lock that somebody has just taken. */
const PUSH_WAITS = '20s';

/**
 * A folder with a configuration that holds nothing but the backend, and terraform to work with it: so every backend
 * that terraform knows is spoken to by the one program that knows it.
 */
export async function openBackendClient(
  options: BackendClientOptions,
): Promise<{ readonly client: BackendClient; readonly opened: BackendResult<null> }> {
  const { binary, backend, stack, placed } = options;
  const { reads } = BACKEND_TRAITS[backend.type];
  const directory = await makeRunDirectory();
  const mirror = join(directory, 'no-providers');
  const cliConfig = join(directory, 'terraformrc');
  const folder = join(directory, 'backend');
  await mkdir(mirror);
  await mkdir(folder);
  await writeFile(cliConfig, '');
  const block = backendBlock(backend, stack, placed);
  await writeFile(join(folder, 'main.tf.json'), JSON.stringify({ terraform: block }), { mode: 0o600 });
  // Credentials of HCP Terraform may stand in the user's CLI configuration; elsewhere it is none of our business.
  const ownConfig = reads.test('TF_CLI_CONFIG_FILE') ? {} : { TF_CLI_CONFIG_FILE: cliConfig };
  const environment = childEnvironment(options.environment, options.secrets, ownConfig, reads);
  const redact = errorRedactorOf(environment);
  const child = terraformIn(binary, folder, environment);
  const ask = async <T>(
    args: readonly string[],
    value: (result: ChildResult) => T,
    how: RunChild = {},
  ): Promise<BackendResult<T>> => {
    const since = Date.now();
    const result = await child.run(args, how);
    return exitedCleanly(result.ending) ? { value: value(result) } : { complaint: told(result, since) };
  };
  const told = (result: ChildResult, since: number): BackendError => {
    const backendError = backendErrorOf(result, since);
    return { ...backendError, text: redact(backendError.text) };
  };
  const init = async (): Promise<BackendResult<null>> => {
    const made = await ask(['init', '-json', '-input=false', `-plugin-dir=${mirror}`], () => null);
    // Rows in a state name providers, which nothing here will ever start.
    const ready = existsSync(join(folder, '.terraform', 'terraform.tfstate'));
    return 'complaint' in made && made.complaint.onlyProviders && ready ? { value: null } : made;
  };
  const statePath = block.backend === undefined ? null : localPath(block.backend);
  const backendClient: BackendClient = {
    file: statePath,
    told: (result) => told(result, Date.now()),
    pull: () =>
      ask(['state', 'pull'], ({ stdout }) => (isNothing(stdout) ? null : stdout), { answers: true }),
    push: async (text, locked) => {
      const file = join(directory, 'push.tfstate');
      await writeFile(file, text, { mode: 0o600 });
      const lock = locked ? ['-lock=false'] : [`-lock-timeout=${PUSH_WAITS}`];
      return ask(['state', 'push', '-no-color', ...lock, file], () => null, { writes: true });
    },
    hold: async () => {
      const since = Date.now();
      // The console would lock the file of a folder without a backend instead.
      const args = statePath === null ? ['-no-color'] : ['-no-color', `-state=${statePath}`];
      const made = await acquireStateLock(binary.path, args, folder, environment);
      return 'hold' in made ? { value: made.hold } : { complaint: told(made.refused, since) };
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
  return { client: backendClient, opened: await init() };
}

function localPath(backend: unknown): string | null {
  const { local } = backend as { readonly local?: { readonly path?: unknown } };
  return typeof local?.path === 'string' ? local.path : null;
}

/** Where there is no state, terraform prints one without a lineage. */
function isNothing(text: string): boolean {
  if (text.trim() === '') return true;
  const { lineage } = JSON.parse(text) as { readonly lineage?: unknown };
  return lineage === '';
}
