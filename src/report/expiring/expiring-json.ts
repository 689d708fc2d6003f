import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import type { ExpiringEntry } from './expiring-entries.ts';

export interface ExpiringReport extends ReportEnvelope<'expiring', 'changes' | 'no-changes' | 'error'> {
  /** As asked for: `14d`. */
  readonly within: string;
  /** The soonest first. */
  readonly entries: readonly {
    readonly organization: string;
    readonly kind: 'ends' | 'review';
    readonly at: string;
    /** Whole days until then; negative where it is overdue. */
    readonly days: number;
    readonly grant: string;
    readonly origin: OriginJson;
    readonly reason: string | null;
    /** Of a review that recurs: who may decide. Null for every other date. */
    readonly owners: readonly string[] | null;
  }[];
}

export function expiringJson(
  entries: readonly ExpiringEntry[],
  within: string,
  diagnostics: readonly Diagnostic[],
): ExpiringReport {
  const result = hasErrors(diagnostics) ? 'error' : entries.length === 0 ? 'no-changes' : 'changes';
  return {
    ...reportEnvelope('expiring', result, diagnosticsList(diagnostics)),
    within,
    entries: entries.map(({ organization, kind, at, days, grant, origin, reason, owners }) => ({
      organization,
      kind,
      at,
      days,
      grant,
      origin: originJson(origin),
      reason,
      owners,
    })),
  };
}
