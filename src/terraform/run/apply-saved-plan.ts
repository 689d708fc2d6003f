import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure } from '../../source/outcome.ts';
import { configurationOf } from '../synth/configuration.ts';
import { synthesize } from '../synth/organization-stack.ts';
import { applyPlanFile, type ByOrganization, tellOnFirst } from './apply-plan-file.ts';
import { comparePlans, showPlanFile } from './compare-plans.ts';
import type { FailuresByOrganization } from './failures-by-organization.ts';
import { unexpectedBackend } from './plan-backend.ts';
import { unexpectedConfiguration } from './plan-configuration.ts';
import { rowOriginsOf } from './row-origins.ts';
import {
  type EngineRunOptions,
  inRunDirectory,
  openRunEnvironment,
  PLAN_FILE,
  type RunPart,
  stackFolder,
} from './run-environment.ts';
import { initialize, rowsOfParts, runInputOf, type SavedRun } from './terraform-run.ts';
import { parseState, stateForRun } from './terraform-state.ts';

/**
 * Applies a plan file that an earlier run made. It is shown first and has to say what the plans say that were made now;
 * terraform itself holds it against the state it was made on. A file that says anything else of one organization is
 * applied for none. The stack's configuration is made anew from the documents: `init` fetches what a configuration
 * names, and a file that came from elsewhere could name anything. Fails with engine-failed, engine-disagrees, and what
 * the platform refuses.
 */
export function applySavedPlan(options: EngineRunOptions, saved: SavedRun): Promise<ByOrganization<null>> {
  const { stack, parts, store } = options;
  return inRunDirectory<ByOrganization<null>>(
    async (directory, cleanup) => {
      const rows = rowsOfParts(parts);
      const { adopt } = stateForRun(parseState(saved.state), rows.values());
      const configuration = configurationOf(
        [...rows.values()].flatMap(({ wanted }) => wanted),
        adopt,
      );
      synthesize(directory, [{ name: stack.name, configuration, backend: { backend: 'loopback' } }]);
      const planFile = Buffer.from(saved.plan, 'base64');
      const folder = stackFolder(directory, stack);
      await writeFile(join(folder, PLAN_FILE), planFile);
      const kept = await store.load();
      if (!kept.ok) return new Map(parts.map(({ plan }) => [plan.organization, kept]));
      const foot = runInputOf(options, rows, saved.state, parseState(kept.value));
      const runEnvironment = await openRunEnvironment(directory, options, foot, cleanup);
      const origins = rowOriginsOf(options, rows);
      const init = await initialize(runEnvironment.child, origins);
      if (!init.ok) return allFailed(parts, init.blame);
      const shown = await showPlanFile(runEnvironment, origins);
      if (!shown.ok) return allFailed(parts, shown.blame);
      const strange = unexpectedBackend(planFile);
      if (strange !== null) return allFailed(parts, { of: new Map(), all: [notOurs(strange)] });
      const found = new Map(
        parts.map(
          ({ plan }) => [plan.organization, comparePlans(plan, shown.plans.get(plan.organization))] as const,
        ),
      );
      if ([...found.values()].every((one) => one.length === 0)) {
        const other = unexpectedConfiguration(planFile, await readFile(join(folder, CONFIGURATION)));
        if (other !== null) return allFailed(parts, { of: new Map(), all: [notOurs(other)] });
        return tellOnFirst(await applyPlanFile(runEnvironment, shown.plans, origins), init.warnings);
      }
      return new Map(
        [...found].map(([name, one]) => [name, failure(one.length > 0 ? one : inBadCompany(name))] as const),
      );
    },
    (fault) => allFailed(parts, { of: new Map(), all: [fault] }),
  );
}

/** As the library calls it. */
const CONFIGURATION = 'cdk.tf.json';

function allFailed(parts: readonly RunPart[], { of, all }: FailuresByOrganization): ByOrganization<null> {
  const every = [...[...of.values()].flat(), ...all];
  return new Map(parts.map(({ plan }) => [plan.organization, failure(every)] as const));
}

function notOurs(strange: string) {
  const message = `terraform's plan is not one that Bylaw made; nothing was applied: ${strange}.`;
  return diagnostic('engine-disagrees', message, null);
}

function inBadCompany(organization: string) {
  const message = `terraform's plan for ${organization} is in one file with another that differs from the reviewed changes; nothing was applied.`;
  return diagnostic('engine-disagrees', message, null);
}
