import { DAY, endOfBound, startOfBound } from '../compile/date-bounds.ts';
import type { GuardrailsDocument, WrittenException } from '../policy/guardrails-document.ts';

/** Where an exception stands at an instant. */
export type ExceptionState = 'not-yet' | 'in-force' | 'over';

/**
 * The one place that says whether an exception holds. Like a grant it holds from its `from` on, and through the day of its
 * `until`; without a date that can be read it holds never, since an exception must have an end.
 */
export function exceptionState({ window }: WrittenException, instant: number): ExceptionState {
  const until = window.until === null ? null : endOfBound(window.until.value);
  if (until === null || instant >= until) return 'over';
  if (window.from === null) return 'in-force';
  const from = startOfBound(window.from.value);
  return from === null || instant < from ? 'not-yet' : 'in-force';
}

/** The exceptions of these documents that hold now. */
export function exceptionsInForce(
  documents: readonly GuardrailsDocument[],
  instant: number,
): readonly WrittenException[] {
  return documents.flatMap(({ exceptions }) =>
    exceptions.filter((exception) => exceptionState(exception, instant) === 'in-force'),
  );
}

/** How many days are left of it, or how many it lasts from its `from` on; null where its dates cannot be read. */
export function daysOf({ window }: WrittenException, instant: number): number | null {
  const until = window.until === null ? null : endOfBound(window.until.value);
  const from = window.from === null ? instant : startOfBound(window.from.value);
  return until === null || from === null ? null : Math.ceil((until - from) / DAY);
}
