import type { Deed } from '../../plan/attribution.ts';
import { unmanagedAccess } from '../../plan/drift-access.ts';
import type { DriftFinding } from '../../plan/drift-finding.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlatformDefinition } from '../../platform/definition.ts';
import { showOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import type { Extras } from '../extras.ts';
import { counted, listed } from '../phrases.ts';
import { givenBy, givenSentence } from '../plan/delta-phrase.ts';
import { type Effect, effectsOf } from '../plan/effects.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';
import { byOrganization } from '../plan/verdict.ts';
import { type Line, printLines, spaced, toned } from '../text/page.ts';
import type { Style } from '../text/style.ts';
import {
  DRIFT_SIGNS,
  type DriftEntry,
  driftBackwards,
  driftVerdict,
  sortFindings,
  unexplainedSentence,
  unmanagedBackwards,
  unmanagedName,
} from './entry.ts';

const MOST_PEOPLE = 6;
/** Whoever has what nobody wrote is to be named. */
const MOST_GAINING = 50;
const MOST_SCOPES = 4;
const MOST_UNMANAGED = 10;

/** What was changed outside, which line it contradicts, who did it, and what access that gave or took. */
export function driftText(entries: readonly DriftEntry[], style: Style, extras: Extras = {}): string {
  const sorted = byOrganization(entries);
  const unexplained = unexplainedSentence(sorted);
  return printLines(
    spaced([
      entries.length > 1 ? [verdictLine(counted(entries.length, 'organization'), sorted)] : [],
      ...sorted.map(entryLines),
      diagnosticsLines([...(extras.diagnostics ?? []), ...sorted.flatMap(({ plan }) => plan.diagnostics)]),
      unexplained === null ? [] : [[unexplained]],
    ]),
    style,
  );
}

function verdictLine(who: string, entries: readonly DriftEntry[]): Line {
  return [toned('strong', `${who}: ${driftVerdict(entries)}`)];
}

function entryLines(entry: DriftEntry): readonly Line[] {
  const findings = sortFindings(entry.findings);
  return spaced([
    [verdictLine(entry.plan.organization, [entry])],
    ...findings.map((finding) => findingLines(finding, entry.deeds?.get(finding) ?? [], entry.plan)),
    sumLines('Effective access, against the documents', driftBackwards(entry)),
    ...unmanagedLines(entry),
  ]);
}

function findingLines(
  finding: DriftFinding,
  deeds: readonly Deed[],
  { desired: { platform }, spelling }: Plan,
): readonly Line[] {
  const { sign, tone } = DRIFT_SIGNS[finding.kind];
  const given = finding.effect === null ? [] : givenBy(finding.effect, platform, spelling);
  return [
    ['  ', toned(tone, sign), ' ', toned('strong', finding.what)],
    [toned('faint', '      contradicts '), showOrigin(finding.contradicts)],
    ...deeds.map(
      ({ actor, at, action }, nth): Line => [
        toned('faint', nth === 0 ? '      by ' : '      then by '),
        actor,
        toned('faint', ` at ${at} (${action})`),
      ],
    ),
    ...given.map(
      (one): Line => ['      ', toned(one.verb === 'gave' ? 'added' : 'removed', givenSentence(one))],
    ),
  ];
}

/** `gained users:write on acme: eve@evil.example`, and below it the path; what was gained first. */
function sumLines(title: string, backwards: Plan | null): readonly Line[] {
  if (backwards === null) return [];
  const effects = effectsOf(backwards);
  if (effects.length === 0) return [];
  const { platform } = backwards.desired;
  const given = effects.filter(({ verb }) => verb !== 'gain');
  const taken = effects.filter(({ verb }) => verb === 'gain');
  return [[toned('strong', title)], ...[...given, ...taken].flatMap((effect) => sumLine(effect, platform))];
}

function sumLine({ verb, block, who, because }: Effect, platform: PlatformDefinition): readonly Line[] {
  const given = verb !== 'gain';
  const nothing = verb === 'lose all access' ? ', all of it unwritten' : '';
  const where = `${permissionPhrase(block.permissions, platform)} on ${listed(block.scopes, MOST_SCOPES)}`;
  return [
    [
      '  ',
      toned(given ? 'added' : 'removed', given ? 'gained' : 'lost'),
      ` ${where}: ${listed(who, given ? MOST_GAINING : MOST_PEOPLE)}${nothing}`,
    ],
    ...(because === null ? [] : [['      ', toned('faint', `${given ? 'through' : 'written:'} ${because}`)]]),
  ];
}

/** Each with what it gives; where that is not all of them, also what all of them give. */
function unmanagedLines(entry: DriftEntry): readonly (readonly Line[])[] {
  const { plan } = entry;
  const { things } = unmanagedAccess(plan);
  if (things.length === 0) return [];
  const shown = things.slice(0, MOST_UNMANAGED);
  const more = things.length - shown.length;
  const lines = shown.map((thing): Line => {
    const given = thing.effect === null ? [] : givenBy(thing.effect, plan.desired.platform, plan.spelling);
    const gives = given.map(
      ({ verb, what, scopes, people }) =>
        `${verb === 'took' ? 'without ' : ''}${what} on ${scopes} (${people})`,
    );
    const effect = thing.effect === null || gives.length === 0 ? '' : ` — ${gives.join('; ')}`;
    return ['  unmanaged: ', toned('strong', unmanagedName(thing, plan)), effect];
  });
  const title: Line = [toned('strong', 'Unmanaged'), toned('faint', ' (live, not written, left alone)')];
  return [
    [title, ...lines, ...(more > 0 ? [[`  … and ${more} more`]] : [])],
    more > 0 ? sumLines('All unmanaged things together', unmanagedBackwards(entry)) : [],
  ];
}
