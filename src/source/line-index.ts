import { known } from './known.ts';
import { type FileOrigin, type Span, spanOf } from './origin.ts';

/** So many lines further it is worth looking before the whole text is looked through. */
const NEAR = 4;

/** Offsets in one text → lines and columns. Lines end at LF; CRLF ends at its LF. */
export class LineIndex {
  readonly #file: string;
  readonly #starts: readonly number[];
  /** The line that was found last: the next is seldom far. */
  #last = 0;

  constructor(text: string, file: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
    this.#file = file;
  }

  span(start: number, end: number): Span {
    return spanOf(this.origin(start, end));
  }

  /** The same as an origin: there is one for each entry of all documents, and no other object is made for it. */
  origin(start: number, end: number): FileOrigin {
    const line = this.#lineOf(start);
    const last = Math.max(start, end);
    // Nearly all of them end on the line on which they begin.
    const next = this.#starts[line + 1];
    const endLine = next === undefined || last < next ? line : this.#lineOf(last);
    return {
      from: 'file',
      file: this.#file,
      line: line + 1,
      column: start - this.#start(line) + 1,
      endLine: endLine + 1,
      endColumn: last - this.#start(endLine) + 1,
    };
  }

  /** From 0. */
  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    if (this.#start(this.#last) <= offset) {
      low = this.#last;
      if (high - low > NEAR && this.#start(low + NEAR) > offset) high = low + NEAR;
    }
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#start(middle) <= offset) low = middle;
      else high = middle;
    }
    this.#last = low;
    return low;
  }

  #start(line: number): number {
    return known(this.#starts[line], 'a line of the text');
  }
}
