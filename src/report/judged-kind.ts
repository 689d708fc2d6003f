import { REFUSED_BY_APPLY } from '../plan/guard/refused-by-apply.ts';
import type { DiagnosticCode, TableCode } from '../source/codes/codes.ts';
import type { Diagnostic } from '../source/diagnostic.ts';

/** What judges access and changes of it, in the order of reports. */
export const JUDGED_KINDS = ['rules', 'guard rails', 'weakening', 'reviews'] as const;

export type JudgedKind = (typeof JUDGED_KINDS)[number];

/** The code that stands for all findings of a kind. */
export const JUDGED_TYPES: { readonly [K in JudgedKind]: TableCode } = {
  rules: 'rule-broken',
  'guard rails': 'removal-limit',
  weakening: 'guard-weakened',
  reviews: 'review-overdue',
};

const OF_RULES: readonly DiagnosticCode[] = [
  'rule-broken',
  'rule-failed',
  'rule-acknowledged',
  'rule-not-judged',
];

/** Null for what is wrong with documents or with a run, which is no finding. */
export function judgedKindOf({ code }: Diagnostic): JudgedKind | null {
  if (OF_RULES.includes(code)) return 'rules';
  if (REFUSED_BY_APPLY.includes(code)) return 'guard rails';
  if (code === 'guard-weakened') return 'weakening';
  return code.startsWith('review-') || code === 'decision-refused' ? 'reviews' : null;
}
