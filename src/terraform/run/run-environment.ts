import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveWriter } from '../../connector/connector.ts';
import type { Plan } from '../../plan/plan.ts';
import { replacedWrites } from '../../plan/write/change-writes.ts';
import type { Write } from '../../plan/write/write.ts';
import { atWriteOrigin } from '../../plan/write/write-origin.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Outcome } from '../../source/outcome.ts';
import { serveReattached } from '../provider/protocol/reattach.ts';
import type { PlacedRow, RowKey } from '../provider/rows/organization-rows.ts';
import { runProvider } from '../provider/run-provider.ts';
import { liveRows, type RunSession } from '../provider/run-session.ts';
import type { TerraformBinary } from './binary.ts';
import { childEnvironment, type TerraformChild, terraformIn } from './child-process.ts';
import { gcSettings } from './gc-settings.ts';
import { makeRunDirectory } from './run-directory.ts';
import type { Stack } from './stacks.ts';
import { serveState } from './state-server.ts';
import { systemFault } from './system-fault.ts';
import { type StateResource, withRowsOutsideRun } from './terraform-state.ts';
import { type SilenceLimits, silenceText } from './watchdog.ts';

/** Where the state of one stack is kept between runs. */
export interface StateStore {
  /** What was kept; null for nothing. Fails where what stands there is not ours to replace. */
  load(): Promise<Outcome<string | null>>;
  /** Told of each state terraform writes, in order; returns at once. */
  save(text: string): void;
  /** When it returns, the last state given to `save` is safe; else it says so: state-not-saved, a warning. */
  settle(): Promise<readonly Diagnostic[]>;
}

/** One organization's part in a run. */
export interface RunPart {
  readonly plan: Plan;
  /** Null in a run that only plans: such a run keeps no state and cannot write. */
  readonly writer: LiveWriter | null;
  readonly onDone: (write: Write) => void;
}

export interface EngineRunOptions {
  readonly binary: TerraformBinary;
  readonly stack: Stack;
  /** Of the stack's organizations those that take part; what is known of the others stays as it is. */
  readonly parts: readonly RunPart[];
  readonly store: StateStore;
  readonly environment: NodeJS.ProcessEnv;
  /** Names of variables that hold secrets; the child does not get them. */
  readonly secrets: readonly string[];
  /** Told what terraform is at, in words; often. */
  readonly onProgress?: ((text: string) => void) | undefined;
  /** Told what somebody has to know now, though nothing has failed. */
  readonly onNotice?: ((text: string) => void) | undefined;
  readonly patience?: SilenceLimits | undefined;
}

export const PLAN_FILE = 'plan.bin';

export type Cleanup = (() => Promise<void>)[];

/**
 * A private folder, and steps that undo what a run sets up, the last first; done however the run ends. Where the machine
 * does not give what a run needs, the fault is disk-full, system-limit or file-unwritable.
 */
export async function inRunDirectory<T>(
  run: (directory: string, cleanup: Cleanup) => Promise<T>,
  onFault: (fault: Diagnostic) => T,
): Promise<T> {
  const cleanup: Cleanup = [];
  try {
    const directory = await makeRunDirectory();
    cleanup.push(() => rm(directory, { recursive: true, force: true }));
    return await run(directory, cleanup);
  } catch (error) {
    const fault = systemFault(error);
    if (fault === null) throw error;
    return onFault(fault);
  } finally {
    for (const step of cleanup.reverse()) await step();
  }
}

export function stackFolder(directory: string, stack: Stack): string {
  return join(directory, 'stacks', stack.name);
}

/** How it goes for one organization in a run. */
export interface OrganizationProgress {
  readonly spelling: Spelling;
  /** What the platform refused so far. */
  readonly refused: readonly Diagnostic[];
  /** Rows that have become what was planned. */
  readonly made: ReadonlySet<RowKey>;
}

/** What terraform stands on during a run: its state and its provider, both served from this process. */
export interface RunEnvironment {
  readonly child: TerraformChild;
  /** The stack's folder, in which the child runs. */
  readonly folder: string;
  readonly progress: ReadonlyMap<string, OrganizationProgress>;
  readonly store: StateStore;
}

/** What a run starts from. */
export interface RunInput {
  /** Live rows by organization. */
  readonly live: ReadonlyMap<string, readonly PlacedRow[]>;
  /** Text of the state terraform is shown; null for none. */
  readonly state: string | null;
  /** What the kept state knows of organizations that have no part: saved again, and never shown. */
  readonly leftOut: readonly StateResource[];
}

export async function openRunEnvironment(
  directory: string,
  options: EngineRunOptions,
  { live, state, leftOut }: RunInput,
  cleanup: Cleanup,
): Promise<RunEnvironment> {
  const { binary, stack, parts, store } = options;
  const keeps = parts.some(({ writer }) => writer !== null);
  const states = await serveState(state, (text) => {
    if (keeps) store.save(withRowsOutsideRun(text, leftOut));
  });
  cleanup.push(states.close);
  const progress = new Map<string, OrganizationProgress>();
  const sessions = new Map<string, RunSession>();
  for (const { plan, writer, onDone } of parts) {
    const refused: Diagnostic[] = [];
    const made = new Set<RowKey>();
    const { spelling } = plan;
    progress.set(plan.organization, { spelling, refused, made });
    sessions.set(plan.organization, {
      live: liveRows(live.get(plan.organization) ?? []),
      writer,
      platform: plan.desired.platform,
      spelling,
      madeByOthers: replacedWrites(plan.changes),
      onDone,
      onFailed: (write, diagnostics) => refused.push(...atWriteOrigin(diagnostics, write, plan.changes)),
      onMade: (row) => made.add(row),
    });
  }
  const provider = await serveReattached(runProvider((organization) => sessions.get(organization) ?? null));
  cleanup.push(provider.close);
  const cliConfig = join(directory, 'terraformrc');
  await writeFile(cliConfig, '');
  const folder = stackFolder(directory, stack);
  const rows = [...live.values()].reduce((sum, placed) => sum + placed.length, 0);
  const environment = childEnvironment(options.environment, options.secrets, {
    ...gcSettings(options.environment, rows),
    ...states.environment,
    ...provider.environment,
    TF_CLI_CONFIG_FILE: cliConfig,
  });
  const child = terraformIn(binary, folder, environment, {
    patience: options.patience,
    onSilence: (silenceReport) =>
      options.onNotice?.(silenceText(runName(parts), binary.flavour, silenceReport)),
  });
  return { child, folder, progress, store };
}

/** Whose run it is, as a line of progress begins. */
export function runName(parts: readonly RunPart[]): string {
  const [first] = parts;
  return parts.length === 1 && first !== undefined
    ? first.plan.organization
    : `${parts.length} organizations`;
}
