import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, type ReportResult, reportEnvelope } from '../json/report-envelope.ts';
import type { MergedReport } from './merge-shards.ts';

/** The report of the command, as if one machine had run it, and of how many shards it is. */
export interface MergedJson extends ReportEnvelope<MergedReport['command'], ReportResult> {
  readonly merged: Pick<MergedReport, 'count' | 'missing' | 'status' | 'bylaw' | 'revision' | 'commit'>;
  readonly organizations: readonly unknown[];
}

export function mergedJson(report: MergedReport): MergedJson {
  const { command, result, count, missing, status, bylaw, revision, commit } = report;
  return {
    ...reportEnvelope(command, result, diagnosticsList(report.diagnostics)),
    ...(command === 'plan' ? { engine: report.engine, failedExpectations: report.failedExpectations } : {}),
    organizations: report.organizations.map(({ json }) => json),
    merged: { count, missing, status, bylaw, revision, commit },
  };
}
