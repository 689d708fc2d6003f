import { isSame, type OrganizationDiff } from '../diff/organization-diff.ts';
import { baseNotes, type ComparedBase, comparedWith } from '../report/diff/compared-with.ts';
import {
  changesPhrase,
  diffEffects,
  diffNotes,
  diffVerdict,
  escalationPhrase,
  outsidersPhrase,
  withoutHolderPhrase,
} from '../report/diff/diff-phrases.ts';
import { counted } from '../report/phrases.ts';
import { factSentence } from '../report/plan/fact-sentence.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { hasErrors, sortDiagnostics } from '../source/diagnostic.ts';
import { formatOrigin } from '../source/origin.ts';
import { diagnosticRows, FINDING_HEAD } from './diagnostic-rows.ts';
import { EFFECT_HEAD, effectRow } from './effect-rows.ts';
import {
  REVIEW_FORMAT,
  REVIEW_RANK,
  type ReviewFacts,
  type ReviewRow,
  type ReviewSection,
} from './review-facts.ts';
import { reviewLines } from './review-lines.ts';

/** All that was found of one change. */
export interface ReviewedChange {
  readonly commit: string | null;
  readonly base: ComparedBase;
  readonly diffs: readonly OrganizationDiff[];
  /** Of the documents as they are now, and of what judges them. */
  readonly diagnostics: readonly Diagnostic[];
  /** What a saved plan does; null where none was given. */
  readonly planned: readonly PlanSentences[] | null;
}

export interface PlanSentences {
  readonly organization: string;
  /** As sentences. */
  readonly changes: readonly string[];
}

/** Removals and escalations first, then what is gained, then what is only written otherwise. */
export function reviewOfChange(change: ReviewedChange): ReviewFacts {
  const { commit, base, diffs, planned } = change;
  const found = sortDiagnostics([...change.diagnostics, ...diffs.flatMap((diff) => diff.diagnostics)]);
  const changed = diffs.filter((diff) => !isSame(diff));
  const errors = found.filter(({ severity }) => severity === 'error');
  const others = found.filter(({ severity }) => severity !== 'error');
  const [only] = changed;
  const title =
    only === undefined
      ? 'nobody gains or loses access'
      : changed.length === 1
        ? `${only.organization}: ${diffVerdict(only)}`
        : `${counted(changed.length, 'organization')} differ`;
  const blocks =
    errors.length === 0
      ? ''
      : `, and ${counted(errors.length, 'error')} ${errors.length === 1 ? 'blocks' : 'block'} it`;
  return {
    format: REVIEW_FORMAT,
    verdict: hasErrors(errors) ? 'blocked' : changed.length > 0 ? 'changes' : 'no-changes',
    title: `${title}${blocks}`,
    commit,
    compared: comparedWith(base),
    sections: [
      ...listed(null, 'what the base is', REVIEW_RANK.top, baseNotes(base)),
      ...findings('What blocks it', errors, REVIEW_RANK.errors),
      ...changed.flatMap((diff) => diffSections(diff, changed.length > 1)),
      ...(planned ?? []).flatMap(planSection),
      ...findings('Found besides', others, REVIEW_RANK.findings),
    ],
    lines: reviewLines(found, changed),
  };
}

/** Where one side could not be read: what the change does is not known, and that is what is said. */
export function reviewNotLooked(
  commit: string | null,
  base: string,
  diagnostics: readonly Diagnostic[],
): ReviewFacts {
  const found = sortDiagnostics(diagnostics);
  return {
    format: REVIEW_FORMAT,
    verdict: 'not-looked',
    title: 'access was not looked at',
    commit,
    compared: `to be compared with ${base}`,
    sections: [
      ...listed(null, 'that nothing is known', REVIEW_RANK.top, [
        'Nobody knows what this change gives or takes: it could not be looked at.',
      ]),
      ...findings('Why', found, REVIEW_RANK.errors),
    ],
    lines: reviewLines(found, []),
  };
}

function diffSections(diff: OrganizationDiff, isHeaded: boolean): readonly ReviewSection[] {
  const { organization, difference, escalations, withoutHolders, newOutsiders, ahead } = diff;
  const written = changesPhrase(diff);
  const { spelling } = difference;
  return [
    ...(isHeaded
      ? listed(null, `the verdict on ${organization}`, REVIEW_RANK.top, [
          `${organization}: ${diffVerdict(diff)}`,
        ])
      : []),
    ...listed(
      'Gain the power to administer',
      `who gains the power to administer in ${organization}`,
      REVIEW_RANK.escalations,
      escalations.map((one) => escalationPhrase(one, spelling)),
    ),
    ...listed(
      'Nobody left',
      `what nobody has any more in ${organization}`,
      REVIEW_RANK.losses,
      withoutHolders.map((one) => withoutHolderPhrase(one, diff)),
    ),
    ...listed(
      'New with access from outside',
      `who is new from outside in ${organization}`,
      REVIEW_RANK.escalations,
      newOutsiders.length === 0 ? [] : [outsidersPhrase(diff)],
    ),
    ...effects('Effective access', `who gains and loses access in ${organization}`, difference),
    ...ahead.flatMap(({ at, difference: then }) =>
      effects(
        `From ${at.at} on, by ${formatOrigin(at.origin)}`,
        `what differs from ${at.at} on in ${organization}`,
        then,
      ),
    ),
    ...listed(null, `notes on ${organization}`, REVIEW_RANK.rest, [
      ...(written === null ? [] : [written.replace(' (--json names all)', '')]),
      ...diffNotes(diff),
    ]),
  ];
}

function effects(
  title: string,
  holds: string,
  difference: OrganizationDiff['difference'],
): readonly ReviewSection[] {
  const rows = diffEffects(difference).map(effectRow);
  return rows.length === 0 ? [] : [{ title, holds, head: EFFECT_HEAD, rows, isFolded: false }];
}

function planSection({ organization, changes }: PlanSentences): readonly ReviewSection[] {
  const rows = changes.map((fact) => item(factSentence(fact), REVIEW_RANK.rest));
  const title = `What the plan does to ${organization}: ${counted(changes.length, 'change')}`;
  if (rows.length === 0)
    return listed(null, `the plan of ${organization}`, REVIEW_RANK.rest, [
      `The plan changes nothing in ${organization}.`,
    ]);
  return [{ title, holds: `the plan of ${organization}`, head: null, rows, isFolded: true }];
}

function findings(title: string, found: readonly Diagnostic[], rank: number): readonly ReviewSection[] {
  if (found.length === 0) return [];
  const rows = diagnosticRows(found, rank);
  return [{ title, holds: counted(found.length, 'finding'), head: FINDING_HEAD, rows, isFolded: false }];
}

function listed(
  title: string | null,
  holds: string,
  rank: number,
  phrases: readonly string[],
): readonly ReviewSection[] {
  if (phrases.length === 0) return [];
  return [{ title, holds, head: null, rows: phrases.map((text) => item(text, rank)), isFolded: false }];
}

function item(text: string, rank: number): ReviewRow {
  return { cells: [{ text }], rank, names: [] };
}
