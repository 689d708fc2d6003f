import { counted } from '../phrases.ts';
import { Markdown, md } from './safe.ts';

/** Rows of one table; a longer one is for the text and JSON reports, not for a comment. */
const MOST_ROWS = 100;

/** A table with one header row, cut after the rows a reviewer scrolls through, saying how many are missing. */
export function table(head: readonly string[], rows: readonly (readonly Markdown[])[]): Markdown {
  const shown = rows.slice(0, MOST_ROWS);
  const lines = [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...shown.map((cells) => `| ${cells.map((cell) => cell.text).join(' | ')} |`),
  ];
  const missing = rows.length - shown.length;
  if (missing > 0) lines.push('', `… and ${counted(missing, 'more row')}.`);
  return new Markdown(lines.join('\n'));
}

/** Folded away until clicked. The summary is HTML: only plain words and numbers may stand in it. */
export function details(summary: string, body: Markdown): Markdown {
  const words = summary.replace(/[^\p{L}\p{N} ,.:()-]/gu, '');
  return new Markdown(`<details><summary>${words}</summary>\n\n${body.text}\n\n</details>`);
}

export function heading(title: string): Markdown {
  return md`### ${title}`;
}
