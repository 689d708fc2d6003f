import { diagnosticsList } from '../report/json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../report/json/report-envelope.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { ReviewFacts } from './review-facts.ts';
import type { ToldReview } from './told-review.ts';

export interface ChangeReviewReport
  extends ReportEnvelope<'review', 'no-changes' | 'changes' | 'failed' | 'error'> {
  readonly review: ReviewFacts;
  readonly told: Omit<ToldReview, 'diagnostics'>;
}

const RESULTS = {
  'no-changes': 'no-changes',
  changes: 'changes',
  blocked: 'failed',
  'not-looked': 'error',
} as const;

export function changeReviewJson(
  facts: ReviewFacts,
  told: ToldReview,
  diagnostics: readonly Diagnostic[],
): ChangeReviewReport {
  const { diagnostics: _, ...rest } = told;
  const found = diagnosticsList([...diagnostics, ...told.diagnostics]);
  return { ...reportEnvelope('review', RESULTS[facts.verdict], found), review: facts, told: rest };
}
