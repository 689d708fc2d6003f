import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Outcome } from '../../source/outcome.ts';
import { failureOf } from './messages.ts';
import { applyPlanFile, compare, rowsOfRun, type SavedRun, showPlanFile } from './run.ts';
import {
  CONFIGURATION_FILE,
  inRunDirectory,
  PLAN_FILE,
  type StandOptions,
  stackFolder,
  standUp,
} from './stand.ts';

/**
 * Applies a plan file that an earlier run made. It is shown first and has to say what the plan says that was made now;
 * terraform itself holds it against the state it was made on. Fails with engine-failed, engine-disagrees, and what the
 * platform refuses.
 */
export function applySaved(options: StandOptions, saved: SavedRun): Promise<Outcome<null>> {
  return inRunDirectory(async (directory, cleanup) => {
    const { plan } = options;
    const kept = await options.store.load();
    if (!kept.ok) return kept;
    const folder = stackFolder(directory, plan.organization);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, CONFIGURATION_FILE), saved.configuration);
    await writeFile(join(folder, PLAN_FILE), Buffer.from(saved.plan, 'base64'));
    const stand = await standUp(directory, options, rowsOfRun(plan).live, saved.state, cleanup);
    const nowhere = () => null;
    const init = await stand.child.run(['init', '-json', '-input=false']);
    if (init.status !== 0) return failure(failureOf('init', init, nowhere));
    const shown = await showPlanFile(stand.child, stand.spelling, nowhere);
    if (!shown.ok) return shown;
    const disagreed = compare(plan, shown.value);
    if (disagreed.length > 0) return failure(disagreed);
    const applied = await applyPlanFile(stand, nowhere);
    return { ...applied, diagnostics: [...kept.diagnostics, ...applied.diagnostics] };
  });
}
