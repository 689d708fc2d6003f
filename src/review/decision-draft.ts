import type { ReviewVerdict } from '../policy/review-document.ts';
import { splitGroupPath } from '../resource/identifiers.ts';
import type { Draft, DraftMap } from '../source/edit/draft.ts';
import type { CalendarDay } from './review-period.ts';
import type { ReviewedGrant } from './reviewed-grants.ts';

/** A decision as it is to be written: what it is about, and what was looked at. `root`: the organization. */
export function decisionDraft(
  { identity, written, roles, windows }: ReviewedGrant,
  root: string,
  decided: {
    readonly decision: ReviewVerdict;
    readonly day: CalendarDay;
    readonly by: string;
    readonly note: string | null;
  },
): DraftMap {
  const nameOf = (path: string): string => {
    const { home, name } = splitGroupPath(path);
    return home === root ? name : path;
  };
  const { holder, place, role } = identity;
  const draft = new Map<string, Draft>();
  if (holder.type === 'member') draft.set('member', written);
  else draft.set('group', nameOf(holder.group));
  if (place.at === 'group') draft.set('in', nameOf(place.group));
  else if (place.scope !== root) draft.set('on', place.scope);
  if (role !== null) draft.set('role', role);
  else if (roles.length > 0) draft.set('roles', [...roles]);
  const until = windows.at(-1)?.until;
  if (until !== null && until !== undefined) draft.set('until', until.value);
  draft.set('decision', decided.decision);
  draft.set('day', decided.day);
  draft.set('by', decided.by);
  if (decided.note !== null) draft.set('note', decided.note);
  return draft;
}
