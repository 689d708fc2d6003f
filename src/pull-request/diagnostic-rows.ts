import { severityName } from '../report/diagnostics/diagnostics-summary.ts';
import { type Diagnostic, wayOutOf } from '../source/diagnostic.ts';
import { formatOrigin } from '../source/origin.ts';
import type { ReviewRow } from './review-facts.ts';

export const FINDING_HEAD = ['Kind', 'What', 'Where'] as const;

export function diagnosticRows(found: readonly Diagnostic[], rank: number): readonly ReviewRow[] {
  return found.map((one) => ({
    cells: [
      { names: [one.code], before: `${severityName(one.severity)} `, more: '' },
      { text: diagnosticText(one) },
      { names: one.origin === null ? [] : [formatOrigin(one.origin)], before: '', more: '' },
    ],
    rank,
    names: [],
  }));
}

/** With its way out, and the other places that matter. */
export function diagnosticText(one: Diagnostic): string {
  const wayOut = wayOutOf(one);
  return [
    one.message,
    ...one.related.map(({ message, origin }) => `${message}: ${formatOrigin(origin)}.`),
    ...(wayOut === null ? [] : [wayOut]),
  ].join(' ');
}
