import { setImmediate } from 'node:timers/promises';
import { buildAccess } from '../../access/build-access.ts';
import type { Desired } from '../../compile/desired.ts';
import type { ExpectedPerson, LiveReader } from '../../connector/connector.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { ByOrganization } from '../../terraform/run/apply-plan-file.ts';
import type { EngineRunOptions } from '../../terraform/run/run-environment.ts';
import { type SavedRun, withTerraform } from '../../terraform/run/terraform-run.ts';
import { countPlan } from './count-plan.ts';
import type { Engine } from './engine.ts';
import { renameToWrittenNames } from './written-names.ts';

/** What a run of one stack needs of the machine. */
export type RunSettings = Pick<
  EngineRunOptions,
  'stack' | 'store' | 'environment' | 'secrets' | 'onProgress' | 'onNotice' | 'patience'
>;

/** Reads everything live and compares. An incomplete read or a plan with errors is a failure, never a plan. */
export async function readAndPlan(desired: Desired, reader: LiveReader): Promise<Outcome<Plan>> {
  const compared = await readAndCompare(desired, reader);
  if (!compared.ok || !hasErrors(compared.value.diagnostics)) return compared;
  return failure(compared.value.diagnostics);
}

/** The same where nothing is to be applied: what no apply could make does not keep the rest from being told. */
export async function readAndCompare(desired: Desired, reader: LiveReader): Promise<Outcome<Plan>> {
  const before = reader.requests();
  const [snapshot] = await Promise.all([reader.read(), workOutWanted(desired)]);
  if (!snapshot.ok) return snapshot;
  const lookedUp = (await reader.lookUp?.(expectedPeople(desired))) ?? success(null);
  if (!lookedUp.ok) return lookedUp;
  const live = await renameToWrittenNames(desired, snapshot.value, reader);
  if (!live.ok) return live;
  const reads = reader.requests() - before;
  const plan = buildPlan(desired, live.value, reader.supports);
  return success({
    ...(await countPlan(plan, reader, reads)),
    diagnostics: [...snapshot.diagnostics, ...lookedUp.diagnostics, ...live.diagnostics, ...plan.diagnostics],
  });
}

/**
 * While the platform answers: who has access as the documents want it. Where nothing differs that is what is compared with
 * live, and it was made then; of a large company it takes a second.
 */
async function workOutWanted({ platform, resources }: Desired): Promise<void> {
  // The questions have to be on their way first.
  await setImmediate();
  buildAccess(platform, resources);
}

/** Whom the documents want to be there, for who can tell what became of them. */
function expectedPeople({ resources, inviteAgain }: Desired): readonly ExpectedPerson[] {
  return modelOf(resources)
    .all('member')
    .flatMap(({ address, attributes }): readonly ExpectedPerson[] => {
      const { scope, member, display, state } = attributes;
      if (state !== 'active') return [];
      return [{ scope, member, display, inviteAgain: inviteAgain?.get(address) ?? null }];
    });
}

/** What terraform made of plans that it was to make again. */
export interface ConfirmedPlans {
  /** For each organization whether its plan was found equal. */
  readonly plans: ByOrganization<null>;
  readonly terraformTime: number;
  /** Null unless asked for. */
  readonly saved: SavedRun | null;
}

/**
 * The plans of one stack made again by terraform from the same snapshots: not one request is sent for it. `keep` asks
 * for terraform's plan file too.
 */
export async function confirmByTerraform(
  plans: readonly Plan[],
  engine: Engine,
  run: RunSettings,
  keep = false,
): Promise<ConfirmedPlans> {
  const all = new Map(plans.map(({ organization }) => [organization, success(null)] as const));
  if (engine.binary === null || plans.length === 0) return { plans: all, terraformTime: 0, saved: null };
  const parts = plans.map((plan) => ({ plan, writer: null, onDone: () => {} }));
  let terraformTime = 0;
  let saved: SavedRun | null = null;
  const confirmed = await withTerraform<null>({ ...run, binary: engine.binary, parts }, async (made) => {
    terraformTime = made.terraformTime();
    saved = keep ? await made.save() : null;
    return new Map([...made.plans.keys()].map((organization) => [organization, success(null)] as const));
  });
  return { plans: confirmed, terraformTime, saved };
}
