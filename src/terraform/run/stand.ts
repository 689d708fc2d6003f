import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveWriter } from '../../connector/live.ts';
import { atTheLine } from '../../plan/asked-by.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Write } from '../../plan/write.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Outcome } from '../../source/outcome.ts';
import { serveReattached } from '../provider/protocol/reattach.ts';
import { providerOf } from '../provider/provider.ts';
import type { PlacedRow } from '../provider/rows/organization.ts';
import { liveRows, type ProviderSession, spellingOf } from '../provider/session.ts';
import type { TerraformBinary } from './binary.ts';
import { childEnvironment, type TerraformChild, terraformIn } from './child.ts';
import { runDirectory } from './directory.ts';
import { serveState } from './state-server.ts';

/** Where the state of one organization is kept between runs. */
export interface StateStore {
  /** What was kept; null for nothing. Fails where what stands there is not ours to replace. */
  load(): Promise<Outcome<string | null>>;
  /** Told of each state terraform writes, in order; returns at once. */
  save(text: string): void;
  /** When it returns, the last state given to `save` is safe; else it says so: state-not-saved, a warning. */
  settle(): Promise<readonly Diagnostic[]>;
}

export interface StandOptions {
  readonly binary: TerraformBinary;
  readonly plan: Plan;
  readonly store: StateStore;
  /** Null for a run that only plans: such a run keeps no state and cannot write. */
  readonly writer: LiveWriter | null;
  readonly environment: NodeJS.ProcessEnv;
  /** Names of variables that hold secrets; the child does not get them. */
  readonly secrets: readonly string[];
  readonly onDone: (write: Write) => void;
}

export const PLAN_FILE = 'plan.bin';
export const CONFIGURATION_FILE = 'cdk.tf.json';

export type Cleanup = (() => Promise<void>)[];

/** A private folder, and steps that undo what a run sets up, the last first; done however the run ends. */
export async function inRunDirectory<T>(
  run: (directory: string, cleanup: Cleanup) => Promise<T>,
): Promise<T> {
  const directory = await runDirectory();
  const cleanup: Cleanup = [() => rm(directory, { recursive: true, force: true })];
  try {
    return await run(directory, cleanup);
  } finally {
    for (const step of cleanup.reverse()) await step();
  }
}

export function stackFolder(directory: string, organization: string): string {
  return join(directory, 'stacks', organization);
}

/** What terraform stands on during a run: its state and its provider, both served from this process. */
export interface Stand {
  readonly child: TerraformChild;
  /** The stack's folder, in which the child runs. */
  readonly folder: string;
  readonly spelling: (member: string) => string;
  /** What the platform refused so far. */
  readonly refused: readonly Diagnostic[];
  readonly store: StateStore;
}

export async function standUp(
  directory: string,
  options: StandOptions,
  live: readonly PlacedRow[],
  state: string | null,
  cleanup: Cleanup,
): Promise<Stand> {
  const { binary, plan, store, writer } = options;
  const states = await serveState(state, (text) => {
    if (writer !== null) store.save(text);
  });
  cleanup.push(states.close);
  const refused: Diagnostic[] = [];
  const spelling = spellingOf(plan.live.resources, plan.wanted);
  const session: ProviderSession = {
    live: liveRows(live),
    writer,
    spelling,
    onDone: options.onDone,
    onFailed: (write, diagnostics) => refused.push(...atTheLine(diagnostics, write, plan.changes)),
  };
  const provider = await serveReattached(providerOf(session));
  cleanup.push(provider.close);
  const cliConfig = join(directory, 'terraformrc');
  await writeFile(cliConfig, '');
  const folder = stackFolder(directory, plan.organization);
  const environment = childEnvironment(options.environment, options.secrets, {
    ...states.environment,
    ...provider.environment,
    TF_CLI_CONFIG_FILE: cliConfig,
  });
  return { child: terraformIn(binary, folder, environment), folder, spelling, refused, store };
}
