import type { Path } from '../../access/path.ts';
import { showOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import type { Extras } from '../extras.ts';
import { pathWithoutPerson, stepWords } from '../path-phrase.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';
import { aligned, type Line, printLines, type Row, spaced, toned } from '../text/page.ts';
import type { Style } from '../text/style.ts';
import { ONCE_ACCEPTED } from './once-accepted.ts';
import type { AccessSource, WhatQuestion, WhoQuestion, WhyQuestion } from './source.ts';
import { whatVerdict, whoVerdict } from './verdict.ts';
import { type ScopeAnswer, whatAnswer } from './what-answer.ts';
import { type Holder, whoAnswer } from './who-answer.ts';
import { whyAnswer, whyVerdict } from './why-answer.ts';

/** Everybody who may, each with the shortest path. */
export function whoText(
  question: WhoQuestion,
  source: AccessSource,
  style: Style,
  extras: Extras = {},
): string {
  const answer = whoAnswer(question, source);
  const rows = (holders: readonly Holder[]): readonly Row[] =>
    holders.map(({ member, because }) => ({
      left: ['  ', source.spelling(member)],
      right: because === null ? [] : [toned('faint', pathWithoutPerson(because))],
    }));
  const blocks = [aligned(rows(answer.people)), later(aligned(rows(answer.onceAccepted)))];
  return answerText(whoVerdict(question, answer, source), blocks, style, extras);
}

/** What the person may do, scope by scope, and where it comes from. */
export function whatText(
  question: WhatQuestion,
  source: AccessSource,
  style: Style,
  extras: Extras = {},
): string {
  const answer = whatAnswer(question, source);
  const blocks = answer.scopes.map((scope) => scopeLines(scope, source));
  const more = later(answer.onceAccepted.flatMap((scope) => scopeLines(scope, source)));
  return answerText(whatVerdict(question, answer, source), [...blocks, more], style, extras);
}

/** What an invitation brings, under a title that says so. */
function later(lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[toned('waiting', `${ONCE_ACCEPTED}:`)], ...lines];
}

function scopeLines({ scope, sameAs, bundles }: ScopeAnswer, { platform }: AccessSource): readonly Line[] {
  if (sameAs !== null) return [[toned('strong', scope), toned('faint', `  the same as on ${sameAs}`)]];
  const rows = bundles.map(
    ({ permissions, from }): Row => ({
      left: ['  ', permissionPhrase(permissions, platform)],
      right: from === '' ? [] : [toned('faint', from)],
    }),
  );
  return [[toned('strong', scope)], ...aligned(rows)];
}

/** Every minimal path, step by step with its place; or what is missing. */
export function whyText(
  question: WhyQuestion,
  source: AccessSource,
  style: Style,
  extras: Extras = {},
): string {
  const answer = whyAnswer(question, source);
  const person = source.spelling(question.member);
  const rows = answer.paths.flatMap((path, index) => pathRows(person, path, index + 1));
  const ways = answer.onceAccepted.flatMap((path, index) => pathRows(person, path, index + 1));
  const blocks = [aligned(rows), aligned(ways)];
  return answerText(whyVerdict(question, answer, source), blocks, style, extras);
}

function pathRows(person: string, path: Path, number: number): readonly Row[] {
  return [
    { left: [toned('strong', `${number}.`.padStart(4)), ` ${person}`], right: [] },
    ...path.map((step) => ({
      left: ['     → ', stepWords(step)],
      right: [toned('faint', showOrigin(step.origin))],
    })),
  ];
}

function answerText(
  verdict: string,
  blocks: readonly (readonly Line[])[],
  style: Style,
  extras: Extras,
): string {
  return printLines(
    spaced([[[toned('strong', verdict)]], ...blocks, diagnosticsLines(extras.diagnostics ?? [])]),
    style,
  );
}
