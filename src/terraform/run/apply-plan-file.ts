import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { exitedCleanly } from './exit-status.ts';
import { warningsOf } from './failure.ts';
import { failuresByOrganization } from './failures-by-organization.ts';
import type { RowOrigins } from './row-origins.ts';
import { PLAN_FILE, type RunEnvironment } from './run-environment.ts';
import type { TerraformPlan } from './terraform-plan.ts';

/** What became of each organization of a run. */
export type ByOrganization<T> = ReadonlyMap<string, Outcome<T>>;

/**
 * Applies the plan file in the folder, which has been compared with our own changes. What the platform refused is told
 * in its own words; terraform only repeats them. An organization whose rows were all made is done, whatever happened
 * to its neighbours.
 */
export async function applyPlanFile(
  { child, progress, store }: RunEnvironment,
  plans: ReadonlyMap<string, TerraformPlan>,
  origins: RowOrigins,
): Promise<ByOrganization<null>> {
  const words = ['apply', '-json', '-input=false', PLAN_FILE];
  const applied = await child.run(words, { writes: true, onEvent: origins.onApply });
  const unsaved = await store.settle();
  const warnings = warningsOf(applied, child, origins.placeOf);
  const failures = exitedCleanly(applied.ending)
    ? null
    : failuresByOrganization('apply', applied, child, origins);
  const outcomes = new Map<string, Outcome<null>>();
  for (const [organization, { rows }] of plans) {
    const { refused = [], made = new Set() } = progress.get(organization) ?? {};
    const blamed = failures?.of.get(organization) ?? [];
    const own =
      refused.length === 0 ? blamed : [...refused, ...[...blamed, ...(failures?.all ?? [])].filter(isOther)];
    if (failures === null) outcomes.set(organization, success(null));
    else if (own.length > 0) outcomes.set(organization, failure(own));
    else if ([...rows].every((row) => made.has(row))) outcomes.set(organization, success(null));
    else outcomes.set(organization, failure(failures.all.length > 0 ? failures.all : [notFinished()]));
  }
  // What fails after all is done fails nobody, and is worth knowing; as with the state, once for all of them.
  const allDone = [...outcomes.values()].every(({ ok }) => ok);
  const late = allDone && failures !== null ? failures.all.map(warning) : [];
  return tellOnFirst(outcomes, [...late, ...warnings, ...unsaved]);
}

/** What is about all of them is told once: the state of a stack is one. */
export function tellOnFirst<T>(outcomes: ByOrganization<T>, found: readonly Diagnostic[]): ByOrganization<T> {
  if (found.length === 0) return outcomes;
  const told = [...outcomes].map(
    ([organization, one], at) =>
      [organization, at === 0 ? { ...one, diagnostics: [...one.diagnostics, ...found] } : one] as const,
  );
  return new Map(told);
}

function warning(found: Diagnostic): Diagnostic {
  return { ...found, severity: 'warning' };
}

/** Than what terraform repeats of a refusal. */
function isOther({ code }: Diagnostic): boolean {
  return code !== 'engine-failed';
}

function notFinished(): Diagnostic {
  return diagnostic('engine-failed', 'terraform apply ended before it was done', null);
}
