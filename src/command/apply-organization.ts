import type { LiveWriter } from '../connector/live.ts';
import { perform } from '../connector/perform.ts';
import type { Applied } from '../plan/applied.ts';
import type { EffectiveChange } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import type { Write } from '../plan/write.ts';
import { writesOf } from '../plan/writes.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { type RunOptions, withTerraform } from '../terraform/run/run.ts';
import type { Engine } from './engine.ts';
import { readAndPlan } from './plan-organization.ts';

export interface ApplyOptions {
  readonly plan: Plan;
  readonly writer: LiveWriter;
  readonly engine: Engine;
  readonly run: Pick<RunOptions, 'store' | 'environment' | 'secrets'>;
  /** Whether somebody asked to stop: what is in flight is finished, nothing more is begun. */
  readonly stopped: () => boolean;
  /** Told after each write the platform took. */
  readonly onDone: (write: Write) => void;
}

export function effectiveChanges(plan: Plan): readonly EffectiveChange[] {
  return plan.changes.filter((change): change is EffectiveChange => change.action !== 'deferred');
}

/** Makes the plan true, reads live again, and says whether it is. */
export async function applyOrganization(options: ApplyOptions): Promise<Applied> {
  const { plan, writer, engine } = options;
  let writes = 0;
  const counted: ApplyOptions = {
    ...options,
    onDone: (write) => {
      writes += 1;
      options.onDone(write);
    },
  };
  const changes = effectiveChanges(plan);
  const made =
    engine.binary === null ? await embedded(counted, changes) : await byTerraform(counted, changes);
  const account = { plan, engine: engine.info, writes };
  if (made.ok && changes.length === 0) {
    return { ...account, requests: writer.requests(), result: 'unchanged', second: null, diagnostics: [] };
  }
  const second = await readAndPlan(plan.desired, writer);
  const left = second.ok ? effectiveChanges(second.value).length : null;
  const result = !made.ok ? 'incomplete' : left === 0 ? 'proven' : 'unproven';
  const diagnostics = [
    ...made.diagnostics,
    ...(second.ok ? [] : second.diagnostics),
    ...verdict(plan, result, writes, left),
  ];
  return {
    ...account,
    requests: writer.requests(),
    result,
    second: second.ok ? second.value : null,
    diagnostics,
  };
}

async function embedded(options: ApplyOptions, changes: readonly EffectiveChange[]): Promise<Outcome<null>> {
  const { writer, onDone, stopped } = options;
  const { failed, left } = await perform(changes.flatMap(writesOf), writer, onDone, stopped);
  if (failed.length === 0 && left.length === 0) return success(null);
  if (failed.length > 0) return failure(failed.flatMap(({ diagnostics }) => diagnostics));
  return failure(diagnostic('interrupted', `Interrupted with ${left.length} writes still to make.`, null));
}

async function byTerraform(
  options: ApplyOptions,
  changes: readonly EffectiveChange[],
): Promise<Outcome<null>> {
  const { plan, writer, engine, run, onDone } = options;
  if (engine.binary === null) return embedded(options, changes);
  return withTerraform({ ...run, binary: engine.binary, plan, writer, onDone }, async (made) => {
    // With nothing to change, an apply is still worth it when the state has to learn what is live.
    if (changes.length === 0 && made.terraformPlan.adopted === 0) return success(null);
    return made.apply();
  });
}

function verdict(
  plan: Plan,
  result: Applied['result'],
  writes: number,
  left: number | null,
): readonly Diagnostic[] {
  const rest = left === null ? 'what is left could not be read' : `${left} changes are left`;
  switch (result) {
    case 'unchanged':
    case 'proven':
      return [];
    case 'incomplete':
      return [
        diagnostic(
          'apply-incomplete',
          `${plan.organization}: ${writes} writes were made, then it stopped; ${rest}.`,
          null,
          {
            hint: 'Run plan to see what is left, then apply again: nothing is done twice.',
          },
        ),
      ];
    case 'unproven':
      return [
        diagnostic(
          'apply-unproven',
          `${plan.organization}: all ${writes} writes were made, yet ${rest}.`,
          null,
          {
            hint: 'Somebody may have changed it meanwhile: run plan to see the difference.',
          },
        ),
      ];
  }
}
