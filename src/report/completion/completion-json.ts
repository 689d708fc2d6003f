import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

/** What a shell is to read, so that it completes command lines. */
export interface CompletionReport extends ReportEnvelope<'completion', 'ok'> {
  readonly shell: string;
  readonly script: string;
}

export function completionJson(shell: string, script: string): CompletionReport {
  return { ...reportEnvelope('completion', 'ok', []), shell, script };
}
