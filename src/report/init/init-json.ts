import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import type { InitResult } from './init-result.ts';

export interface InitReport
  extends ReportEnvelope<'init', 'no-changes' | 'changes' | 'error'>,
    Omit<InitResult, 'result'> {}

export function initJson(result: InitResult, diagnostics: readonly Diagnostic[]): InitReport {
  const verdict = result.plan ?? 'changes';
  return { ...reportEnvelope('init', verdict, diagnosticsList(diagnostics)), ...result };
}
