import { stepWords } from '../../access/explain/format-path.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/escape-markdown.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { pathWithoutPerson } from '../path-phrase.ts';
import { counted } from '../phrases.ts';
import { butTextsMarkdown, permissionsButTexts } from '../plan/but-texts.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { ONCE_ACCEPTED } from './access-once-accepted.ts';
import type { AccessSource, WhatQuestion, WhoQuestion, WhyQuestion } from './access-source.ts';
import { whatVerdict, whoVerdict } from './answer-verdict.ts';
import { type ScopeAnswer, whatAnswer } from './what-answer.ts';
import { type PermissionHolder, whoAnswer } from './who-answer.ts';
import { whyAnswer, whyVerdict } from './why-answer.ts';
import { editSections, takenAwaySection } from './why-not-markdown.ts';

export function whoMarkdown(
  question: WhoQuestion,
  source: AccessSource,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const answer = whoAnswer(question, source);
  const section = (
    holders: readonly PermissionHolder[],
    title: Markdown | null,
  ): readonly CommentSection[] => {
    if (holders.length === 0) return [];
    const rows = holders.map(({ member, because, except }) => [
      md`${code(source.spelling(member))}${butTextsMarkdown(except)}`,
      because === null ? md`` : md`${pathWithoutPerson(because)}`,
    ]);
    const people = counted(rows.length, 'person', 'people');
    return [{ holds: md`${people}`, body: titled(title, markdownTable(['Who', 'Because'], rows)) }];
  };
  const sections = [...section(answer.people, null), ...section(answer.onceAccepted, LATER)];
  return page(whoVerdict(question, answer, source), sections, reportContext);
}

export function whatMarkdown(
  question: WhatQuestion,
  source: AccessSource,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const answer = whatAnswer(question, source);
  const section = (scopes: readonly ScopeAnswer[], title: Markdown | null): readonly CommentSection[] => {
    if (scopes.length === 0) return [];
    const rows = scopes.flatMap(({ scope, sameAs, bundles, except }) =>
      sameAs !== null
        ? [[code(scope), md`the same as on ${code(sameAs)}`, md``]]
        : bundles.flatMap(({ permissions, from }) =>
            permissionsButTexts(permissions, except, source.platform).map(({ what, texts }) => [
              code(scope),
              md`${code(what)}${butTextsMarkdown(texts)}`,
              md`${from}`,
            ]),
          ),
    );
    const body = titled(title, markdownTable(['Where', 'What', 'Because'], rows));
    return [{ holds: md`${counted(scopes.length, 'scope')}`, body }];
  };
  const sections = [...section(answer.scopes, null), ...section(answer.onceAccepted, LATER)];
  return page(whatVerdict(question, answer, source), sections, reportContext);
}

const LATER = md`**${ONCE_ACCEPTED}:**`;

function titled(title: Markdown | null, body: Markdown): Markdown {
  return title === null ? body : md`${title}\n\n${body}`;
}

export function whyMarkdown(
  question: WhyQuestion,
  source: AccessSource,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const answer = whyAnswer(question, source);
  const ways = [...answer.paths, ...answer.onceAccepted].map(
    (accessPath, index): CommentSection => ({
      holds: md`way ${index + 1}`,
      body: joinMarkdown(
        [
          md`${index + 1}\\. ${code(source.spelling(question.member))}`,
          ...accessPath.map(
            (pathStep) => md`→ ${stepWords(pathStep)} ${code(formatOrigin(pathStep.origin))}`,
          ),
        ],
        '<br>',
      ),
    }),
  );
  const sections = [
    ...ways,
    ...takenAwaySection(answer.takenAway, question, source),
    ...editSections(answer.edits, source),
  ];
  return page(whyVerdict(question, answer, source), sections, reportContext);
}

function page(verdict: string, sections: readonly CommentSection[], reportContext: ReportContext): string {
  return pullRequestComment(md`**${verdict}**`, [
    ...sections,
    ...diagnosticsSections(reportContext.diagnostics),
  ]);
}
