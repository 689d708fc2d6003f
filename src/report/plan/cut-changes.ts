import type { Change } from '../../plan/change.ts';
import { parseAddress } from '../../resource/address.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { fewestFirst } from '../fewest-first.ts';
import { counted } from '../phrases.ts';
import { type ChangeDetail, changeDetails } from './change-words.ts';

/** A text of more changes is read by nobody. */
const MOST_CHANGES = 200;

/**
 * Of very many changes those that take something first, then what there are few of: among 40,000 new members the one new
 * role is what somebody has to read. What is left out is counted, removals and kinds. Of few all, in the order given.
 */
export function cutChanges(
  changes: readonly Change[],
  spelling: Spelling,
): { readonly shown: readonly Change[]; readonly left: string | null } {
  if (changes.length <= MOST_CHANGES) return { shown: changes, left: null };
  const taking = new Set(changes.filter((change) => takes(change, spelling)));
  const ordered = [
    ...fewestFirst([...taking], kindOf),
    ...fewestFirst(
      changes.filter((one) => !taking.has(one)),
      kindOf,
    ),
  ].flat();
  const rest = ordered.slice(MOST_CHANGES);
  const removals = rest.filter((change) => taking.has(change)).length;
  return {
    shown: ordered.slice(0, MOST_CHANGES),
    left: `and ${counted(rest.length, 'more change')} (${kindsOf(rest)}), ${removals} of which ${removals === 1 ? 'takes' : 'take'} something away`,
  };
}

/** `39823 new members, 1 group removed`: the kinds of what is left out, most first. */
function kindsOf(changes: readonly Change[]): string {
  return fewestFirst(changes, kindOf)
    .toReversed()
    .flatMap((list) => list.slice(0, 1).map((change) => kindPhrase(change, list.length)))
    .join(', ');
}

function kindPhrase({ action, address }: Change, count: number): string {
  const { type } = parseAddress(address);
  switch (action) {
    case 'create':
      return counted(count, `new ${type}`);
    case 'update':
      return `${counted(count, type)} changed`;
    case 'replace':
      return `${counted(count, type)} replaced`;
    case 'delete':
      return `${counted(count, type)} removed`;
    case 'deferred':
      return `${counted(count, type)} deferred`;
  }
}

function kindOf({ action, address }: Change): string {
  return `${action} ${parseAddress(address).type}`;
}

/** So many people of one group, and roles of one person, are read one by one. */
const MOST_DETAILS = 50;

/** Of very many entries of one change those that are taken first, and how many are left out. Of few all, in the order given. */
export function cutDetails(details: readonly ChangeDetail[]): {
  readonly shown: readonly ChangeDetail[];
  readonly left: string | null;
} {
  if (details.length <= MOST_DETAILS) return { shown: details, left: null };
  const taken = details.filter(({ sign }) => sign === '-');
  const ordered = [...taken, ...details.filter(({ sign }) => sign !== '-')];
  const rest = details.length - MOST_DETAILS;
  const removals = Math.max(0, taken.length - MOST_DETAILS);
  return {
    shown: ordered.slice(0, MOST_DETAILS),
    left: `and ${rest} more, ${removals} of which ${removals === 1 ? 'is' : 'are'} taken away`,
  };
}

function takes(change: Change, spelling: Spelling): boolean {
  if (change.action === 'delete' || change.action === 'replace') return true;
  return changeDetails(change, spelling).some(({ sign }) => sign === '-');
}
