import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { configurationOf } from '../synth/configuration.ts';
import { synthesize } from '../synth/organization-stack.ts';
import { applyPlanFile, type ByOrganization, tellOnFirst } from './apply-plan-file.ts';
import type { TerraformChild } from './child-process.ts';
import { comparePlans, type ShownPlans, showPlanFile } from './compare-plans.ts';
import { exitedCleanly } from './exit-status.ts';
import { warningsOf } from './failure.ts';
import { type FailuresByOrganization, failuresByOrganization } from './failures-by-organization.ts';
import { type RowOrigins, rowOriginsOf } from './row-origins.ts';
import {
  type Cleanup,
  type EngineRunOptions,
  inRunDirectory,
  openRunEnvironment,
  PLAN_FILE,
  type RunEnvironment,
  type RunInput,
  type RunPart,
} from './run-environment.ts';
import { type RunRows, rowsOfRun } from './run-rows.ts';
import { isWholePlan, truncatedPlanFile } from './system-fault.ts';
import type { TerraformPlan } from './terraform-plan.ts';
import { parseState, rowsOutsideRun, stateForRun, type TerraformState } from './terraform-state.ts';

/** A plan made by terraform and found equal to ours for every organization in it, ready to be applied. */
export interface TerraformRun {
  readonly plans: ReadonlyMap<string, TerraformPlan>;
  /** Wall milliseconds spent in the terraform process. */
  terraformTime(): number;
  /** Applies exactly the plan file that was compared. */
  apply(): Promise<ByOrganization<null>>;
  /** The plan file and what it needs, to be applied by another run. */
  save(): Promise<SavedRun>;
}

/** What terraform needs to apply a plan in another run, maybe on another machine. Holds no secret. */
export interface SavedRun {
  /** The stack it was planned in: it is another where other organizations came to share it. */
  readonly stack: string;
  /** Whose changes the plan holds. */
  readonly organizations: readonly string[];
  /** Terraform's plan file, base64. */
  readonly plan: string;
  /** The state the plan was made on; null for none. */
  readonly state: string | null;
}

/**
 * The organizations of a stack through one terraform: synthesize, init, plan to a file, compare with our own changes.
 * An organization whose plans do not agree, or whose rows terraform fails on, is told so and left out, and the others
 * are planned again without it. `use` is called only when both plans agree for all who are left; everything the run
 * made is gone when it returns. Fails with engine-failed and engine-disagrees.
 */
export async function withTerraform<T>(
  options: EngineRunOptions,
  use: (run: TerraformRun) => Promise<ByOrganization<T>>,
): Promise<ByOrganization<T>> {
  const { store } = options;
  const loaded = await store.load();
  if (!loaded.ok) return new Map(options.parts.map(({ plan }) => [plan.organization, loaded]));
  const kept = parseState(loaded.value);
  const settled = new Map<string, Outcome<T>>();
  let parts = options.parts;
  while (parts.length > 0) {
    const taking = parts;
    const round = await inRunDirectory<ByOrganization<T>>(
      (directory, cleanup) => runIn(directory, { ...options, parts: taking }, kept, use, cleanup),
      (fault) => new Map(taking.map(({ plan }) => [plan.organization, failure(fault)])),
    );
    if (round.size === 0) throw new Error('a round of terraform settled nothing, so no further round would');
    for (const [organization, outcome] of round) settled.set(organization, outcome);
    parts = parts.filter(({ plan }) => !settled.has(plan.organization));
  }
  return tellOnFirst(settled, loaded.diagnostics);
}

