import { unmanagedAccess } from '../../plan/drift/drift-access.ts';
import type { DriftFinding } from '../../plan/drift/drift-finding.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { counted, listed } from '../phrases.ts';
import { accessGivenBy, accessGivenSentence } from '../plan/delta-phrase.ts';
import { type AccessEffect, accessEffectsOf, widePlaces } from '../plan/effects.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';
import { byOrganization } from '../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import {
  actionsBehind,
  DRIFT_SIGNS,
  type DriftEntry,
  driftBackwards,
  driftVerdict,
  sortFindings,
  unexplainedSentence,
  unmanagedBackwards,
  unmanagedDriftName,
} from './drift-entry.ts';
import type { ReportedFinding } from './drift-history.ts';
import { agePhrase, attributionSentences, deedSource, wordPhrase } from './drift-phrases.ts';

const MOST_PEOPLE = 6;
/** Whoever has what nobody wrote is to be named. */
const MOST_GAINING = 50;
const MOST_SCOPES = 4;
const MOST_UNMANAGED = 10;

/** What was changed outside, which line it contradicts, who did it, and what access that gave or took. */
export function driftText(
  entries: readonly DriftEntry[],
  style: Style,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const sorted = byOrganization(entries);
  const unexplained = unexplainedSentence(sorted);
  return printLines(
    spaced([
      entries.length > 1 ? [verdictLine(counted(entries.length, 'organization'), sorted)] : [],
      ...sorted.map(entryLines),
      diagnosticsLines([...reportContext.diagnostics, ...sorted.flatMap(({ plan }) => plan.diagnostics)]),
      unexplained === null ? [] : [[unexplained]],
      attributionSentences(sorted).map((one): TextLine => [one]),
    ]),
    style,
  );
}

function verdictLine(who: string, entries: readonly DriftEntry[]): TextLine {
  return [toned('strong', `${who}: ${driftVerdict(entries)}`)];
}

function entryLines(entry: DriftEntry): readonly TextLine[] {
  const { shown, left } = cutFindings(sortFindings(entry.findings));
  return spaced([
    [verdictLine(entry.plan.organization, [entry])],
    ...shown.map((finding) => findingLines(finding, entry)),
    left === null ? [] : [[toned('faint', `  ${left} (--json has all)`)]],
    ...goneLines(entry),
    sumLines('Effective access, against the documents', driftBackwards(entry)),
    ...unmanagedLines(entry),
  ]);
}

/** So many are read one by one. */
const MOST_FINDINGS = 200;

/** Of very many findings those by which somebody gained or lost something first, and how many are left out. */
function cutFindings(findings: readonly DriftFinding[]): {
  readonly shown: readonly DriftFinding[];
  readonly left: string | null;
} {
  if (findings.length <= MOST_FINDINGS) return { shown: findings, left: null };
  const ordered = [...findings.filter(isFelt), ...findings.filter((finding) => !isFelt(finding))];
  const rest = ordered.slice(MOST_FINDINGS);
  const more = `and ${counted(rest.length, 'more fact')}`;
  const shown = ordered.slice(0, MOST_FINDINGS);
  // Of so many that none was weighed nobody knows which of them somebody feels.
  if (findings.some(({ effect }) => effect === null)) return { shown, left: more };
  const untold = rest.filter(isFelt).length;
  return {
    shown,
    left: `${more}, ${untold} of which ${untold === 1 ? 'changes' : 'change'} what somebody can do`,
  };
}

function isFelt({ effect }: DriftFinding): boolean {
  return effect !== null && effect.gained.length + effect.lost.length > 0;
}

function findingLines(finding: DriftFinding, entry: DriftEntry): readonly TextLine[] {
  const { sign, tone } = DRIFT_SIGNS[finding.kind];
  const { desired, spelling } = entry.plan;
  const { platform } = desired;
  const said = [agePhrase(finding, entry), wordPhrase(finding, entry)].filter((one) => one !== null);
  const given = finding.effect === null ? [] : accessGivenBy(finding.effect, platform, spelling);
  return [
    ['  ', toned(tone, sign), ' ', toned('strong', finding.what)],
    [toned('faint', '      contradicts '), formatOrigin(finding.contradicts)],
    ...actionsBehind(finding, entry).map(
      (deed, nth): TextLine => [
        toned('faint', nth === 0 ? '      by ' : '      then by '),
        deed.actor,
        toned('faint', ` at ${deed.at} (${deed.action}${deedSource(deed)})`),
      ],
    ),
    ...said.map((one): TextLine => ['      ', one]),
    ...given.map(
      (one): TextLine => [
        '      ',
        toned(one.verb === 'gave' ? 'added' : 'removed', accessGivenSentence(one)),
      ],
    ),
  ];
}

