import { type Desired, entryKey } from '../compile/desired.ts';
import type { ChangeReason, EffectiveChange, EntryChange } from '../plan/change.ts';
import { writesOf } from '../plan/write/change-writes.ts';
import { GRANT_KEYS } from '../policy/document-types.ts';
import { formatOrigin } from '../source/origin.ts';
import type { ChangeLine } from './journal-record.ts';
import { resourceRecord } from './resource-record.ts';
import { writeMark } from './write-mark.ts';

const ENTRIES_WITH_WINDOWS = [...GRANT_KEYS, 'members', 'groups', 'permissions'] as const;

interface EndedEntry extends EntryChange {
  /** `members/dan@acme.com`. */
  readonly key: string;
}

/** A change as a journal keeps it. `name`: as reports name it. */
export function changeLine(change: EffectiveChange, name: string, desired: Desired): ChangeLine {
  const { action, address } = change;
  const ended = endedIn(change, desired);
  const because = reasonFor(change, ended);
  return {
    line: 'change',
    action,
    address,
    name,
    because: { text: because.text, place: formatOrigin(because.origin) },
    before: change.action === 'create' ? null : resourceRecord(change.before),
    after: change.action === 'delete' ? null : resourceRecord(change.after),
    ended: desired.ruledOut.get(address)?.why === 'expired',
    endedEntries: ended.map(({ key }) => key),
    leaves:
      change.action === 'delete'
        ? [...(change.leaves ?? []), ...(change.along ?? [])].map((one) => one.name)
        : [],
    writes: writesOf(change).map(writeMark),
  };
}

/** Entries that are taken away because their window has ended. */
function endedIn(change: EffectiveChange, { ruledOut }: Desired): readonly EndedEntry[] {
  if (change.action !== 'update') return [];
  return change.fields.flatMap((field) => {
    const attribute = ENTRIES_WITH_WINDOWS.find((one) => one === field.field);
    if (field.kind !== 'entries' || attribute === undefined) return [];
    return field.removed
      .filter(({ entry }) => ruledOut.get(entryKey(change.address, attribute, entry))?.why === 'expired')
      .map(({ entry, because }) => ({ entry, because, key: `${attribute}/${entry}` }));
  });
}

/** That a thing differs from what is written says nothing to whoever asks why somebody lost what had ended. */
function reasonFor({ because }: EffectiveChange, [ended, ...others]: readonly EndedEntry[]): ChangeReason {
  if (ended === undefined) return because;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return {
    text: `${because.text}: ${ended.entry}${more}: ${ended.because.text}`,
    origin: ended.because.origin,
  };
}
