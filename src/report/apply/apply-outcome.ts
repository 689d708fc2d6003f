import type { ApplyResult } from '../../plan/apply-result.ts';
import type { Change, EffectiveChange } from '../../plan/change.ts';
import { writesOf } from '../../plan/write/change-writes.ts';
import { writeKey } from '../../plan/write/write-subject.ts';
import { CODES } from '../../source/codes/codes.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { counted } from '../phrases.ts';

/** What this apply did, by the writes it made, and what is left, by the second read. */
export interface ApplySummary {
  /** All of their writes were made. */
  readonly done: readonly Change[];
  /** Some of their writes were made, and how many: `2 of 3 writes`. */
  readonly partly: ReadonlyMap<Change, string>;
  /** Nothing is left of them, and the answer to a write of ours was lost. Empty where nobody read again. */
  readonly unheard: readonly Change[];
  /** No write was made or may have been, and yet nothing is left of them. Empty where nobody read again. */
  readonly meanwhile: readonly Change[];
  /** No write was made, and they are left as far as anybody knows. */
  readonly open: readonly Change[];
  /** All that the second plan holds; null where nobody read again. */
  readonly left: readonly Change[] | null;
  readonly deferred: readonly Change[];
}

export function applySummary({ plan, result, made, inDoubt, second }: ApplyResult): ApplySummary {
  const taken = new Set(made.map(writeKey));
  const doubtful = new Set(inDoubt.map(writeKey));
  const left =
    second !== null ? second.changes.filter(isEffective) : result === 'unchanged' ? ([] as const) : null;
  const still = new Set(left?.map((change) => change.address));
  const done: Change[] = [];
  const partly = new Map<Change, string>();
  const unheard: Change[] = [];
  const meanwhile: Change[] = [];
  const open: Change[] = [];
  for (const change of plan.changes.filter(isEffective)) {
    const writes = writesOf(change).map(writeKey);
    const count = writes.filter((key) => taken.has(key)).length;
    const nothingLeft = left !== null && !still.has(change.address);
    if (count === writes.length) done.push(change);
    else if (nothingLeft && writes.some((key) => doubtful.has(key))) unheard.push(change);
    else if (count > 0) partly.set(change, `${count} of ${counted(writes.length, 'write')}`);
    else if (nothingLeft) meanwhile.push(change);
    else open.push(change);
  }
  // What waits for another run is what is left.
  const about = result === 'part' && second !== null ? second : plan;
  const deferred = about.changes.filter((change) => !isEffective(change));
  return { done, partly, unheard, meanwhile, open, left, deferred };
}

function isEffective(change: Change): change is EffectiveChange {
  return change.action !== 'deferred';
}

export const UNHEARD_NOTE = 'Made, as read again, though the answer was lost';

export const MEANWHILE_NOTE = 'Changed meanwhile by somebody else';

/** `applied 3 changes and proved it: read again, nothing is left`. */
export function appliedVerdict(applyResult: ApplyResult): string {
  const { done, partly, unheard, meanwhile, left } = applySummary(applyResult);
  const planned = applyResult.plan.changes.filter(isEffective).length;
  const others = [
    ...(partly.size === 0 ? [] : [`${partly.size} in part`]),
    ...(unheard.length === 0 ? [] : [`${unheard.length} made though the answer was lost`]),
    ...(meanwhile.length === 0 ? [] : [`${meanwhile.length} made meanwhile by somebody else`]),
  ];
  const made = [`${done.length} of ${counted(planned, 'change')} made`, ...others].join(', ');
  const all = done.length === planned ? `applied ${counted(planned, 'change')}` : made;
  switch (applyResult.result) {
    case 'unchanged':
      return 'nothing to do';
    case 'proven':
      return done.length === planned
        ? `${all} and proved it: read again, nothing is left`
        : `${all}; read again, nothing is left`;
    case 'part':
      return `${all}, and ${counted(left === null ? 0 : left.length, 'change')} ${isHeldByRules(applyResult) ? 'held back by rules' : 'left to another run'}`;
    case 'incomplete':
      return left === null
        ? `incomplete: ${made}; what is left could not be read`
        : `incomplete: ${made}, ${left.length} left`;
    case 'unproven':
      return left === null
        ? `${all}, not proven: the platform could not be read again`
        : `${all}, not proven: ${counted(left.length, 'difference')} left`;
  }
}

/** What takes away is made although a rule speaks against the rest of a plan, which has its findings then. */
function isHeldByRules({ plan }: ApplyResult): boolean {
  return hasErrors(plan.diagnostics);
}

/** What to do now; null when all is well. */
export function applyHint(applyResult: ApplyResult): string | null {
  switch (applyResult.result) {
    case 'unchanged':
    case 'proven':
      return null;
    case 'part':
      return isHeldByRules(applyResult)
        ? 'Correct what a rule forbids, or acknowledge it; then apply again.'
        : 'Apply again to go on; plan shows what is left.';
    case 'incomplete':
      return CODES['apply-incomplete'].wayOut;
    case 'unproven':
      return CODES['apply-unproven'].wayOut;
  }
}

/** The way out, where no finding of the same report tells it already. */
export function applyAdvice(applyResult: ApplyResult): string | null {
  const told = applyResult.diagnostics.some(
    ({ code }) => code === 'apply-incomplete' || code === 'apply-unproven',
  );
  return told ? null : applyHint(applyResult);
}

/** `3 writes, 21 requests`. */
export function effortPhrase({ writes, requests }: ApplyResult): string {
  return `${counted(writes, 'write')}, ${counted(requests, 'request')}`;
}
