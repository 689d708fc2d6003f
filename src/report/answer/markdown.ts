import { showOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/markdown.ts';
import type { Extras } from '../extras.ts';
import { comment, type Section } from '../markdown/comment.ts';
import { code, joinMarkdown, md } from '../markdown/safe.ts';
import { table } from '../markdown/table.ts';
import { pathWithoutPerson, stepWords } from '../path-phrase.ts';
import { counted } from '../phrases.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';
import type { AccessSource, WhatQuestion, WhoQuestion, WhyQuestion } from './source.ts';
import { whatVerdict, whoVerdict } from './verdict.ts';
import { whatAnswer } from './what-answer.ts';
import { whoAnswer } from './who-answer.ts';
import { whyAnswer, whyVerdict } from './why-answer.ts';

export function whoMarkdown(question: WhoQuestion, source: AccessSource, extras: Extras = {}): string {
  const answer = whoAnswer(question, source);
  const rows = answer.people.map(({ member, because }) => [
    code(member),
    because === null ? md`` : md`${pathWithoutPerson(because)}`,
  ]);
  const people = counted(rows.length, 'person', 'people');
  return page(
    whoVerdict(question, answer, source),
    rows.length === 0 ? [] : [{ holds: md`${people}`, body: table(['Who', 'Because'], rows) }],
    extras,
  );
}

export function whatMarkdown(question: WhatQuestion, source: AccessSource, extras: Extras = {}): string {
  const answer = whatAnswer(question, source);
  const rows = answer.scopes.flatMap(({ scope, sameAs, bundles }) =>
    sameAs !== null
      ? [[code(scope), md`the same as on ${code(sameAs)}`, md``]]
      : bundles.map(({ permissions, from }) => [
          code(scope),
          code(permissionPhrase(permissions, source.platform)),
          md`${from}`,
        ]),
  );
  const scopes = counted(answer.scopes.length, 'scope');
  return page(
    whatVerdict(question, answer, source),
    rows.length === 0 ? [] : [{ holds: md`${scopes}`, body: table(['Where', 'What', 'Because'], rows) }],
    extras,
  );
}

export function whyMarkdown(question: WhyQuestion, source: AccessSource, extras: Extras = {}): string {
  const answer = whyAnswer(question, source);
  const ways = answer.paths.map(
    (path, index): Section => ({
      holds: md`way ${index + 1}`,
      body: joinMarkdown(
        [
          md`${index + 1}\\. ${code(question.member)}`,
          ...path.map((step) => md`→ ${stepWords(step)} ${code(showOrigin(step.origin))}`),
        ],
        '<br>',
      ),
    }),
  );
  return page(whyVerdict(question, answer, source), ways, extras);
}

function page(verdict: string, sections: readonly Section[], extras: Extras): string {
  return comment(md`**${verdict}**`, [...sections, ...diagnosticsSections(extras.diagnostics ?? [])]);
}
