import { compareFingerprints } from '../../plan/change-fingerprints.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { someOf } from '../../source/quote.ts';
import { exitedCleanly } from './exit-status.ts';
import { type FailuresByOrganization, failuresByOrganization } from './failures-by-organization.ts';
import type { RowOrigins } from './row-origins.ts';
import { PLAN_FILE, type RunEnvironment } from './run-environment.ts';
import { readTerraformPlan, type TerraformPlan } from './terraform-plan.ts';

export type ShownPlans =
  | {
      readonly ok: true;
      readonly plans: ReadonlyMap<string, TerraformPlan>;
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly blame: FailuresByOrganization };

/** What the plan file in the folder would do. Fails with engine-failed. */
export async function showPlanFile(
  { child, progress }: RunEnvironment,
  origins: RowOrigins,
): Promise<ShownPlans> {
  const shown = await child.run(['show', '-json', PLAN_FILE], { answers: true });
  if (!exitedCleanly(shown.ending))
    return { ok: false, blame: failuresByOrganization('show', shown, child, origins) };
  const spellings = new Map([...progress].map(([organization, { spelling }]) => [organization, spelling]));
  try {
    return { ok: true, plans: readTerraformPlan(shown.stdout, spellings), warnings: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${child.flavour} show did not print a plan: ${reason}`;
    return { ok: false, blame: { of: new Map(), all: [diagnostic('engine-failed', message, null)] } };
  }
}

/** What terraform plans for an organization that its plan does not name. */
const NO_PLAN = { changes: [], strange: [] };

/** engine-disagrees when terraform's plan is not ours. */
export function comparePlans(plan: Plan, terraform: TerraformPlan | undefined): readonly Diagnostic[] {
  const { changes, strange } = terraform === undefined ? NO_PLAN : terraform;
  const found = compareFingerprints(plan.changes, changes);
  const { onlyOurs, onlyTheirs } = found === null ? { onlyOurs: [], onlyTheirs: [] } : found;
  const lines = [
    ...strange,
    ...onlyOurs.map((fact) => `only in Bylaw's plan: ${fact}`),
    ...onlyTheirs.map((fact) => `only in terraform's plan: ${fact}`),
  ];
  if (lines.length === 0) return [];
  return [
    diagnostic(
      'engine-disagrees',
      `terraform's plan for ${plan.organization} differs from the reviewed changes; nothing was applied: ${someOf(lines)}.`,
      null,
    ),
  ];
}
