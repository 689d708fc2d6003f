import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveWriter } from '../../connector/live.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Write } from '../../plan/write.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { serveReattached } from '../provider/protocol/reattach.ts';
import { providerOf } from '../provider/provider.ts';
import type { PlacedRow } from '../provider/rows/organization.ts';
import { liveRows, type ProviderSession, spellingOf } from '../provider/session.ts';
import type { TerraformBinary } from './binary.ts';
import { childEnvironment, type TerraformChild, terraformIn } from './child.ts';
import { runDirectory } from './directory.ts';
import { machineFault } from './machine.ts';
import { type Patience, silenceWords } from './silence.ts';
import { serveState } from './state-server.ts';

/** Where the state of one organization is kept between runs. */
export interface StateStore {
  load(): string | null;
  /** Called with each state terraform writes; must have the text safe on return. */
  save(text: string): void;
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
  /** Told what terraform is at, in words; often. */
  readonly onProgress?: ((text: string) => void) | undefined;
  /** Told what somebody has to know now, though nothing has failed. */
  readonly onNotice?: ((text: string) => void) | undefined;
  readonly patience?: Patience | undefined;
}

export const PLAN_FILE = 'plan.bin';
export const CONFIGURATION_FILE = 'cdk.tf.json';

export type Cleanup = (() => Promise<void>)[];

/**
 * A private folder, and steps that undo what a run sets up, the last first; done however the run ends. Fails with
 * disk-full, system-limit and file-unwritable where the machine does not give what a run needs.
 */
export async function inRunDirectory<T>(
  run: (directory: string, cleanup: Cleanup) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const cleanup: Cleanup = [];
  try {
    const directory = await runDirectory();
    cleanup.push(() => rm(directory, { recursive: true, force: true }));
    return await run(directory, cleanup);
  } catch (error) {
    const fault = machineFault(error);
    if (fault === null) throw error;
    return failure(fault);
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
  /** state-not-saved while the last state could not be kept. */
  readonly unsaved: readonly Diagnostic[];
}

export async function standUp(
  directory: string,
  options: StandOptions,
  live: readonly PlacedRow[],
  state: string | null,
  cleanup: Cleanup,
): Promise<Stand> {
  const { binary, plan, store, writer } = options;
  const unsaved: Diagnostic[] = [];
  const states = await serveState(state, (text) => {
    if (writer === null) return;
    try {
      store.save(text);
      unsaved.length = 0;
    } catch (error) {
      unsaved.splice(0, 1, notSaved(error));
    }
  });
  cleanup.push(states.close);
  const refused: Diagnostic[] = [];
  const spelling = spellingOf(plan.live.resources, plan.wanted);
  const session: ProviderSession = {
    live: liveRows(live),
    writer,
    spelling,
    onDone: options.onDone,
    onFailed: (_write, diagnostics) => refused.push(...diagnostics),
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
  const child = terraformIn(binary, folder, environment, {
    patience: options.patience,
    onSilence: (silence) => options.onNotice?.(silenceWords(plan.organization, binary.flavour, silence)),
  });
  return { child, folder, spelling, refused, unsaved };
}

/** A cache that cannot be written costs the next run a refresh, never this one its success. */
function notSaved(error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return diagnostic('state-not-saved', `The state could not be kept: ${reason}`, null, {
    severity: 'warning',
    hint: 'Nothing is lost: the next run adopts what is live. Check the state directory.',
  });
}
