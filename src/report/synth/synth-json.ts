import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

export interface SynthReport extends ReportEnvelope<'synth', 'ok'> {
  /** The folder written to. */
  readonly out: string;
  readonly stacks: readonly { readonly name: string; readonly file: string }[];
}

export function synthJson(
  out: string,
  stacks: SynthReport['stacks'],
  diagnostics: readonly Diagnostic[],
): SynthReport {
  return { ...reportEnvelope('synth', 'ok', diagnosticsList(diagnostics)), out, stacks };
}
