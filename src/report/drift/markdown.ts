import type { DriftFinding } from '../../plan/drift.ts';
import { showOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/markdown.ts';
import type { Extras } from '../extras.ts';
import { comment, type Section } from '../markdown/comment.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/safe.ts';
import { heading, table } from '../markdown/table.ts';
import { counted } from '../phrases.ts';
import { type Given, givenBy } from '../plan/delta-phrase.ts';
import { byOrganization } from '../plan/verdict.ts';
import {
  DRIFT_SIGNS,
  type DriftEntry,
  driftDelta,
  driftSummary,
  driftVerdict,
  sortFindings,
} from './entry.ts';

/** Drift as an issue or comment: the verdict, then one row a fact. */
export function driftMarkdown(entries: readonly DriftEntry[], extras: Extras = {}): string {
  const sorted = byOrganization(entries);
  const [only] = sorted;
  const who =
    only !== undefined && sorted.length === 1
      ? md`${only.plan.organization}`
      : md`${counted(sorted.length, 'organization')}`;
  return comment(md`**${who}: ${driftVerdict(driftSummary(sorted))}.**`, [
    ...sorted.filter((entry) => entry.findings.length > 0).map((entry) => section(entry, sorted.length > 1)),
    ...diagnosticsSections([
      ...(extras.diagnostics ?? []),
      ...sorted.flatMap(({ plan }) => plan.diagnostics),
    ]),
  ]);
}

function section(entry: DriftEntry, headed: boolean): Section {
  const { organization, desired } = entry.plan;
  const findings = sortFindings(entry.findings);
  const parts = [
    ...(headed ? [heading(organization)] : []),
    table(
      ['', 'What', 'Contradicts', 'By', 'Access'],
      findings.map((finding) => [
        code(DRIFT_SIGNS[finding.kind].sign),
        md`${finding.what}`,
        code(showOrigin(finding.contradicts)),
        whoDid(finding, entry),
        effectOf(finding, entry),
      ]),
    ),
    ...(findings.some((finding) => finding.effect === null)
      ? [md`All of it together: ${sentences(givenBy(driftDelta(entry), desired.platform), '; ')}.`]
      : []),
  ];
  return {
    holds: md`${counted(findings.length, 'drifted fact')} of ${organization}`,
    body: joinMarkdown(parts, '\n\n'),
  };
}

function whoDid(finding: DriftFinding, { deeds }: DriftEntry): Markdown {
  const deed = deeds.get(finding);
  return deed === undefined ? md`not known` : md`${code(deed.actor)}<br>${code(deed.at)}`;
}

function effectOf({ effect }: DriftFinding, { plan }: DriftEntry): Markdown {
  if (effect === null) return md`not weighed`;
  const given = givenBy(effect, plan.desired.platform);
  return given.length === 0 ? md`none by itself` : sentences(given, '<br>');
}

function sentences(given: readonly Given[], separator: string): Markdown {
  return joinMarkdown(
    given.map(({ verb, what, scopes, people }) =>
      verb === 'gave'
        ? md`gave ${code(what)} on ${scopes} to ${people}`
        : md`**took** ${code(what)} on ${scopes} from ${people}`,
    ),
    separator,
  );
}
