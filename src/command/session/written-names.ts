import type { Desired } from '../../compile/desired.ts';
import type { LiveReader } from '../../connector/connector.ts';
import {
  detectRenames,
  type FormerNames,
  mayBeRenamed,
  ownName,
} from '../../plan/rename/rename-detection.ts';
import type { Address, LiveName, Snapshot } from '../../resource/resource.ts';
import { type Outcome, success } from '../../source/outcome.ts';

/**
 * Live as the documents name it: what has another name on the platform is told under the written one, where the
 * documents or the platform's log say that it is the same. The log is asked only where something may be renamed; that it
 * cannot be read is told as a warning, and then things are as their names say.
 */
export async function renameToWrittenNames(
  desired: Desired,
  read: Snapshot,
  reader: LiveReader,
): Promise<Outcome<Snapshot>> {
  const { under, formerNames, lastingId } = reader;
  if (under === undefined || lastingId === undefined || !mayBeRenamed(desired, read)) return success(read);
  const log = (await formerNames?.()) ?? success<FormerNames>(new Map());
  const names = new Map<string, string>();
  const renamed = new Map<Address, LiveName>();
  let live = read;
  for (;;) {
    // Addresses are of the names given so far.
    const former = log.ok && names.size > 0 ? await formerNames?.() : log;
    const found = detectRenames(desired, live, former?.ok === true ? former.value : new Map());
    for (const { wanted, live: there, by } of found) {
      const id = lastingId(there);
      if (id === null) continue;
      names.set(id, ownName(wanted));
      renamed.set(wanted.address, { name: ownName(there), by });
    }
    if (found.length === 0) break;
    const again = under(names);
    if (!again.ok) return again;
    live = again.value;
  }
  const warnings = log.ok ? [] : log.diagnostics.map((d) => ({ ...d, severity: 'warning' as const }));
  return success(renamed.size === 0 ? live : { ...live, renamed }, warnings);
}
