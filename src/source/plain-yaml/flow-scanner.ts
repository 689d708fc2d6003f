import { NameMap, tableOfNames } from './name-map.ts';
import { LIST, MAP, PlaceTable, SCALAR } from './place-table.ts';
import { plainScalar, quotedScalar } from './plain-scalar.ts';
import { TextCursor } from './text-cursor.ts';
import { unusual } from './unusual-yaml.ts';
import {
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  isBreakOrBlank,
  isQuote,
  OPEN_LIST,
  OPEN_MAP,
} from './yaml-signs.ts';

/** A key longer than this is no key in YAML. */
const LONGEST_KEY = 1000;
/** Real documents stay far under it. What is deeper is for the library, which says where it is too deep. */
const DEEPEST = 32;

/** Reads scalars, and maps and lists in brackets. */
export class FlowScanner extends TextCursor {
  places = new PlaceTable(this.text, 0);
  /** Behind the last value, or the last key where it has none: where block collections around it end too. */
  ended = 0;
  depth = 0;
  readonly #firstKeys = new Set<string>();

  flowValue(parent: number, keyStart: number, keyEnd: number): unknown {
    const sign = this.text.charCodeAt(this.at);
    if (sign === OPEN_LIST) return this.flowList(parent, keyStart, keyEnd);
    if (sign === OPEN_MAP) return this.flowMap(parent, keyStart, keyEnd);
    const start = this.at;
    const end = this.scalarEnd(true);
    if (this.text.charCodeAt(this.at) === COLON) unusual();
    return this.scalar(start, end, keyStart, keyEnd);
  }

  flowList(parent: number, keyStart: number, keyEnd: number): unknown {
    this.deeper();
    const place = this.places.open(LIST, keyStart, keyEnd, this.at);
    this.at += 1;
    const isEmpty = this.closes(CLOSE_LIST, parent);
    // A list of one, by far the most frequent: one that grows has room for a dozen more.
    const items = isEmpty ? [] : [this.flowItem(parent)];
    while (!isEmpty && !this.closes(CLOSE_LIST, parent)) items.push(this.flowItem(parent));
    this.places.close(place, this.at);
    this.depth -= 1;
    return items;
  }

  flowItem(parent: number): unknown {
    const item = this.flowValue(parent, -1, -1);
    this.separate(CLOSE_LIST, parent);
    return item;
  }

  flowMap(parent: number, keyStart: number, keyEnd: number): unknown {
    this.deeper();
    const place = this.places.open(MAP, keyStart, keyEnd, this.at);
    let map: NameMap | null = null;
    this.at += 1;
    while (!this.closes(CLOSE_MAP, parent)) {
      const start = this.at;
      const stop = this.scalarEnd(true);
      if (this.text.charCodeAt(this.at) !== COLON) unusual();
      const key = this.key(start, stop);
      if (map === null) map = this.mapOf(key);
      else if (map[key] !== undefined) unusual();
      this.at += 1;
      if (!isBreakOrBlank(this.text.charCodeAt(this.at))) unusual();
      this.toFlowContent(parent);
      const sign = this.text.charCodeAt(this.at);
      const written = sign !== COMMA && sign !== CLOSE_MAP;
      map[key] = written ? this.flowValue(parent, start, stop) : this.nothing(start, stop);
      this.separate(CLOSE_MAP, parent);
    }
    this.places.close(place, this.at);
    this.depth -= 1;
    return map ?? new NameMap();
  }

  /** A map whose first key this is. */
  mapOf(firstKey: string): NameMap {
    if (this.#firstKeys.has(firstKey)) return new NameMap();
    this.#firstKeys.add(firstKey);
    return tableOfNames();
  }

  /** Whether the bracket closes here; past it then. */
  closes(sign: number, parent: number): boolean {
    this.toFlowContent(parent);
    if (this.text.charCodeAt(this.at) !== sign) return false;
    this.at += 1;
    return true;
  }

  /** Past the comma behind a value, or to the bracket that closes. */
  separate(closing: number, parent: number): void {
    const { at, line } = this;
    this.toFlowContent(parent);
    // Behind a value of a map the library takes no comment that begins its line.
    if (closing === CLOSE_MAP && this.line !== line && this.text.slice(at, this.at).includes('\n#'))
      unusual();
    const sign = this.text.charCodeAt(this.at);
    if (sign === COMMA) this.at += 1;
    else if (sign !== closing) unusual();
  }

  /** To what comes next in brackets; on another line it stands right of what the brackets belong to. */
  toFlowContent(parent: number): void {
    const line = this.line;
    this.toContent();
    if (this.line !== line && this.column() <= parent) unusual();
    if (this.isMarker()) unusual();
  }

  deeper(): void {
    this.depth += 1;
    if (this.depth > DEEPEST) unusual();
  }

  key(start: number, end: number): string {
    if (end - start > LONGEST_KEY) unusual();
    const typed = this.text.slice(start, end);
    if (isQuote(typed.charCodeAt(0))) return quotedScalar(typed);
    return typed === '<<' ? unusual() : typed;
  }

  scalar(start: number, end: number, keyStart: number, keyEnd: number): unknown {
    const typed = this.text.slice(start, end);
    this.places.close(this.places.open(SCALAR, keyStart, keyEnd, start), end);
    return isQuote(typed.charCodeAt(0)) ? quotedScalar(typed) : plainScalar(typed);
  }

  /** A key without a value. */
  nothing(keyStart: number, keyEnd: number): null {
    this.places.close(this.places.open(SCALAR, keyStart, keyEnd, keyEnd), keyEnd);
    this.ended = keyEnd;
    return null;
  }
}
