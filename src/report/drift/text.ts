import type { Deed } from '../../plan/attribution.ts';
import type { DriftFinding } from '../../plan/drift.ts';
import type { PlatformDefinition } from '../../platform/definition.ts';
import { showOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import type { Extras } from '../extras.ts';
import { counted } from '../phrases.ts';
import { givenBy, givenSentence } from '../plan/delta-phrase.ts';
import { byOrganization } from '../plan/verdict.ts';
import { type Line, printLines, spaced, toned } from '../text/page.ts';
import type { Style } from '../text/style.ts';
import {
  DRIFT_SIGNS,
  type DriftEntry,
  driftDelta,
  driftSummary,
  driftVerdict,
  sortFindings,
} from './entry.ts';

/** What was changed outside, which line it contradicts, who did it, and what access that gave or took. */
export function driftText(entries: readonly DriftEntry[], style: Style, extras: Extras = {}): string {
  const sorted = byOrganization(entries);
  return printLines(
    spaced([
      entries.length > 1 ? [verdictLine(counted(entries.length, 'organization'), sorted)] : [],
      ...sorted.map(entryLines),
      diagnosticsLines([...(extras.diagnostics ?? []), ...sorted.flatMap(({ plan }) => plan.diagnostics)]),
    ]),
    style,
  );
}

function verdictLine(who: string, entries: readonly DriftEntry[]): Line {
  return [toned('strong', `${who}: ${driftVerdict(driftSummary(entries))}`)];
}

function entryLines(entry: DriftEntry): readonly Line[] {
  const { platform } = entry.plan.desired;
  const findings = sortFindings(entry.findings);
  return spaced([
    [verdictLine(entry.plan.organization, [entry])],
    ...findings.map((finding) => findingLines(finding, entry.deeds.get(finding), platform)),
    findings.some((finding) => finding.effect === null) ? sumLines(entry) : [],
  ]);
}

function findingLines(
  finding: DriftFinding,
  deed: Deed | undefined,
  platform: PlatformDefinition,
): readonly Line[] {
  const { sign, tone } = DRIFT_SIGNS[finding.kind];
  const given = finding.effect === null ? [] : givenBy(finding.effect, platform);
  return [
    ['  ', toned(tone, sign), ' ', toned('strong', finding.what)],
    [toned('faint', '      contradicts '), showOrigin(finding.contradicts)],
    ...(deed === undefined
      ? []
      : [[toned('faint', '      by '), deed.actor, toned('faint', ` at ${deed.at} (${deed.action})`)]]),
    ...given.map(
      (one): Line => ['      ', toned(one.verb === 'gave' ? 'added' : 'removed', givenSentence(one))],
    ),
    ...(finding.effect !== null && given.length === 0
      ? [[toned('faint', '      changes nobody’s access by itself')]]
      : []),
  ];
}

/** Where there were too many findings to weigh each, the sum is still known. */
function sumLines(entry: DriftEntry): readonly Line[] {
  const given = givenBy(driftDelta(entry), entry.plan.desired.platform);
  if (given.length === 0) return [];
  return [[toned('strong', 'All of it together')], ...given.map((one): Line => [`  ${givenSentence(one)}`])];
}