function goneLines({ history }: DriftEntry): readonly (readonly TextLine[])[] {
  if (history === undefined) return [];
  const before = `in the report of ${history.previousReadAt}`;
  return [
    reportedLines('Recovered', `${before}, and no more`, history.recovered),
    reportedLines(
      'Not seen',
      `${before}, and a list that would hold it could not be read now`,
      history.unseen,
    ),
  ];
}

function reportedLines(
  title: string,
  why: string,
  reported: readonly ReportedFinding[],
): readonly TextLine[] {
  if (reported.length === 0) return [];
  return [
    [toned('strong', title), toned('faint', ` (${why})`)],
    ...reported.map(
      ({ what, firstSeenAt }): TextLine => ['  ', what, toned('faint', `, seen first at ${firstSeenAt}`)],
    ),
  ];
}

/** `gained users:write on acme: eve@evil.example`, and below it the path; what was gained first. */
function sumLines(title: string, backwards: Plan | null): readonly TextLine[] {
  if (backwards === null) return [];
  const effects = accessEffectsOf(backwards);
  if (effects.length === 0) return [];
  const { platform } = backwards.desired;
  const given = effects.filter(({ verb }) => verb !== 'gain');
  const taken = effects.filter(({ verb }) => verb === 'gain');
  return [
    [toned('strong', title)],
    ...[...given, ...taken].flatMap((accessEffect) => sumLine(accessEffect, platform)),
  ];
}

function sumLine(
  { verb, block, who, because, wide }: AccessEffect,
  platform: PlatformDefinition,
): readonly TextLine[] {
  const given = verb !== 'gain';
  const nothing = verb === 'lose all access' ? ', all of it unwritten' : '';
  const scopes = wide === null ? listed(block.scopes, MOST_SCOPES) : widePlaces(wide);
  const where = `${permissionPhrase(block.permissions, platform)} on ${scopes}`;
  // Of very many people, how many.
  const many = wide === null ? '' : `${counted(who.length, 'person', 'people')}, `;
  return [
    [
      '  ',
      toned(given ? 'added' : 'removed', given ? 'gained' : 'lost'),
      ` ${where}: ${many}${listed(who, given && wide === null ? MOST_GAINING : MOST_PEOPLE)}${nothing}`,
    ],
    ...(because === null ? [] : [['      ', toned('faint', `${given ? 'through' : 'written:'} ${because}`)]]),
  ];
}

/** Each with what it gives; where that is not all of them, also what all of them give. */
function unmanagedLines(entry: DriftEntry): readonly (readonly TextLine[])[] {
  const { plan } = entry;
  const { things } = unmanagedAccess(plan);
  if (things.length === 0) return [];
  const shown = things.slice(0, MOST_UNMANAGED);
  const more = things.length - shown.length;
  const lines = shown.map((thing): TextLine => {
    const given =
      thing.effect === null ? [] : accessGivenBy(thing.effect, plan.desired.platform, plan.spelling);
    const gives = given.map(
      ({ verb, what, scopes, people }) =>
        `${verb === 'took' ? 'without ' : ''}${what} on ${scopes} (${people})`,
    );
    const effect = thing.effect === null || gives.length === 0 ? '' : ` — ${gives.join('; ')}`;
    return ['  unmanaged: ', toned('strong', unmanagedDriftName(thing, plan)), effect];
  });
  const title: TextLine = [toned('strong', 'Unmanaged'), toned('faint', ' (live, not written, left alone)')];
  return [
    [title, ...lines, ...(more > 0 ? [[`  … and ${more} more`]] : [])],
    more > 0 ? sumLines('All unmanaged things together', unmanagedBackwards(entry)) : [],
  ];
}
