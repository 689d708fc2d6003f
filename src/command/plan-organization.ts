import type { Desired } from '../compile/desired.ts';
import type { LiveReader } from '../connector/live.ts';
import { planOrganization } from '../plan/organization.ts';
import type { Plan } from '../plan/plan.ts';
import { hasErrors } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { type RunOptions, type SavedRun, withTerraform } from '../terraform/run/run.ts';
import type { Engine } from './engine.ts';

/** Reads everything live and compares. An incomplete read or a plan with errors is a failure, never a plan. */
export async function readAndPlan(desired: Desired, reader: LiveReader): Promise<Outcome<Plan>> {
  const snapshot = await reader.read();
  if (!snapshot.ok) return snapshot;
  const plan = planOrganization(desired, snapshot.value);
  const diagnostics = [...snapshot.diagnostics, ...plan.diagnostics];
  return hasErrors(diagnostics) ? failure(diagnostics) : success({ ...plan, diagnostics });
}

/**
 * The plan made again by terraform from the same snapshot, and found equal: not one request is sent for it. `keep` asks
 * for terraform's plan file too.
 */
export async function confirmByTerraform(
  plan: Plan,
  engine: Engine,
  run: Pick<RunOptions, 'store' | 'environment' | 'secrets'> &
    Partial<Pick<RunOptions, 'onProgress' | 'onNotice' | 'patience'>>,
  keep = false,
): Promise<Outcome<{ readonly terraformTime: number; readonly saved: SavedRun | null }>> {
  if (engine.binary === null) return success({ terraformTime: 0, saved: null });
  const options: RunOptions = { ...run, binary: engine.binary, plan, writer: null, onDone: () => {} };
  return withTerraform(options, async (made) =>
    success({ terraformTime: made.terraformTime(), saved: keep ? await made.save() : null }),
  );
}
