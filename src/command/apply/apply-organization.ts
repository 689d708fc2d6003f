import type { LiveWriter } from '../../connector/connector.ts';
import type { ApplyResult } from '../../plan/apply-result.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Write } from '../../plan/write/write.ts';
import { atWriteOrigin } from '../../plan/write/write-origin.ts';
import { counted } from '../../report/phrases.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { someOf } from '../../source/quote.ts';
import type { ByOrganization } from '../../terraform/run/apply-plan-file.ts';
import { applySavedPlan } from '../../terraform/run/apply-saved-plan.ts';
import type { EngineRunOptions } from '../../terraform/run/run-environment.ts';
import { type SavedRun, withTerraform } from '../../terraform/run/terraform-run.ts';
import type { ConcurrencyLimits } from '../session/concurrency.ts';
import type { Engine } from '../session/engine.ts';
import type { RunSettings } from '../session/plan-organization.ts';
import { effectiveChanges, interruption, performPlan } from './perform-plan.ts';
import { isPart, readUntilSettled } from './prove-plan.ts';

/** One organization's part in an apply. */
export interface OrganizationApply {
  readonly plan: Plan;
  readonly writer: LiveWriter;
  /** Told after each write the platform took. */
  readonly onDone: (write: Write) => void;
}

export interface StackApplyOptions {
  /** Of one stack. */
  readonly parts: readonly OrganizationApply[];
  readonly engine: Engine;
  readonly run: RunSettings;
  /** Terraform's part of a plan file that says the same as the plans; null or left out: terraform plans anew. */
  readonly saved?: SavedRun | null;
  /** Whether somebody asked to stop: what is in flight is finished, nothing more is begun. */
  readonly stopped: () => boolean;
  readonly lanes: ConcurrencyLimits;
}

/** Makes the plans true, reads live again, and says of each whether it is. */
export async function applyStack(options: StackApplyOptions): Promise<ReadonlyMap<string, ApplyResult>> {
  const { engine, lanes } = options;
  const counted = options.parts.map((part) => {
    const taken: Write[] = [];
    const onDone = (write: Write): void => {
      taken.push(write);
      part.onDone(write);
    };
    return { ...part, onDone, taken };
  });
  const together: StackApplyOptions = { ...options, parts: counted };
  const made = engine.binary === null ? await embedded(together) : await byTerraform(together);
  const applied = await Promise.all(
    counted.map(({ plan, writer, taken }) =>
      lanes.organization(async () => {
        const outcome = made.get(plan.organization) ?? failure([]);
        return [plan.organization, await account(plan, writer, engine, taken, outcome)] as const;
      }),
    ),
  );
  return new Map(applied);
}

/** What became of one plan, proved by reading again. */
async function account(
  plan: Plan,
  writer: LiveWriter,
  engine: Engine,
  taken: readonly Write[],
  made: Outcome<null>,
): Promise<ApplyResult> {
  const asides = writer.asides?.() ?? [];
  const inDoubt = asides.flatMap((one) => (one.inDoubt ? [one.write] : []));
  const kept = asides.flatMap(({ write, diagnostics }) =>
    atWriteOrigin(diagnostics, write, effectiveChanges(plan)),
  );
  const partly = asides.flatMap(({ write, partly: made = [] }) =>
    made.length === 0 ? [] : atWriteOrigin([partlyMade(made)], write, effectiveChanges(plan)),
  );
  const about = { plan, engine: engine.info, made: taken, inDoubt, writes: taken.length };
  if (made.ok && effectiveChanges(plan).length === 0) {
    return {
      ...about,
      requests: writer.requests(),
      result: 'unchanged',
      second: null,
      diagnostics: made.diagnostics,
    };
  }
  const { second, isUnderWay } = await readUntilSettled(plan, writer, taken);
  const left = second.ok ? effectiveChanges(second.value).length : null;
  const result = !made.ok ? 'incomplete' : left === 0 ? 'proven' : isPart(plan, second) ? 'part' : 'unproven';
  const diagnostics = [
    ...made.diagnostics,
    ...kept,
    ...partly,
    ...(second.ok ? [] : second.diagnostics),
    ...verdict(plan, result, taken.length, left, { kept: kept.length > 0, isUnderWay }),
  ];
  return {
    ...about,
    requests: writer.requests(),
    result,
    second: second.ok ? second.value : null,
    diagnostics: diagnostics,
  };
}

/** What is made of several requests is partly made where one of them fails. */
function partlyMade(entries: readonly string[]): Diagnostic {
  const message = `Made before it failed: ${someOf(entries)}.`;
  return diagnostic('partly-made', message, null);
}

async function embedded({ parts, stopped }: StackApplyOptions): Promise<ByOrganization<null>> {
  const made = parts.map(
    async ({ plan, writer, onDone }) =>
      [plan.organization, await performPlan(plan, writer, onDone, stopped)] as const,
  );
  return new Map(await Promise.all(made));
}

async function byTerraform(options: StackApplyOptions): Promise<ByOrganization<null>> {
  const { parts, engine, run, stopped, saved = null } = options;
  if (engine.binary === null) return embedded(options);
  const stand: EngineRunOptions = { ...run, binary: engine.binary, parts };
  const done = saved === null ? await planAndApply(stand, stopped) : await applySavedPlan(stand, saved);
  return new Map([...done].map(([name, outcome]) => [name, told(outcome, stopped)] as const));
}

function planAndApply(stand: EngineRunOptions, stopped: () => boolean): Promise<ByOrganization<null>> {
  const changing = new Set(
    stand.parts.flatMap(({ plan }) => (effectiveChanges(plan).length > 0 ? [plan.organization] : [])),
  );
  return withTerraform<null>(stand, async (made) => {
    const all = (outcome: Outcome<null>): ByOrganization<null> =>
      new Map([...made.plans.keys()].map((name) => [name, outcome] as const));
    // Between two runs of the child nobody else hears of a Ctrl-C.
    if (stopped()) return all(failure(interruption('Interrupted before the first write.')));
    // With nothing to change, an apply is still worth it when the state has to learn what is live.
    const idle = [...made.plans].every(([name, { adopted }]) => !changing.has(name) && adopted === 0);
    return idle ? all(success(null)) : made.apply();
  });
}

function told(done: Outcome<null>, stopped: () => boolean): Outcome<null> {
  if (done.ok || !stopped() || done.diagnostics.some(({ code }) => code === 'interrupted')) return done;
  // What an interrupted terraform says is that it was interrupted; what the platform refused stands.
  const refused = done.diagnostics.filter(({ code }) => code !== 'engine-failed');
  return failure([
    ...refused,
    interruption('Interrupted: the writes in flight were finished, the rest was not begun.'),
  ]);
}

function verdict(
  plan: Plan,
  result: ApplyResult['result'],
  writes: number,
  left: number | null,
  { kept, isUnderWay }: { readonly kept: boolean; readonly isUnderWay: boolean },
): readonly Diagnostic[] {
  const rest = left === null ? 'what is left could not be read' : `${counted(left, 'change')} left`;
  switch (result) {
    case 'unchanged':
    case 'proven':
    case 'part':
      return [];
    case 'incomplete':
      return [
        diagnostic(
          'apply-incomplete',
          `${plan.organization}: ${counted(writes, 'write')} made, others were not; ${rest}.`,
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
            hint: isUnderWay
              ? 'The platform may still be at work on what it took: run plan in a while.'
              : kept
                ? 'Write the texts as the platform stores them; run plan to see the difference.'
                : 'Somebody may have changed it meanwhile: run plan to see the difference.',
          },
        ),
      ];
  }
}
