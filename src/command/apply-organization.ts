import type { LiveWriter } from '../connector/live.ts';
import { perform } from '../connector/perform.ts';
import type { Applied } from '../plan/applied.ts';
import type { EffectiveChange } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import type { Write } from '../plan/write.ts';
import { writesOf } from '../plan/writes.ts';
import { counted } from '../report/phrases.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { type RunOptions, type SavedRun, withTerraform } from '../terraform/run/run.ts';
import { applySaved } from '../terraform/run/saved.ts';
import type { Engine } from './engine.ts';
import { withWayOut } from './output.ts';
import { readAndPlan } from './plan-organization.ts';

export interface ApplyOptions {
  readonly plan: Plan;
  readonly writer: LiveWriter;
  readonly engine: Engine;
  readonly run: Pick<RunOptions, 'store' | 'environment' | 'secrets'> &
    Partial<Pick<RunOptions, 'onProgress' | 'onNotice' | 'patience'>>;
  /** Terraform's part of a plan file that says the same as `plan`; null or left out: terraform plans anew. */
  readonly saved?: SavedRun | null;
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
  const taken: Write[] = [];
  const counted: ApplyOptions = {
    ...options,
    onDone: (write) => {
      taken.push(write);
      options.onDone(write);
    },
  };
  const changes = effectiveChanges(plan);
  const made =
    engine.binary === null ? await embedded(counted, changes) : await byTerraform(counted, changes);
  const account = { plan, engine: engine.info, made: taken, writes: taken.length };
  if (made.ok && changes.length === 0) {
    return {
      ...account,
      requests: writer.requests(),
      result: 'unchanged',
      second: null,
      diagnostics: made.diagnostics,
    };
  }
  const second = await readAndPlan(plan.desired, writer);
  const left = second.ok ? effectiveChanges(second.value).length : null;
  const result = !made.ok ? 'incomplete' : left === 0 ? 'proven' : 'unproven';
  const diagnostics = [
    ...made.diagnostics,
    ...(second.ok ? [] : second.diagnostics),
    ...verdict(plan, result, taken.length, left),
  ];
  return {
    ...account,
    requests: writer.requests(),
    result,
    second: second.ok ? second.value : null,
    diagnostics: diagnostics.map(withWayOut),
  };
}

async function embedded(options: ApplyOptions, changes: readonly EffectiveChange[]): Promise<Outcome<null>> {
  const { writer, onDone, stopped } = options;
  const { failed, left } = await perform(changes.flatMap(writesOf), writer, onDone, stopped);
  if (failed.length === 0 && left.length === 0) return success(null);
  if (failed.length > 0) return failure(failed.flatMap(({ diagnostics }) => diagnostics));
  return failure(interrupted(`Interrupted with ${counted(left.length, 'write')} still to make.`));
}

function interrupted(message: string): Diagnostic {
  return diagnostic('interrupted', message, null, { hint: 'Apply again to go on where it stopped.' });
}

async function byTerraform(
  options: ApplyOptions,
  changes: readonly EffectiveChange[],
): Promise<Outcome<null>> {
  const { plan, writer, engine, run, onDone, stopped, saved = null } = options;
  if (engine.binary === null) return embedded(options, changes);
  const runOptions: RunOptions = { ...run, binary: engine.binary, plan, writer, onDone };
  if (saved !== null) return told(await applySaved(runOptions, saved), stopped);
  const done = await withTerraform<null>(runOptions, async (made) => {
    // Between two runs of the child nobody else hears of a Ctrl-C.
    if (stopped()) return failure(interrupted('Interrupted before the first write.'));
    // With nothing to change, an apply is still worth it when the state has to learn what is live.
    if (changes.length === 0 && made.terraformPlan.adopted === 0) return success(null);
    return made.apply();
  });
  return told(done, stopped);
}

function told(done: Outcome<null>, stopped: () => boolean): Outcome<null> {
  if (done.ok || !stopped() || done.diagnostics.some(({ code }) => code === 'interrupted')) return done;
  // What an interrupted terraform says is that it was interrupted; what the platform refused stands.
  const refused = done.diagnostics.filter(({ code }) => code !== 'engine-failed');
  return failure([
    ...refused,
    interrupted('Interrupted: what was in flight was finished, the rest was not begun.'),
  ]);
}

function verdict(
  plan: Plan,
  result: Applied['result'],
  writes: number,
  left: number | null,
): readonly Diagnostic[] {
  const rest = left === null ? 'what is left could not be read' : `${counted(left, 'change')} left`;
  switch (result) {
    case 'unchanged':
    case 'proven':
      return [];
    case 'incomplete':
      return [
        diagnostic(
          'apply-incomplete',
          `${plan.organization}: ${counted(writes, 'write')} made, then it stopped; ${rest}.`,
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
          `${plan.organization}: ${counted(writes, 'write')} made, all of them, yet ${rest}.`,
          null,
          {
            hint: 'Somebody may have changed it meanwhile: run plan to see the difference.',
          },
        ),
      ];
  }
}
