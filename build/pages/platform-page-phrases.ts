import { code, joinMarkdown, type Markdown, md } from '../../src/report/markdown/escape-markdown.ts';

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(items: readonly Markdown[]): Markdown {
  return listed(items, ' or ');
}

/** `a`, `a and b`, `a, b and c`. */
export function together(items: readonly Markdown[]): Markdown {
  return listed(items, ' and ');
}

/** Names as code, joined by `and`. */
export function codes(names: readonly string[]): Markdown {
  return together(names.map(code));
}

/** Names as code in a table cell, where commas do. */
export function codeList(names: readonly string[]): Markdown {
  return joinMarkdown(names.map(code), ', ');
}

export const NOTHING = md`–`;

function listed(items: readonly Markdown[], last: string): Markdown {
  const [tail] = items.slice(-1);
  if (tail === undefined) return NOTHING;
  if (items.length === 1) return tail;
  return joinMarkdown([joinMarkdown(items.slice(0, -1), ', '), tail], last);
}
