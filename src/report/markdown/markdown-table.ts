import { Markdown, MarkdownRows, md, type RowText } from './escape-markdown.ts';

type Cells = readonly Markdown[];

/** A row that is kept longer, or less long, than its neighbours where a comment has no room for all. */
export interface RankedRow {
  readonly cells: Cells;
  readonly rank: number;
  /** People or entries it names. */
  readonly names: readonly string[];
}

/** A table with one header row. Only a comment that is too long shortens it, and says so. */
export function markdownTable(head: readonly string[], rows: readonly (Cells | RankedRow)[]): Markdown {
  const before = `| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |\n`;
  return new MarkdownRows(before, rows.map(rowText), '');
}

function rowText(row: Cells | RankedRow): RowText {
  const { cells, rank, names } = 'cells' in row ? row : { cells: row, rank: null, names: [] };
  return {
    text: `| ${cells.map((cell) => cell.text).join(' | ')} |`,
    rank,
    names,
  };
}

/** One line each. */
export function bullets(items: readonly { readonly item: Markdown; readonly rank: number }[]): Markdown {
  return new MarkdownRows(
    '',
    items.map(({ item, rank }) => ({ text: `- ${item.text}`, rank, names: [] })),
    '',
  );
}

/** Folded away until clicked. The summary is HTML: only plain words and numbers may stand in it. */
export function details(summary: string, body: Markdown): Markdown {
  const words = summary.replace(/[^\p{L}\p{N} ,.:()-]/gu, '');
  const [before, after] = [`<details><summary>${words}</summary>\n\n`, '\n\n</details>'];
  return body instanceof MarkdownRows
    ? body.within(before, after)
    : new Markdown(`${before}${body.text}${after}`);
}

export function heading(title: string): Markdown {
  return md`### ${title}`;
}
