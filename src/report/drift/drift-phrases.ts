import type { DriftAcknowledgement } from '../../plan/drift/acknowledged-drift.ts';
import type { AuditAction } from '../../plan/drift/attribution.ts';
import type { AttributionSource } from '../../plan/drift/attribution-source.ts';
import { hasAnswered } from '../../plan/drift/attribution-source.ts';
import type { DriftFinding } from '../../plan/drift/drift-finding.ts';
import { formatOrigin } from '../../source/origin.ts';
import { type DriftEntry, isByTime } from './drift-entry.ts';
import { ageOf } from './drift-history.ts';

/** `new since the report of 2026-06-01T06:00:00Z`; `there since 2026-05-01T06:00:00Z`. Null: nothing to compare with. */
export function agePhrase(finding: DriftFinding, { history, seenSince }: DriftEntry): string | null {
  const seen = seenSince?.get(finding);
  if (seen !== undefined) return `there since ${seen}`;
  const age = ageOf(finding, history);
  if (age === null || history === undefined) return null;
  return age === 'new' ? `new since the report of ${history.previousReadAt}` : `there since ${age}`;
}

/** `acknowledged until 2026-12-31 by group:admins: the migration (access/rules.yaml:3:5)`. */
export function acknowledgedPhrase({ until, owner, reason, origin }: DriftAcknowledgement): string {
  return `acknowledged until ${until} by ${owner}: ${reason} (${formatOrigin(origin)})`;
}

/** `the acknowledgement "the migration" is for less than this (access/rules.yaml:3:5)`. */
export function outgrownPhrase({ name, origin }: DriftAcknowledgement): string {
  return `the acknowledgement ${JSON.stringify(name)} is for less than this (${formatOrigin(origin)})`;
}

/** What is said of a finding's being known; null where nobody said anything. */
export function wordPhrase(finding: DriftFinding, { acknowledged }: DriftEntry): string | null {
  const known = acknowledged?.known.get(finding);
  if (known !== undefined) return acknowledgedPhrase(known);
  const outgrown = acknowledged?.outgrown.get(finding);
  return outgrown === undefined ? null : outgrownPhrase(outgrown);
}

/** Beside the name of who did it: where that is known from. Nothing where it is the platform's own log. */
export function deedSource({ source }: AuditAction): string {
  return source === 'webhook-log' ? ', by the webhook log' : '';
}

/** Which sources were asked who did it, and what each can say; null where there is nothing that somebody did. */
export function attributionSentences(entries: readonly DriftEntry[]): readonly string[] {
  const asked = entries.flatMap(({ plan, sources, findings }) =>
    sources === undefined || findings.every(isByTime) ? [] : [{ organization: plan.organization, sources }],
  );
  return asked.flatMap(({ organization, sources }) => {
    const told = sources.map(sourcePhrase);
    const all = hasAnswered(sources) ? told : [...told, 'so nobody is named'];
    return all.length === 0 ? [] : [`Who did it in ${organization}: ${all.join('; ')}.`];
  });
}

function sourcePhrase(source: AttributionSource): string {
  if (source.from === 'webhook-log') {
    const { file, state, first } = source;
    if (state === 'unreadable') return `the webhook log ${file} could not be read`;
    if (first === null) return `the webhook log ${file} has no event of it`;
    return `the webhook log ${file} tells of it from ${first} on`;
  }
  switch (source.state) {
    case 'read': {
      const kept = source.keepsDays === null ? '' : `, of which the platform keeps ${source.keepsDays} days`;
      return `the audit log${source.since === null ? '' : ` since ${source.since}`} was read${kept}`;
    }
    case 'none':
      return 'the platform has no audit log to ask';
    case 'unreadable':
      return 'the audit log could not be read';
  }
}
