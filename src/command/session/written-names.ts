import type { Desired } from '../../compile/desired.ts';
import type { LiveReader } from '../../connector/connector.ts';
import {
  detectRenames,
  type FormerNames,
  mayBeRenamed,
  mayBeTaken,
  namesTaken,
  ownName,
} from '../../plan/rename/rename-detection.ts';
import type { Address } from '../../resource/address.ts';
import type { LiveName, Snapshot, TakenName } from '../../resource/resource.ts';
import { type Outcome, success } from '../../source/outcome.ts';

/**
 * Live as the documents name it: what has another name on the platform is told under the written one, where the
 * documents or the platform's log say that it is the same; and what a written name meant before, where it means another
 * thing now. The log is asked only where either may be; that it
 * cannot be read is told as a warning, and then things are as their names say.
 */
export async function renameToWrittenNames(
  desired: Desired,
  read: Snapshot,
  reader: LiveReader,
): Promise<Outcome<Snapshot>> {
  const { under, formerNames, lastingId } = reader;
  if (under === undefined || lastingId === undefined) return success(read);
  if (!mayBeRenamed(desired, read) && !mayBeTaken(desired, read)) return success(read);
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
  const last = log.ok && names.size > 0 ? await formerNames?.() : log;
  const taken = new Map<Address, TakenName>();
  for (const { there, moved, by } of last?.ok === true ? namesTaken(desired, live, last.value) : []) {
    const [id, movedId] = [lastingId(there), lastingId(moved)];
    if (id !== null && movedId !== null) taken.set(there.address, { moved: moved.address, movedId, id, by });
  }
  const told = {
    ...live,
    ...(renamed.size === 0 ? {} : { renamed }),
    ...(taken.size === 0 ? {} : { taken }),
  };
  const warnings = log.ok ? [] : log.diagnostics.map((d) => ({ ...d, severity: 'warning' as const }));
  return success(told, warnings);
}
