import { code, joinMarkdown, Markdown, md } from '../report/markdown/escape-markdown.ts';
import { bullets, details, markdownTable } from '../report/markdown/markdown-table.ts';
import { type CommentSection, layoutComment } from '../report/markdown/pull-request-comment.ts';
import type { ReviewCell, ReviewFacts, ReviewSection } from './review-facts.ts';

export interface CommentSettings {
  /** Characters there are room for. */
  readonly limit: number;
  /** Where all of it is, should it not fit; null where it is nowhere. */
  readonly artifact: string | null;
  /** Who found it, if it was not this job. */
  readonly foundBy: string | null;
}

/** The text of the comment, without what marks it as Bylaw's. What there is no room for is counted, and named where it is. */
export function reviewComment(facts: ReviewFacts, { limit, artifact, foundBy }: CommentSettings): string {
  const head = joinMarkdown(
    [
      md`### ${SIGNS[facts.verdict]} Bylaw: ${facts.title}`,
      md`${facts.commit === null ? md`The working tree` : md`Commit ${code(facts.commit)}`}, ${facts.compared}.`,
      ...(foundBy === null ? [] : [md`${foundBy}`]),
    ],
    '\n\n',
  );
  const elsewhere =
    artifact === null
      ? md`${'`bylaw review --artifact FILE`'} writes all of it into a file.`
      : md`All of it is in the artifact ${code(artifact)} of this job.`;
  return layoutComment(head, facts.sections.map(sectionOf), elsewhere, limit).text;
}

const SIGNS: { readonly [V in ReviewFacts['verdict']]: Markdown } = {
  'no-changes': new Markdown('✅'),
  changes: new Markdown('🔎'),
  blocked: new Markdown('⛔'),
  'not-looked': new Markdown('❗'),
};

function sectionOf({ title, holds, head, rows, isFolded }: ReviewSection): CommentSection {
  const body =
    head === null
      ? bullets(rows.map(({ cells, rank }) => ({ item: joinMarkdown(cells.map(cellOf), ' '), rank })))
      : markdownTable(
          head,
          rows.map(({ cells, rank, names }) => ({ cells: cells.map(cellOf), rank, names })),
        );
  if (title === null) return { holds: md`${holds}`, body };
  // What is folded has a summary of our own words: the title may be of somebody else's file, and a summary is HTML.
  const shown = isFolded ? details(`Show: ${rows.length}`, body) : body;
  return { holds: md`${holds}`, body: joinMarkdown([md`**${title}**`, shown], '\n\n') };
}

function cellOf(cell: ReviewCell): Markdown {
  if ('text' in cell) return md`${cell.text}`;
  return md`${cell.before}${joinMarkdown(cell.names.map(code), ', ')}${cell.more}`;
}
