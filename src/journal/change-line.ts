import { type Desired, entryKey } from '../compile/desired.ts';
import type { EffectiveChange } from '../plan/change.ts';
import { writesOf } from '../plan/write/change-writes.ts';
import { formatOrigin } from '../source/origin.ts';
import type { ChangeLine } from './journal-record.ts';
import { resourceRecord } from './resource-record.ts';
import { writeMark } from './write-mark.ts';

const ENTRIES_WITH_WINDOWS = ['roles', 'members', 'groups', 'permissions'] as const;

/** A change as a journal keeps it. `name`: as reports name it. */
export function changeLine(change: EffectiveChange, name: string, desired: Desired): ChangeLine {
  const { action, address, because } = change;
  return {
    line: 'change',
    action,
    address,
    name,
    because: { text: because.text, place: formatOrigin(because.origin) },
    before: change.action === 'create' ? null : resourceRecord(change.before),
    after: change.action === 'delete' ? null : resourceRecord(change.after),
    ended: desired.ruledOut.get(address)?.why === 'expired',
    endedEntries: endedEntries(change, desired),
    leaves:
      change.action === 'delete' && change.leaves !== undefined ? change.leaves.map((one) => one.name) : [],
    writes: writesOf(change).map(writeMark),
  };
}

/** Entries that are taken away because their window has ended: `members/dan@acme.com`. */
function endedEntries(change: EffectiveChange, { ruledOut }: Desired): readonly string[] {
  if (change.action !== 'update') return [];
  return change.fields.flatMap((field) => {
    const attribute = ENTRIES_WITH_WINDOWS.find((one) => one === field.field);
    if (field.kind !== 'entries' || attribute === undefined) return [];
    return field.removed
      .filter(({ entry }) => ruledOut.get(entryKey(change.address, attribute, entry))?.why === 'expired')
      .map(({ entry }) => `${attribute}/${entry}`);
  });
}
