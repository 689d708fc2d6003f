import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { isOpen, type ReviewEntry } from './review-entries.ts';

export interface ReviewsReport extends ReportEnvelope<'reviews', 'changes' | 'no-changes' | 'error'> {
  /** As asked for: `30d`. */
  readonly within: string;
  /** Overdue first, then the soonest. */
  readonly entries: readonly {
    readonly organization: string;
    readonly grant: string;
    readonly origin: OriginJson;
    readonly standing: ReviewEntry['standing'];
    readonly due: string;
    readonly days: number;
    readonly owners: readonly string[];
    readonly decision: {
      readonly decision: 'kept' | 'revoked';
      readonly day: string;
      readonly by: string;
      readonly note: string | null;
      readonly origin: OriginJson;
    } | null;
    readonly remediation: ReviewEntry['remediation'];
  }[];
}

export function reviewsJson(
  entries: readonly ReviewEntry[],
  within: string,
  diagnostics: readonly Diagnostic[],
): ReviewsReport {
  const result = hasErrors(diagnostics) ? 'error' : entries.some(isOpen) ? 'changes' : 'no-changes';
  return {
    ...reportEnvelope('reviews', result, diagnosticsList(diagnostics)),
    within,
    entries: entries.map(
      ({ organization, grant, origin, standing, due, days, owners, decision, remediation }) => ({
        organization,
        grant,
        origin: originJson(origin),
        standing,
        due,
        days,
        owners,
        decision:
          decision === null
            ? null
            : {
                decision: decision.decision,
                day: decision.day.value,
                by: decision.by.value,
                note: decision.note,
                origin: originJson(decision.origin),
              },
        remediation,
      }),
    ),
  };
}
