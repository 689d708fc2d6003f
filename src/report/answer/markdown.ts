import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/markdown.ts';
import type { ReportContext } from '../extras.ts';
import { pullRequestComment, type CommentSection } from '../markdown/comment.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/safe.ts';
import { markdownTable } from '../markdown/table.ts';
import { pathWithoutPerson, stepWords } from '../path-phrase.ts';
import { counted } from '../phrases.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';
import { ONCE_ACCEPTED } from './once-accepted.ts';
import type { AccessSource, WhatQuestion, WhoQuestion, WhyQuestion } from './source.ts';
import { whatVerdict, whoVerdict } from './verdict.ts';
import { type ScopeAnswer, whatAnswer } from './what-answer.ts';
import { type PermissionHolder, whoAnswer } from './who-answer.ts';
import { whyAnswer, whyVerdict } from './why-answer.ts';

export function whoMarkdown(question: WhoQuestion, source: AccessSource, extras: ReportContext = {}): string {
  const answer = whoAnswer(question, source);
  const section = (holders: readonly PermissionHolder[], title: Markdown | null): readonly CommentSection[] => {
    if (holders.length === 0) return [];
    const rows = holders.map(({ member, because }) => [
      code(source.spelling(member)),
      because === null ? md`` : md`${pathWithoutPerson(because)}`,
    ]);
    const people = counted(rows.length, 'person', 'people');
    return [{ holds: md`${people}`, body: titled(title, markdownTable(['Who', 'Because'], rows)) }];
  };
  const sections = [...section(answer.people, null), ...section(answer.onceAccepted, LATER)];
  return page(whoVerdict(question, answer, source), sections, extras);
}

export function whatMarkdown(question: WhatQuestion, source: AccessSource, extras: ReportContext = {}): string {
  const answer = whatAnswer(question, source);
  const section = (scopes: readonly ScopeAnswer[], title: Markdown | null): readonly CommentSection[] => {
    if (scopes.length === 0) return [];
    const rows = scopes.flatMap(({ scope, sameAs, bundles }) =>
      sameAs !== null
        ? [[code(scope), md`the same as on ${code(sameAs)}`, md``]]
        : bundles.map(({ permissions, from }) => [
            code(scope),
            code(permissionPhrase(permissions, source.platform)),
            md`${from}`,
          ]),
    );
    const body = titled(title, markdownTable(['Where', 'What', 'Because'], rows));
    return [{ holds: md`${counted(scopes.length, 'scope')}`, body }];
  };
  const sections = [...section(answer.scopes, null), ...section(answer.onceAccepted, LATER)];
  return page(whatVerdict(question, answer, source), sections, extras);
}

const LATER = md`**${ONCE_ACCEPTED}:**`;

function titled(title: Markdown | null, body: Markdown): Markdown {
  return title === null ? body : md`${title}\n\n${body}`;
}

export function whyMarkdown(question: WhyQuestion, source: AccessSource, extras: ReportContext = {}): string {
  const answer = whyAnswer(question, source);
  const ways = [...answer.paths, ...answer.onceAccepted].map(
    (path, index): CommentSection => ({
      holds: md`way ${index + 1}`,
      body: joinMarkdown(
        [
          md`${index + 1}\\. ${code(source.spelling(question.member))}`,
          ...path.map((step) => md`→ ${stepWords(step)} ${code(formatOrigin(step.origin))}`),
        ],
        '<br>',
      ),
    }),
  );
  return page(whyVerdict(question, answer, source), ways, extras);
}

function page(verdict: string, sections: readonly CommentSection[], extras: ReportContext): string {
  return pullRequestComment(md`**${verdict}**`, [...sections, ...diagnosticsSections(extras.diagnostics ?? [])]);
}
