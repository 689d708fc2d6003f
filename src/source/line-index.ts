import { known } from './known.ts';
import type { Span } from './origin.ts';

/** Offsets in one text → lines and columns. Lines end at LF; CRLF ends at its LF. */
export class LineIndex {
  readonly #file: string;
  readonly #starts: readonly number[];

  constructor(text: string, file: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
    this.#file = file;
  }

  span(start: number, end: number): Span {
    const from = this.#position(start);
    const to = this.#position(Math.max(start, end));
    return {
      file: this.#file,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
    };
  }

  #position(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#start(middle) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#start(low) + 1 };
  }

  #start(line: number): number {
    return known(this.#starts[line], 'a line of the text');
  }
}
