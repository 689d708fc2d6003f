import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Outcome } from '../../source/outcome.ts';
import { configurationOf } from '../synth/configuration.ts';
import {
  applyPlanFile,
  compare,
  initialize,
  rowsOfRun,
  type SavedRun,
  showPlanFile,
  tellerOf,
} from './run.ts';
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
    const folder = stackFolder(directory, plan.organization);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, CONFIGURATION_FILE), saved.configuration);
    await writeFile(join(folder, PLAN_FILE), Buffer.from(saved.plan, 'base64'));
    const rows = rowsOfRun(plan);
    const stand = await standUp(directory, options, rows.live, saved.state, cleanup);
    // The saved configuration is of the same documents: its blocks are those of the plan made now.
    const tell = tellerOf(options, configurationOf(rows.wanted, new Set()).rows);
    const init = await initialize(stand.child, tell.placeOf);
    if (!init.ok) return init;
    const shown = await showPlanFile(stand.child, stand.spelling, tell.placeOf);
    if (!shown.ok) return shown;
    const disagreed = compare(plan, shown.value);
    if (disagreed.length > 0) return failure(disagreed);
    const applied = await applyPlanFile(stand, tell);
    return { ...applied, diagnostics: [...init.diagnostics, ...applied.diagnostics] };
  });
}
