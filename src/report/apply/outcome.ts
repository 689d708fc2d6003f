import type { Applied } from '../../plan/applied.ts';
import type { Change } from '../../plan/change.ts';
import { CODES } from '../../source/codes.ts';
import { counted } from '../phrases.ts';

/** What was done and what is left, as far as the second read tells. */
export interface Carried {
  /** Null when there was no second read: then nobody knows. */
  readonly done: readonly Change[] | null;
  readonly left: readonly Change[] | null;
  readonly deferred: readonly Change[];
}

export function carriedOut({ plan, result, second }: Applied): Carried {
  const deferred = plan.changes.filter((change) => change.action === 'deferred');
  const wanted = plan.changes.filter((change) => change.action !== 'deferred');
  if (result === 'unchanged' || result === 'proven') return { done: wanted, left: [], deferred };
  if (second === null) return { done: null, left: null, deferred };
  const left = second.changes.filter((change) => change.action !== 'deferred');
  const open = new Set(left.map((change) => change.address));
  return { done: wanted.filter((change) => !open.has(change.address)), left, deferred };
}

/** `applied 3 changes, and proved it: read again, nothing is left`. */
export function appliedVerdict(applied: Applied): string {
  const { done, left } = carriedOut(applied);
  const planned = applied.plan.changes.filter((change) => change.action !== 'deferred').length;
  switch (applied.result) {
    case 'unchanged':
      return 'nothing to do';
    case 'proven':
      return `applied ${counted(planned, 'change')} and proved it: read again, nothing is left`;
    case 'incomplete':
      return done === null || left === null
        ? `incomplete: some of ${counted(planned, 'change')} may not be made`
        : `incomplete: ${done.length} of ${counted(planned, 'change')} made, ${left.length} left`;
    case 'unproven':
      return left === null
        ? `applied ${counted(planned, 'change')}, not proven: the platform could not be read again`
        : `applied ${counted(planned, 'change')}, not proven: ${counted(left.length, 'difference')} left`;
  }
}

/** What to do now; null when all is well. */
export function wayOut({ result }: Applied): string | null {
  switch (result) {
    case 'unchanged':
    case 'proven':
      return null;
    case 'incomplete':
      return CODES['apply-incomplete'].wayOut;
    case 'unproven':
      return CODES['apply-unproven'].wayOut;
  }
}

/** `3 writes, 21 requests`. */
export function effort({ writes, requests }: Applied): string {
  return `${counted(writes, 'write')}, ${counted(requests, 'request')}`;
}
