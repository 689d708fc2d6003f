import type { DriftFinding } from '../../plan/drift/drift-finding.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { accessGivenBy, accessGivenSentence } from '../plan/delta-phrase.ts';
import { byOrganization } from '../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { actionsBehind, type DriftEntry, isByTime, sortFindings } from './drift-entry.ts';
import { agePhrase, deedSource, wordPhrase } from './drift-phrases.ts';

/** Each finding as a scanner takes it, at the line it contradicts, with all that was found on the way. */
export function driftDiagnostics(
  entries: readonly DriftEntry[],
  reportContext: ReportContext = NOTHING_MORE,
): readonly Diagnostic[] {
  return [
    ...reportContext.diagnostics,
    ...byOrganization(entries).flatMap((entry) => [
      ...entry.plan.diagnostics,
      ...sortFindings(entry.findings).map((finding) => findingDiagnostic(finding, entry)),
    ]),
  ];
}

function findingDiagnostic(finding: DriftFinding, entry: DriftEntry): Diagnostic {
  const { contradicts, seenAt } = finding;
  const code = isByTime(finding) ? 'drift-by-time' : 'drift';
  const related = seenAt === null ? [] : [{ message: 'live', origin: seenAt }];
  const found = diagnostic(code, findingSentence(finding, entry), contradicts, { related });
  return entry.acknowledged?.known.has(finding) === true ? { ...found, severity: 'info' } : found;
}

/** All there is to say of a finding, in one line. */
export function findingSentence(finding: DriftFinding, entry: DriftEntry): string {
  const { organization, desired, spelling } = entry.plan;
  const given = finding.effect === null ? [] : accessGivenBy(finding.effect, desired.platform, spelling);
  const deeds = actionsBehind(finding, entry).map(
    (deed) => `by ${deed.actor} at ${deed.at} (${deed.action}${deedSource(deed)})`,
  );
  return [
    `${organization}: ${finding.what}`,
    ...deeds,
    ...given.map(accessGivenSentence),
    ...[agePhrase(finding, entry), wordPhrase(finding, entry)].filter((one) => one !== null),
  ].join('; ');
}
