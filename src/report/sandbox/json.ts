import { type Envelope, envelope } from '../json/report.ts';

/** What a sandbox says when it is ready to be asked. */
export interface SandboxReport extends Envelope<'sandbox', 'ok'> {
  readonly url: string;
  readonly platform: string;
  readonly organizations: readonly string[];
  /** The database file. */
  readonly file: string;
}

export function sandboxJson(serving: Omit<SandboxReport, keyof Envelope<'sandbox', 'ok'>>): SandboxReport {
  return { ...envelope('sandbox', 'ok', []), ...serving };
}
