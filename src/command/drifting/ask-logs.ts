import type { Desired } from '../../compile/desired.ts';
import type { LiveReader } from '../../connector/connector.ts';
import type { AuditAction } from '../../plan/drift/attribution.ts';
import type { AttributionSource } from '../../plan/drift/attribution-source.ts';
import type { AuditLog } from '../../plan/drift/drift-due.ts';
import { webhookDeeds } from '../../plan/drift/webhook-log.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { WebhookLogFile } from './webhook-log-file.ts';

/** What was asked who did something, and what it answered. */
export interface AskedLogs {
  /** Null where nothing answered: then nobody is named. */
  readonly log: AuditLog | null;
  /** Null where there was nothing to ask about. */
  readonly sources: readonly AttributionSource[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

export const NOBODY_ASKED: AskedLogs = { log: null, sources: null, diagnostics: [] };

interface LogSettings {
  readonly since: string | null;
  readonly webhookLog: WebhookLogFile | null;
}

/** The log of the platform, and the file that a receiver of webhooks wrote. Drift is told where neither can be read. */
export async function askLogs(
  reader: LiveReader,
  desired: Desired,
  { since, webhookLog }: LogSettings,
): Promise<AskedLogs> {
  const events = await reader.events(since);
  const isAbsent = events.diagnostics.some(({ code }) => code === 'audit-log-absent');
  const state = !events.ok ? 'unreadable' : isAbsent ? 'none' : 'read';
  const audit = { from: 'audit-log', state, since, keepsDays: reader.auditLogDays ?? null } as const;
  const heard = webhookLog === null ? null : heardFrom(webhookLog, desired);
  const deeds = [...(events.ok ? events.value : []), ...(heard === null ? [] : heard.deeds)];
  const isWhole = state === 'read';
  const answered = isWhole || heard?.source.state === 'read';
  return {
    log: answered ? { deeds, since, hasGaps: !isWhole } : null,
    sources: heard === null ? [audit] : [audit, heard.source],
    // That there is no log is said where everybody reads who did it; why one cannot be read, only here.
    diagnostics: events.diagnostics
      .filter(({ code }) => code !== 'audit-log-absent')
      .map((found) => ({ ...found, severity: 'warning' as const })),
  };
}

function heardFrom(
  { file, events }: WebhookLogFile,
  { organization, platform }: Desired,
): { readonly deeds: readonly AuditAction[]; readonly source: AttributionSource } {
  if (events === null) {
    const nothing = { events: 0, first: null, last: null };
    return { deeds: [], source: { from: 'webhook-log', file, state: 'unreadable', ...nothing } };
  }
  const deeds = webhookDeeds(events, organization, platform);
  const times = deeds.map(({ at }) => at).sort((a, b) => Date.parse(a) - Date.parse(b));
  const [first = null, last = null] = [times.at(0), times.at(-1)];
  return { deeds, source: { from: 'webhook-log', file, state: 'read', events: deeds.length, first, last } };
}
