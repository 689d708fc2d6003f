import { readWholeFile } from '../../file/read-file.ts';
import { parseWebhookLog, type WebhookEvent } from '../../plan/drift/webhook-log.ts';
import { type Outcome, success } from '../../source/outcome.ts';

/** A log of years, of a company of a hundred thousand. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface WebhookLogFile {
  readonly file: string;
  /** Null where it cannot be read: then it names nobody. */
  readonly events: readonly WebhookEvent[] | null;
}

/**
 * What a receiver of webhooks wrote down. That it cannot be read keeps no drift from being told: it is warned of, and
 * nobody is named by it. Codes: `webhook-log`, `file-unreadable`, `file-too-large`.
 */
export function readWebhookLog(file: string): Outcome<WebhookLogFile> {
  const bytes = readWholeFile(file, { place: null, limit: MOST_BYTES });
  const read = bytes.ok ? parseWebhookLog(bytes.value.toString('utf8'), file) : bytes;
  if (read.ok) return success({ file, events: read.value });
  const warnings = read.diagnostics.map((found) => ({ ...found, severity: 'warning' as const }));
  return success({ file, events: null }, warnings);
}
