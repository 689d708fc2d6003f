import type { AccessPath } from '../../access/access-path.ts';
import { deniedPhrase } from '../../access/explain/denied-phrase.ts';
import { stepWords } from '../../access/explain/format-path.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { pathWithoutPerson } from '../path-phrase.ts';
import { permissionsButTexts } from '../plan/but-texts.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { type AlignedRow, aligned, printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import { ONCE_ACCEPTED } from './access-once-accepted.ts';
import type { AccessSource, WhatQuestion, WhoQuestion, WhyQuestion } from './access-source.ts';
import { whatVerdict, whoVerdict } from './answer-verdict.ts';
import { type ScopeAnswer, whatAnswer } from './what-answer.ts';
import { type PermissionHolder, whoAnswer } from './who-answer.ts';
import { whyAnswer, whyVerdict } from './why-answer.ts';
import { editLines, takenAwayLines } from './why-not-text.ts';

/** Everybody who may, each with the shortest path. */
export function whoText(
  question: WhoQuestion,
  source: AccessSource,
  style: Style,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const answer = whoAnswer(question, source);
  const rows = (holders: readonly PermissionHolder[]): readonly AlignedRow[] =>
    holders.map(({ member, because, except }) => ({
      left: ['  ', source.spelling(member), deniedPhrase(except)],
      right: because === null ? [] : [toned('faint', pathWithoutPerson(because))],
    }));
  const blocks = [aligned(rows(answer.people)), later(aligned(rows(answer.onceAccepted)))];
  return answerText(whoVerdict(question, answer, source), blocks, style, reportContext);
}

/** What the person may do, scope by scope, and where it comes from. */
export function whatText(
  question: WhatQuestion,
  source: AccessSource,
  style: Style,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const answer = whatAnswer(question, source);
  const blocks = answer.scopes.map((scope) => scopeLines(scope, source));
  const more = later(answer.onceAccepted.flatMap((scope) => scopeLines(scope, source)));
  return answerText(whatVerdict(question, answer, source), [...blocks, more], style, reportContext);
}

/** What an invitation brings, under a title that says so. */
function later(lines: readonly TextLine[]): readonly TextLine[] {
  return lines.length === 0 ? [] : [[toned('waiting', `${ONCE_ACCEPTED}:`)], ...lines];
}

function scopeLines(
  { scope, sameAs, bundles, except }: ScopeAnswer,
  { platform }: AccessSource,
): readonly TextLine[] {
  if (sameAs !== null) return [[toned('strong', scope), toned('faint', `  the same as on ${sameAs}`)]];
  const rows = bundles.flatMap(({ permissions, from }) =>
    permissionsButTexts(permissions, except, platform).map(
      ({ what, texts }): AlignedRow => ({
        left: ['  ', what, deniedPhrase(texts)],
        right: from === '' ? [] : [toned('faint', from)],
      }),
    ),
  );
  return [[toned('strong', scope)], ...aligned(rows)];
}

/** Every minimal path, step by step with its place; or what is missing. */
export function whyText(
  question: WhyQuestion,
  source: AccessSource,
  style: Style,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const answer = whyAnswer(question, source);
  const person = source.spelling(question.member);
  const rows = answer.paths.flatMap((accessPath, index) => pathRows(person, accessPath, index + 1));
  const ways = answer.onceAccepted.flatMap((accessPath, index) => pathRows(person, accessPath, index + 1));
  const blocks = [
    aligned(rows),
    aligned(ways),
    takenAwayLines(answer.takenAway, question, source),
    editLines(answer.edits, source),
  ];
  return answerText(whyVerdict(question, answer, source), blocks, style, reportContext);
}

function pathRows(person: string, accessPath: AccessPath, number: number): readonly AlignedRow[] {
  return [
    { left: [toned('strong', `${number}.`.padStart(4)), ` ${person}`], right: [] },
    ...accessPath.map((pathStep) => ({
      left: ['     → ', stepWords(pathStep)],
      right: [toned('faint', formatOrigin(pathStep.origin))],
    })),
  ];
}

function answerText(
  verdict: string,
  blocks: readonly (readonly TextLine[])[],
  style: Style,
  reportContext: ReportContext,
): string {
  return printLines(
    spaced([[[toned('strong', verdict)]], ...blocks, diagnosticsLines(reportContext.diagnostics)]),
    style,
  );
}
