import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import type { HistoryEntry } from './history-entry.ts';

export interface HistoryReport extends ReportEnvelope<'history', 'ok' | 'error'> {
  /** The newest first. */
  readonly journals: readonly HistoryEntry[];
}

export function historyJson(
  journals: readonly HistoryEntry[],
  result: 'ok' | 'error',
  diagnostics: readonly Diagnostic[],
): HistoryReport {
  return { ...reportEnvelope('history', result, diagnosticsList(diagnostics)), journals };
}
