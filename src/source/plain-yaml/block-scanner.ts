import { FlowScanner } from './flow-scanner.ts';
import type { NameMap } from './name-map.ts';
import { BLOCK_TEXT, LIST, MAP, PlaceTable } from './place-table.ts';
import type { ScannedYaml } from './scanned-document.ts';
import { unusual } from './unusual-yaml.ts';
import { COLON, DASH, FOLDED, LITERAL, NEW_LINE, OPEN_LIST, OPEN_MAP } from './yaml-signs.ts';

/** Reads whole documents: maps and lists by the columns that they stand at, and what is in them. */
export class BlockScanner extends FlowScanner {
  documents(): readonly ScannedYaml[] {
    const documents: ScannedYaml[] = [];
    for (;;) {
      this.toContent();
      if (this.at === this.text.length) return documents;
      if (this.isMarker()) {
        this.pastMarker();
        continue;
      }
      const end = this.text.indexOf('\n---', this.at);
      this.places = new PlaceTable(this.text, (end === -1 ? this.text.length : end) - this.at);
      const value = this.block(-1, -1, -1);
      documents.push({ value, places: this.places });
      this.toContent();
      if (this.at < this.text.length && !this.isMarker()) unusual();
    }
  }

  pastMarker(): void {
    this.at += 3;
    this.pastBlanks();
    if (!this.atEndOfLine()) unusual();
  }

  /** The value that begins here; `parent`: the column that it has to stand right of. */
  block(parent: number, keyStart: number, keyEnd: number): unknown {
    const column = this.at - this.line;
    if (column <= parent || this.isMarker()) unusual();
    if (this.isItem()) return this.blockList(column, keyStart, keyEnd);
    const sign = this.text.charCodeAt(this.at);
    if (sign === OPEN_LIST || sign === OPEN_MAP) return this.inline(parent, keyStart, keyEnd);
    // A text on a line of its own would go on on the next.
    return this.blockMap(column, keyStart, keyEnd);
  }

  blockList(column: number, keyStart: number, keyEnd: number, shared = false): unknown {
    this.deeper();
    const place = this.places.open(LIST, keyStart, keyEnd, this.at);
    const items: unknown[] = [];
    do {
      this.at += 1;
      this.pastBlanks();
      // An item of nothing, or one that begins on a line of its own.
      if (this.atEndOfLine()) unusual();
      items.push(this.afterDash(column));
      if (!this.goesOn(column)) break;
      // A list may stand at the column of the key that it belongs to; then the next key ends it.
      if (!this.isItem() && !shared) unusual();
    } while (this.isItem());
    this.places.close(place, this.ended);
    this.depth -= 1;
    return items;
  }

  /** An item on the line of its dash: a list, a map whose first key is here, or a value. */
  afterDash(column: number): unknown {
    if (this.isItem()) return this.blockList(this.at - this.line, -1, -1);
    const sign = this.text.charCodeAt(this.at);
    if (sign === OPEN_LIST || sign === OPEN_MAP) return this.inline(column, -1, -1);
    const start = this.at;
    const end = this.scalarEnd(false);
    if (this.text.charCodeAt(this.at) === COLON) {
      this.at = start;
      return this.blockMap(start - this.line, -1, -1);
    }
    const value = this.scalar(start, end, -1, -1);
    this.endValue(end, column);
    return value;
  }

  blockMap(column: number, keyStart: number, keyEnd: number): unknown {
    this.deeper();
    const place = this.places.open(MAP, keyStart, keyEnd, this.at);
    let map: NameMap | null = null;
    do {
      const start = this.at;
      const stop = this.scalarEnd(false);
      if (this.text.charCodeAt(this.at) !== COLON) unusual();
      const key = this.key(start, stop);
      if (map === null) map = this.mapOf(key);
      else if (map[key] !== undefined) unusual();
      this.at += 1;
      map[key] = this.afterColon(column, start, stop);
    } while (this.goesOn(column));
    this.places.close(place, this.ended);
    this.depth -= 1;
    return map;
  }

