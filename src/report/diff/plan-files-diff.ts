import { isSameSaved, type SavedDifference } from '../../plan/saved-difference.ts';
import { escapeText } from '../../source/quote.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { code, md } from '../markdown/escape-markdown.ts';
import { bullets } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { RANK } from '../plan/effects-table.ts';
import { factSentence } from '../plan/fact-sentence.ts';
import { printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';

/** The names of both files, as they were given. */
export interface ComparedPlanFiles {
  readonly before: string;
  readonly after: string;
}

export interface PlanFilesReport extends ReportEnvelope<'diff', 'no-changes' | 'changes'> {
  readonly plans: ComparedPlanFiles;
  readonly organizations: readonly SavedDifference[];
}

export function planFilesJson(
  differences: readonly SavedDifference[],
  plans: ComparedPlanFiles,
): PlanFilesReport {
  const result = differences.every(isSameSaved) ? 'no-changes' : 'changes';
  return { ...reportEnvelope('diff', result, []), plans, organizations: differences };
}

const MOST_LINES = 100;

/** What a later plan does that an earlier one did not, for a terminal. */
export function planFilesText(
  differences: readonly SavedDifference[],
  { before }: ComparedPlanFiles,
  style: Style,
): string {
  const changed = differences.filter((one) => !isSameSaved(one));
  const same = differences.length - changed.length;
  return printLines(
    spaced([
      ...changed.map((one): readonly TextLine[] => {
        const head = toned('strong', `${one.organization}: ${verdictOf(one)}`);
        return [[head, toned('faint', ` (compared with ${before})`)], ...cut(linesOf(one))];
      }),
      same === 0 ? [] : [[`${counted(same, 'organization')} planned alike, compared with ${before}.`]],
    ]),
    style,
  );
}

/** The same for a pull request. */
export function planFilesMarkdown(
  differences: readonly SavedDifference[],
  { before }: ComparedPlanFiles,
): string {
  const changed = differences.filter((one) => !isSameSaved(one));
  const verdict = changed.length === 0 ? md`the plans do the same` : md`the plans differ`;
  return pullRequestComment(
    md`**${verdict}** (compared with ${code(before)})`,
    changed.map((one): CommentSection => {
      const { organization, come, gone, live } = one;
      const items = [
        ...come.map((fact) => md`now: ${code(factSentence(fact))}`),
        ...gone.map((fact) => md`no longer: ${code(factSentence(fact))}`),
        ...live.map((fact) => md`on the platform: ${code(fact)}`),
      ];
      return {
        holds: md`what differs in ${organization}`,
        body: md`**${organization}: ${verdictOf(one)}**\n\n${bullets(items.map((item) => ({ item, rank: RANK.top })))}`,
        rank: RANK.top,
      };
    }),
  );
}

function verdictOf({ is, come, gone, live }: SavedDifference): string {
  switch (is) {
    case 'new':
      return `is planned now, with ${counted(come.length, 'change')}`;
    case 'gone':
      return `is planned no longer, and had ${counted(gone.length, 'change')}`;
    case 'in both': {
      const parts = [
        ...(come.length > 0 ? [`${counted(come.length, 'change')} more`] : []),
        ...(gone.length > 0 ? [`${counted(gone.length, 'change')} no longer`] : []),
        ...(live.length > 0
          ? [`${counted(live.length, 'thing is', 'things are')} not what it was on the platform`]
          : []),
      ];
      return parts.join(', ');
    }
  }
}

function linesOf({ come, gone, live }: SavedDifference): readonly TextLine[] {
  return [
    ...come.map((fact): TextLine => [toned('added', '  now: '), escapeText(factSentence(fact))]),
    ...gone.map((fact): TextLine => [toned('removed', '  no longer: '), escapeText(factSentence(fact))]),
    ...live.map((fact): TextLine => [toned('faint', '  on the platform: '), escapeText(fact)]),
  ];
}

function cut(lines: readonly TextLine[]): readonly TextLine[] {
  const more = lines.length - MOST_LINES;
  return more <= 0
    ? lines
    : [...lines.slice(0, MOST_LINES), [toned('faint', `  and ${more} more (--json has all)`)]];
}
