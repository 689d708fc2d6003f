import type { Change } from '../../plan/change.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { counted } from '../phrases.ts';
import { changeDetails } from './change-words.ts';

/** A text of more changes is read by nobody. */
const MOST_CHANGES = 200;

/**
 * Of very many changes those that take something first, and how many of each sort are left out: a removal that is not shown
 * is counted still. Of few all, in the order given.
 */
export function cutChanges(
  changes: readonly Change[],
  spelling: Spelling,
): { readonly shown: readonly Change[]; readonly left: string | null } {
  if (changes.length <= MOST_CHANGES) return { shown: changes, left: null };
  const taking = new Set(changes.filter((change) => takes(change, spelling)));
  const ordered = [...taking, ...changes.filter((change) => !taking.has(change))];
  const rest = ordered.slice(MOST_CHANGES);
  const removals = rest.filter((change) => taking.has(change)).length;
  return {
    shown: ordered.slice(0, MOST_CHANGES),
    left: `and ${counted(rest.length, 'more change')}, ${removals} of which ${removals === 1 ? 'takes' : 'take'} something away`,
  };
}

function takes(change: Change, spelling: Spelling): boolean {
  if (change.action === 'delete' || change.action === 'replace') return true;
  return changeDetails(change, spelling).some(({ sign }) => sign === '-');
}
