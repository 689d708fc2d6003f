import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { blameOf } from './blame.ts';
import type { TerraformPlan } from './plan-json.ts';
import { PLAN_FILE, type Stand } from './stand.ts';
import type { Whereabouts } from './whereabouts.ts';

/** What became of each organization of a run. */
export type ByOrganization<T> = ReadonlyMap<string, Outcome<T>>;

/**
 * Applies the plan file in the folder, which has been compared with our own changes. What the platform refused is told
 * in its own words; terraform only repeats them. An organization whose rows were all made is done, whatever happened
 * to its neighbours.
 */
export async function applyPlanFile(
  { child, progress, unsaved }: Stand,
  plans: ReadonlyMap<string, TerraformPlan>,
  where: Whereabouts,
): Promise<ByOrganization<null>> {
  const applied = await child.run(['apply', '-json', '-input=false', PLAN_FILE]);
  const blame = applied.status === 0 ? null : blameOf('apply', applied, where);
  const outcomes = new Map<string, Outcome<null>>();
  for (const [organization, { rows }] of plans) {
    const { refused = [], made = new Set() } = progress.get(organization) ?? {};
    const own = refused.length > 0 ? refused : (blame?.of.get(organization) ?? []);
    if (blame === null) outcomes.set(organization, success(null));
    else if (own.length > 0) outcomes.set(organization, failure(own));
    else if ([...rows].every((row) => made.has(row))) outcomes.set(organization, success(null));
    else outcomes.set(organization, failure(blame.all.length > 0 ? blame.all : [notFinished()]));
  }
  // What fails after all is done fails nobody, and is worth knowing; as with the state, once for all of them.
  const allDone = [...outcomes.values()].every(({ ok }) => ok);
  const late = allDone && blame !== null ? blame.all.map(warning) : [];
  return withWarnings(outcomes, [...late, ...unsaved]);
}

/** Told beside the first that went well. */
function withWarnings(
  outcomes: ReadonlyMap<string, Outcome<null>>,
  warnings: readonly Diagnostic[],
): ByOrganization<null> {
  const first = [...outcomes].find(([, { ok }]) => ok)?.[0];
  if (first === undefined || warnings.length === 0) return outcomes;
  return new Map([...outcomes, [first, success(null, warnings)]]);
}

function warning(found: Diagnostic): Diagnostic {
  return { ...found, severity: 'warning' };
}

function notFinished(): Diagnostic {
  return diagnostic('engine-failed', 'terraform apply ended before it was done', null);
}
