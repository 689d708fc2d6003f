import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

/** What a sandbox says when it is ready to be asked. */
export interface SandboxReport extends ReportEnvelope<'sandbox', 'ok'> {
  readonly url: string;
  readonly platform: string;
  readonly organizations: readonly string[];
  /** The database file. */
  readonly file: string;
}

export function sandboxJson(
  serving: Omit<SandboxReport, keyof ReportEnvelope<'sandbox', 'ok'>>,
): SandboxReport {
  return { ...reportEnvelope('sandbox', 'ok', []), ...serving };
}
