import { type OwnableType, ownerOf } from '../platform/owners.ts';
import {
  GRANT_KEYS,
  type Written,
  type WrittenEntry,
  type WrittenGrants,
  type WrittenWindow,
} from '../policy/document-types.ts';
import type { Origin } from '../source/origin.ts';
import { escapeText } from '../source/quote.ts';
import type { Binding } from './binding.ts';

/** An entry of documents, as far as it matters who owns what it speaks of (decision 101). */
export interface OwnedEntry {
  /** As messages call the thing that the entry is of. */
  readonly name: string;
  readonly origin: Origin;
  /** Where `declared: false` is written. */
  readonly recorded: Origin | null;
  readonly absent: Written<true> | null;
  /** What the entry itself is of: its dates, its tombstone and its former name are of that. */
  readonly of: OwnableType;
  readonly renamedFrom?: Written<string> | null;
  readonly inviteAgain?: Written<string> | null;
  readonly window?: WrittenWindow;
  /** What it gives besides. */
  readonly given?: WrittenGrants;
  /** Who and what is in it. */
  readonly contents?: readonly WrittenEntry[];
}

/**
 * `declared: false` stands where an entry speaks of something that something else owns, and nowhere else. Nothing can be
 * asked of what is only recorded: not its absence, no dates, no other name. Reports `read-only-type`.
 */
export function checkRecord(entry: OwnedEntry, binding: Binding): void {
  if (!binding.hasOwners && entry.recorded === null) return;
  const { platform } = binding;
  const { name, of, recorded } = entry;
  const types = spokenTypes(entry);
  const [first] = types.filter((type) => ownerOf(platform, type) !== null);
  if (first === undefined) {
    if (recorded === null) return;
    const message = `${escapeText(name)} is recorded, and on ${platform.title} documents own ${types.map((type) => THINGS[type]).join(' and ')}.`;
    binding.report('read-only-type', message, recorded, { hint: 'Remove `declared: false`.' });
    return;
  }
  const refuse = (type: OwnableType, what: string, origin: Origin, hint: string): void => {
    const message = `On ${platform.title} ${ownerOf(platform, type)} owns ${THINGS[type]}: documents do not ${what} ${called(type, entry)}.`;
    binding.report('read-only-type', message, origin, { hint });
  };
  const owns = ownerOf(platform, of) !== null;
  if (owns && entry.absent !== null) {
    refuse(of, 'rule out', entry.origin, 'Remove it there, and the entry here.');
    return;
  }
  if (recorded === null)
    refuse(
      first,
      'declare',
      entry.origin,
      'Change it there. To name it here as it is live, write `declared: false` beside it; `bylaw import` does.',
    );
  if (owns) {
    if (entry.renamedFrom != null)
      refuse(of, 'rename', entry.renamedFrom.origin, 'Rename it there, and the entry here.');
    if (entry.inviteAgain != null)
      refuse(of, 'invite', entry.inviteAgain.origin, 'Have it done there, and remove `invite-again`.');
    if (entry.window !== undefined) {
      const isGiven = of !== 'assignment' && ownerOf(platform, 'assignment') === null;
      checkDates(entry.window, of, isGiven ? ' A role of the entry can have dates of its own.' : '', refuse);
    }
  }
  if (ownerOf(platform, 'group') !== null)
    for (const { window } of entry.contents ?? []) checkDates(window, 'group', '', refuse);
  if (ownerOf(platform, 'assignment') !== null && entry.given !== undefined)
    for (const key of GRANT_KEYS)
      for (const { window } of entry.given[key]) checkDates(window, 'assignment', '', refuse);
}

/** What an entry speaks of: what it is of, and what it gives where it gives anything. */
function spokenTypes({ of, absent, given }: OwnedEntry): readonly OwnableType[] {
  if (absent !== null || of === 'assignment' || given === undefined) return [of];
  return GRANT_KEYS.some((key) => given[key].length > 0) ? [of, 'assignment'] : [of];
}

function checkDates(
  { from, until }: WrittenWindow,
  type: OwnableType,
  instead: string,
  refuse: (type: OwnableType, what: string, origin: Origin, hint: string) => void,
): void {
  for (const [key, bound] of [['from', from] as const, ['until', until] as const])
    if (bound !== null)
      refuse(
        type,
        'set dates for',
        bound.origin,
        `Have it begin or end there, and remove \`${key}\`.${instead}`,
      );
}

const THINGS: { readonly [T in OwnableType]: string } = {
  role: 'custom roles',
  group: 'groups',
  member: 'who is a member',
  assignment: 'what people and groups are given',
};

function called(type: OwnableType, { of, name }: OwnedEntry): string {
  return type === 'assignment' && of !== 'role' ? `what ${escapeText(name)} is given` : escapeText(name);
}
