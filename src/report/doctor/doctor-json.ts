import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { type DoctorCheck, doctorResult } from './doctor-check.ts';

export interface DoctorReport extends ReportEnvelope<'doctor', 'ok' | 'failed' | 'error'> {
  readonly checks: readonly DoctorCheck[];
}

export function doctorJson(checks: readonly DoctorCheck[], diagnostics: readonly Diagnostic[]): DoctorReport {
  return { ...reportEnvelope('doctor', doctorResult(checks), diagnosticsList(diagnostics)), checks };
}
