import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

/** The report of a command that came to nothing but diagnostics. */
export type DiagnosticsReport = ReportEnvelope<string, 'ok' | 'error'>;

export function diagnosticsJson(command: string, diagnostics: readonly Diagnostic[]): DiagnosticsReport {
  return reportEnvelope(command, hasErrors(diagnostics) ? 'error' : 'ok', diagnosticsList(diagnostics));
}
