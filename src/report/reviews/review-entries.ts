import type { WrittenDecision } from '../../policy/review-document.ts';
import type { Remediation } from '../../review/remediation.ts';
import type { ReviewStanding } from '../../review/review-state.ts';
import type { Origin } from '../../source/origin.ts';
import { compareOrigins } from '../../source/origin.ts';
import { byText, counted } from '../phrases.ts';

/** A review as it is listed. */
export interface ReviewEntry {
  readonly organization: string;
  readonly grant: string;
  readonly origin: Origin;
  readonly standing: ReviewStanding['standing'];
  /** The last day for a decision; of what was revoked, the day of that. */
  readonly due: string;
  /** Whole days until that has passed; negative since. */
  readonly days: number;
  /** As written. */
  readonly owners: readonly string[];
  readonly decision: WrittenDecision | null;
  /** Null for what was not revoked. */
  readonly remediation: Remediation | null;
}

/** Overdue first, then by the day; of one day by place. */
export function inReviewOrder(entries: readonly ReviewEntry[]): readonly ReviewEntry[] {
  const rank = ({ standing }: ReviewEntry): number => ['overdue', 'due', 'kept', 'revoked'].indexOf(standing);
  return [...entries].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      byText(a.due, b.due) ||
      byText(a.organization, b.organization) ||
      compareOrigins(a.origin, b.origin) ||
      byText(a.grant, b.grant),
  );
}

/** Entries under those who may decide, in the order of the first of each. */
export function byOwners(entries: readonly ReviewEntry[]): ReadonlyMap<string, readonly ReviewEntry[]> {
  const groups = new Map<string, ReviewEntry[]>();
  for (const entry of entries) {
    const owners = entry.owners.length === 0 ? 'nobody' : entry.owners.join(', ');
    const group = groups.get(owners);
    if (group === undefined) groups.set(owners, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** Whether somebody still has something to do about it. */
export function isOpen({ standing, remediation }: ReviewEntry): boolean {
  if (standing !== 'revoked') return standing !== 'kept';
  return remediation !== 'done' && remediation !== 'unread';
}

/** `by 2026-04-15 (in 3 days)`, `revoked on 2026-04-01 by ana@acme.com, and still there`. */
export function reviewPhrase(entry: ReviewEntry): string {
  const { standing, due, days, decision } = entry;
  const last =
    decision === null
      ? 'never decided'
      : `${decision.decision} on ${decision.day.value} by ${decision.by.value}`;
  switch (standing) {
    case 'overdue':
      return `was due ${due} (${counted(-days + (days === 0 ? 1 : 0), 'day')} ago); ${last}`;
    case 'due':
    case 'kept':
      return `due ${due} (${days === 0 ? 'within a day' : `in ${counted(days, 'day')}`}); ${last}`;
    case 'revoked':
      return `${last}: ${entry.remediation === null ? '' : REMEDIATION[entry.remediation]}`;
  }
}

const REMEDIATION: Readonly<Record<Remediation, string>> = {
  unread: 'whether it is gone is told with --live',
  unknown: 'unknown, the list that it would be in could not be read',
  open: 'open, it is still live until an apply removes it',
  failed: 'failed, the last apply could not remove it',
  manual: 'manual, Bylaw cannot remove it there',
  done: 'done, it is not live',
};

/** `2 reviews overdue, 1 due, 1 revoked and not gone`. */
export function reviewsVerdict(entries: readonly ReviewEntry[], within: string): string {
  const count = (standing: ReviewEntry['standing']): number =>
    entries.filter((entry) => entry.standing === standing && isOpen(entry)).length;
  const [overdue, due, revoked] = [count('overdue'), count('due'), count('revoked')];
  if (overdue + due + revoked === 0) return `no review is due within ${within}`;
  return [
    ...(overdue === 0 ? [] : [`${counted(overdue, 'review')} overdue`]),
    ...(due === 0 ? [] : [`${counted(due, 'review')} due within ${within}`]),
    ...(revoked === 0 ? [] : [`${revoked} revoked and not gone`]),
  ].join(', ');
}