/** What is settled about at least one of the organizations. */
async function runIn<T>(
  directory: string,
  options: EngineRunOptions,
  kept: TerraformState | null,
  use: (run: TerraformRun) => Promise<ByOrganization<T>>,
  cleanup: Cleanup,
): Promise<ByOrganization<T>> {
  const { stack, parts } = options;
  const rows = rowsOfParts(parts);
  const { state, adopt } = stateForRun(kept, rows.values());
  const stateText = state === null ? null : JSON.stringify(state);
  const configuration = configurationOf(
    [...rows.values()].flatMap(({ wanted }) => wanted),
    adopt,
  );
  synthesize(directory, [{ name: stack.name, configuration, backend: { backend: 'loopback' } }]);
  const runEnvironment = await openRunEnvironment(
    directory,
    options,
    runInputOf(options, rows, stateText, kept),
    cleanup,
  );
  const origins = rowOriginsOf(options, rows);
  const shownPlans = await planWith(runEnvironment, origins);
  if (!shownPlans.ok) return failed(parts, shownPlans.blame);
  const disagreed = new Map<string, Outcome<never>>();
  for (const { plan } of parts) {
    const found = comparePlans(plan, shownPlans.plans.get(plan.organization));
    if (found.length > 0) disagreed.set(plan.organization, failure(found));
  }
  if (disagreed.size > 0) return disagreed;
  const used = await use({
    plans: shownPlans.plans,
    terraformTime: runEnvironment.child.spent,
    apply: () => applyPlanFile(runEnvironment, shownPlans.plans, origins),
    save: async () => ({
      stack: stack.name,
      organizations: parts.map(({ plan }) => plan.organization),
      plan: (await readFile(join(runEnvironment.folder, PLAN_FILE))).toString('base64'),
      state: stateText,
    }),
  });
  return tellOnFirst(used, shownPlans.warnings);
}

export function rowsOfParts(parts: readonly RunPart[]): ReadonlyMap<string, RunRows> {
  return new Map(parts.map(({ plan }) => [plan.organization, rowsOfRun(plan)]));
}

export function runInputOf(
  { stack, parts }: EngineRunOptions,
  rows: ReadonlyMap<string, RunRows>,
  state: string | null,
  kept: TerraformState | null,
): RunInput {
  const taking = new Set(parts.map(({ plan }) => plan.organization));
  const others = new Set(stack.organizations.filter((organization) => !taking.has(organization)));
  return {
    live: new Map([...rows].map(([organization, { live }]) => [organization, live])),
    state,
    leftOut: rowsOutsideRun(kept, others),
  };
}

/** Those that terraform names, so that the others can go on without them; all where it names none. */
function failed(parts: readonly RunPart[], { of, all }: FailuresByOrganization): ByOrganization<never> {
  const blamed = [...of].map(([organization, found]) => [organization, failure(found)] as const);
  if (blamed.length > 0) return new Map(blamed);
  return new Map(parts.map(({ plan }) => [plan.organization, failure(all)]));
}

/** A plan asks our provider, which answers out of memory: with terraform's ten questions at a time both would wait. */
export const PLAN_PARALLELISM = '-parallelism=100';

/** The state was made of the very snapshot that the provider would refresh it from. */
const NO_REFRESH = '-refresh=false';

/** Fails with engine-failed and its kin; with what terraform warned of. */
async function planWith(runEnvironment: RunEnvironment, origins: RowOrigins): Promise<ShownPlans> {
  const { child } = runEnvironment;
  const init = await initialize(child, origins);
  if (!init.ok) return init;
  const words = ['plan', '-json', '-input=false', PLAN_PARALLELISM, NO_REFRESH, `-out=${PLAN_FILE}`];
  const planned = await child.run(words, { onEvent: origins.onPlan });
  const warnings = [...init.warnings, ...warningsOf(planned, child, origins.placeOf)];
  if (!exitedCleanly(planned.ending)) {
    return {
      ok: false,
      blame: withWarnings(failuresByOrganization('plan', planned, child, origins), warnings),
    };
  }
  // It ends well even when its file did not fit.
  if (!isWholePlan(join(child.directory, PLAN_FILE))) {
    const cut = truncatedPlanFile(`${child.flavour} plan`, child.directory);
    return { ok: false, blame: { of: new Map(), all: [cut, ...warnings] } };
  }
  const shown = await showPlanFile(runEnvironment, origins);
  return shown.ok ? { ...shown, warnings: [...warnings, ...shown.warnings] } : shown;
}

type Initialized =
  | { readonly ok: true; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly blame: FailuresByOrganization };

export async function initialize(child: TerraformChild, origins: RowOrigins): Promise<Initialized> {
  const init = await child.run(['init', '-json', '-input=false']);
  const warnings = warningsOf(init, child, origins.placeOf);
  if (exitedCleanly(init.ending)) return { ok: true, warnings };
  return { ok: false, blame: withWarnings(failuresByOrganization('init', init, child, origins), warnings) };
}

/** Who is blamed is left out and the rest begins again, and is warned again. */
function withWarnings(
  { of, all }: FailuresByOrganization,
  warnings: readonly Diagnostic[],
): FailuresByOrganization {
  return { of, all: of.size > 0 ? all : [...all, ...warnings] };
}
