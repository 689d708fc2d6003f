/** Offsets of lines in a text whose line breaks are single characters. */

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the line break; the end of the text on its last line. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** Behind the last line of what ends at `end`, with what follows on that line. */
export function lineAfter(text: string, end: number): number {
  return end > 0 && text[end - 1] === '\n' ? end : lineEnd(text, end);
}

export function indentOf(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at += 1;
  return at - start;
}

/** Whether the line beginning here holds a comment and nothing else. */
export function isCommentLine(text: string, start: number): boolean {
  return text[start + indentOf(text, start)] === '#';
}

/** Where a comment on the rest of this line begins, or the line break. Only behind a value, never inside one. */
export function restOfValue(text: string, from: number): number {
  const end = lineEnd(text, from);
  const line = text.slice(from, end);
  const found = /(?:^|[ \t])#|\n$/.exec(line);
  return found === null ? end : from + found.index;
}