  afterColon(column: number, keyStart: number, keyEnd: number): unknown {
    this.pastBlanks();
    if (!this.atEndOfLine()) return this.inline(column, keyStart, keyEnd);
    this.toContent();
    const right = this.column();
    if (right > column) return this.block(column, keyStart, keyEnd);
    if (right === column && this.isItem()) return this.blockList(column, keyStart, keyEnd, true);
    return this.nothing(keyStart, keyEnd);
  }

  /** A value within a line, or one in brackets. */
  inline(parent: number, keyStart: number, keyEnd: number): unknown {
    const sign = this.text.charCodeAt(this.at);
    let value: unknown;
    let end: number;
    if (sign === OPEN_LIST || sign === OPEN_MAP) {
      value = this.flowValue(parent, keyStart, keyEnd);
      end = this.at;
    } else if (sign === LITERAL || sign === FOLDED) {
      return this.blockText(parent, keyStart, keyEnd);
    } else {
      const start = this.at;
      end = this.scalarEnd(false);
      if (this.text.charCodeAt(this.at) === COLON) unusual();
      value = this.scalar(start, end, keyStart, keyEnd);
    }
    this.endValue(end, parent);
    return value;
  }

  /** Behind a value: nothing more on its line, and no line that it might go on in. Then to the next content. */
  endValue(end: number, parent: number): void {
    this.ended = end;
    this.pastBlanks();
    if (!this.atEndOfLine()) unusual();
    this.toContent();
    if (this.column() > parent && !this.isMarker()) unusual();
  }

  /** Whether the collection at a column has another entry, that begins here. */
  goesOn(column: number): boolean {
    const here = this.column();
    if (here < column || this.isMarker()) return false;
    return here === column || unusual();
  }

  /** Text on lines of its own, below `|`, `|-`, `>` or `>-`. */
  blockText(parent: number, keyStart: number, keyEnd: number): string {
    const start = this.at;
    const folded = this.text.charCodeAt(start) === FOLDED;
    this.at += 1;
    const stripped = this.text.charCodeAt(this.at) === DASH;
    if (stripped) this.at += 1;
    if (this.text.charCodeAt(this.at) !== NEW_LINE) unusual();
    this.at += 1;
    const lines = this.indentedLines(parent);
    // Lines that are folded in other ways than into one.
    if (folded && lines.some((line) => line === '' || line.startsWith(' '))) unusual();
    this.places.close(this.places.open(BLOCK_TEXT, keyStart, keyEnd, start), this.ended);
    this.toContent();
    if (this.column() > parent) unusual();
    return lines.join(folded ? ' ' : '\n') + (stripped ? '' : '\n');
  }

  /** The lines right of a column, without what indents all of them and without blank ones at the end. */
  indentedLines(parent: number): readonly string[] {
    const text = this.text;
    const lines: string[] = [];
    let written = 0;
    let indent = -1;
    for (;;) {
      this.line = this.at;
      const end = text.indexOf('\n', this.at);
      const line = text.slice(this.at, end === -1 ? text.length : end);
      // A line that is empty but for half of its break may be one of the text.
      if (line.endsWith('\r')) unusual();
      const first = line.search(/[^ ]/);
      // A blank line that is longer than the text is indented is one of spaces, also where the text ends in it.
      if (first === -1 && line.length > indent && written > 0) unusual();
      if (first === -1 ? end === -1 : first <= parent) break;
      // A last line that does not end, a blank one before all others, and one that stands left of them.
      if (end === -1 || (indent === -1 && first === -1)) unusual();
      if (indent === -1) indent = first;
      if (first !== -1 && first < indent) unusual();
      lines.push(line.slice(indent));
      if (first !== -1) {
        written = lines.length;
        this.ended = end + 1;
      }
      this.at = end + 1;
    }
    if (written === 0) unusual();
    return lines.slice(0, written);
  }
}
