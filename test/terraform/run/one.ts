import type { Engine } from '../../../src/command/session/engine.ts';
import { confirmByTerraform as confirmAll } from '../../../src/command/session/plan-organization.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { failure, type Outcome, success } from '../../../src/source/outcome.ts';
import type { EngineRunOptions, RunPart } from '../../../src/terraform/run/run-environment.ts';
import type { Stack } from '../../../src/terraform/run/stacks.ts';
import type { TerraformPlan } from '../../../src/terraform/run/terraform-plan.ts';
import { withTerraform as withAll } from '../../../src/terraform/run/terraform-run.ts';

/** A run of one organization, for tests that are about what happens to one. */

export type RunOptions = Omit<EngineRunOptions, 'stack' | 'parts'> & RunPart;

interface Run {
  readonly terraformPlan: TerraformPlan;
  apply(): Promise<Outcome<null>>;
}

export function aloneIn(organization: string): Stack {
  return { name: organization, organizations: [organization] };
}

function only<T>(found: ReadonlyMap<string, Outcome<T>>, { organization }: Plan): Outcome<T> {
  return found.get(organization) ?? failure([]);
}

export async function withTerraform<T>(
  { plan, writer, onDone, ...rest }: RunOptions,
  use: (run: Run) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { organization } = plan;
  const options = { ...rest, stack: aloneIn(organization), parts: [{ plan, writer, onDone }] };
  const done = await withAll<T>(options, async ({ plans, apply }) => {
    const terraformPlan = plans.get(organization);
    if (terraformPlan === undefined) throw new Error(`nothing of ${organization}`);
    const run: Run = { terraformPlan, apply: async () => only(await apply(), plan) };
    return new Map([[organization, await use(run)]]);
  });
  return only(done, plan);
}

export async function confirmByTerraform(
  plan: Plan,
  engine: Engine,
  run: Pick<EngineRunOptions, 'store' | 'environment' | 'secrets'>,
): Promise<Outcome<{ readonly terraformTime: number }>> {
  const { plans, terraformTime } = await confirmAll([plan], engine, {
    ...run,
    stack: aloneIn(plan.organization),
  });
  const confirmed = only(plans, plan);
  return confirmed.ok ? success({ terraformTime }) : confirmed;
}
