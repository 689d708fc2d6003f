import { unusual } from './unusual-yaml.ts';
import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  DASH,
  DOUBLE_QUOTE,
  endsFlowKey,
  HASH,
  isBlank,
  isBreakOrBlank,
  isQuote,
  NEW_LINE,
  NO_PLAIN_START,
  OPEN_LIST,
  OPEN_MAP,
  RETURN,
  SINGLE_QUOTE,
  SPACE,
} from './yaml-signs.ts';

/** A place in a text that is read from its beginning to its end, and how to go on from it. */
export class TextCursor {
  readonly text: string;
  at = 0;
  /** Where the line begins that `at` is on. */
  line = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** To the first character that is neither blank nor in a comment, on this line or a later one. */
  toContent(): void {
    const text = this.text;
    let at = this.at;
    for (;;) {
      const sign = text.charCodeAt(at);
      if (sign === SPACE || sign === RETURN) at += 1;
      else if (sign === NEW_LINE) {
        at += 1;
        this.line = at;
      } else if (sign === HASH && (at === this.line || isBlank(text.charCodeAt(at - 1)))) {
        at = this.endOfLine(at);
      } else break;
    }
    this.at = at;
  }

  /** To the next content or the end of the line; what follows a value on its line is nothing, or a comment. */
  pastBlanks(): void {
    while (isBlank(this.text.charCodeAt(this.at))) this.at += 1;
  }

  atEndOfLine(): boolean {
    const sign = this.text.charCodeAt(this.at);
    if (sign === HASH) return isBlank(this.text.charCodeAt(this.at - 1)) || unusual();
    return sign === NEW_LINE || this.at === this.text.length;
  }

  endOfLine(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end === -1 ? this.text.length : end;
  }

  /** The column of what begins here; at the end of the text it is left of everything. */
  column(): number {
    return this.at === this.text.length ? -1 : this.at - this.line;
  }

  isMarker(): boolean {
    const text = this.text;
    const at = this.at;
    if (at !== this.line) return false;
    if (text.startsWith('...', at)) unusual();
    return text.startsWith('---', at) && isBreakOrBlank(text.charCodeAt(at + 3));
  }

  isItem(): boolean {
    const text = this.text;
    return text.charCodeAt(this.at) === DASH && isBreakOrBlank(text.charCodeAt(this.at + 1));
  }

  /** The end of the scalar that begins here, on one line. Leaves `at` at what follows it. `flow`: it stands in brackets. */
  scalarEnd(flow: boolean): number {
    const text = this.text;
    const first = text.charCodeAt(this.at);
    if (isQuote(first)) return this.quotedEnd(first);
    if (NO_PLAIN_START.has(first) || this.isItem()) unusual();
    // Before the sign that ends it in brackets, a dash would be an item of a list of lines.
    if (flow && first === DASH && endsFlowKey(text.charCodeAt(this.at + 1))) unusual();
    let end = this.at;
    let at = end;
    for (; ; at += 1) {
      const sign = text.charCodeAt(at);
      if (sign === SPACE || sign === RETURN) continue;
      if (flow && (sign === COMMA || sign === CLOSE_LIST || sign === CLOSE_MAP)) break;
      if (flow && (sign === OPEN_LIST || sign === OPEN_MAP)) unusual();
      if (sign === COLON && this.#endsKey(text.charCodeAt(at + 1), flow)) break;
      if (sign === HASH && end < at) break;
      if (sign === NEW_LINE || Number.isNaN(sign)) break;
      end = at + 1;
    }
    this.at = at;
    return end;
  }

  #endsKey(next: number, flow: boolean): boolean {
    return flow ? endsFlowKey(next) : isBreakOrBlank(next);
  }

  /** Behind the closing quote; `at` then is at the colon if there is one, blanks before it or not. */
  quotedEnd(quote: number): number {
    const text = this.text;
    let at = this.at + 1;
    for (; ; at += 1) {
      const sign = text.charCodeAt(at);
      if (sign === NEW_LINE || Number.isNaN(sign)) unusual();
      if (sign === BACKSLASH && quote === DOUBLE_QUOTE) at += 1;
      else if (sign === quote) {
        if (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== SINGLE_QUOTE) break;
        at += 1;
      }
    }
    this.at = at + 1;
    this.pastBlanks();
    if (text.charCodeAt(this.at) === COLON && !isBreakOrBlank(text.charCodeAt(this.at + 1))) unusual();
    return at + 1;
  }
}
