import { known } from '../known.ts';
import { LineIndex } from '../line-index.ts';
import { type FileOrigin, type Origin, type Span, spanOf } from '../origin.ts';
import { type DocumentPath, isPlainMap, type SourceDocument, type SourceNode } from '../source-document.ts';
import { BLOCK_TEXT, LIST, MAP, type PlaceTable, SCALAR } from './place-table.ts';

/** The place of the whole document. */
const ROOT = 0;

/** One document: its value, and the place of each key and value in it; the root's place is 0. */
export interface ScannedYaml {
  readonly value: unknown;
  readonly places: PlaceTable;
}

/** The text of a file that was scanned. Its lines are counted when the first place is asked for. */
export class ScannedText {
  readonly file: string;
  readonly #text: string;
  #lines: LineIndex | null = null;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
  }

  slice(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  origin(start: number, end: number): FileOrigin {
    this.#lines ??= new LineIndex(this.#text, this.file);
    return this.#lines.origin(start, end);
  }
}

/** What was scanned, as the rest of the program knows a document. */
export class ScannedDocument implements SourceDocument {
  readonly file: string;
  readonly value: unknown;
  readonly places: PlaceTable;
  readonly #source: ScannedText;

  constructor(source: ScannedText, scanned: ScannedYaml) {
    this.file = source.file;
    this.value = scanned.value;
    this.places = scanned.places;
    this.#source = source;
  }

  readonly root = (): SourceNode => new ScannedNode(this, ROOT, this.value, null);

  readonly valueSpan = (documentPath: DocumentPath): Span =>
    spanOf(this.valueOriginOf(this.#find(documentPath).place));

  readonly keySpan = (documentPath: DocumentPath): Span =>
    spanOf(this.keyOriginOf(this.#find(documentPath).place));

  readonly typed = (documentPath: DocumentPath): string | null => {
    const { place, steps } = this.#find(documentPath);
    if (steps < documentPath.length) return null;
    if (this.places.kind(place) === BLOCK_TEXT) return this.#textAt(documentPath);
    return this.typedOf(place);
  };

  readonly written = (documentPath: DocumentPath): string => this.writtenAt(this.#find(documentPath).place);

  /** Null for what is no scalar, and for text in several lines. */
  typedOf(place: number): string | null {
    return this.places.kind(place) === SCALAR ? this.places.typed(place) : null;
  }

  /** `key:` with nothing after it has a value of no width; the key is the better place to point at. */
  valueOriginOf(place: number): FileOrigin {
    const { places } = this;
    const empty = places.start(place) === places.end(place);
    if (empty && places.keyStart(place) !== -1) return this.keyOriginOf(place);
    return this.#source.origin(places.start(place), places.end(place));
  }

  writtenAt(place: number): string {
    return this.#source.slice(this.places.start(place), this.places.end(place));
  }

  /** A whole document is no place to point at; its first character is. */
  keyOriginOf(place: number): FileOrigin {
    const { places } = this;
    if (place === ROOT) return this.#source.origin(places.start(ROOT), places.start(ROOT));
    if (places.keyStart(place) === -1) return this.valueOriginOf(place);
    return this.#source.origin(places.keyStart(place), places.keyEnd(place));
  }

  /** The place at the path, or the last on the way to it. */
  #find(documentPath: DocumentPath): { readonly place: number; readonly steps: number } {
    let place = ROOT;
    let steps = 0;
    for (const part of documentPath) {
      const next = this.#child(place, part);
      if (next === null) break;
      place = next;
      steps += 1;
    }
    return { place, steps };
  }

  #child(place: number, part: string | number): number | null {
    const { places } = this;
    if (places.kind(place) === MAP) return places.entry(place, String(part));
    return places.kind(place) === LIST ? places.item(place, Number(part)) : null;
  }

  #textAt(documentPath: DocumentPath): string {
    const text = documentPath.reduce((value, part) => (value as Record<string, unknown>)[part], this.value);
    return String(text);
  }
}

/** A value of it, that knows its place. */
class ScannedNode implements SourceNode {
  readonly value: unknown;
  readonly key: string | number | null;
  readonly #document: ScannedDocument;
  readonly #place: number;

  constructor(document: ScannedDocument, place: number, value: unknown, key: string | number | null) {
    this.#document = document;
    this.#place = place;
    this.value = value;
    this.key = key;
  }

  origin(): Origin {
    return this.#document.valueOriginOf(this.#place);
  }

  keyOrigin(): Origin {
    return this.#document.keyOriginOf(this.#place);
  }

  typed(): string | null {
    const typed = this.#document.typedOf(this.#place);
    // Text in several lines is as it is meant.
    return typed === null && typeof this.value === 'string' ? this.value : typed;
  }

  written(): string {
    return this.#document.writtenAt(this.#place);
  }

  child(key: string | number): SourceNode {
    const { places } = this.#document;
    const list = Array.isArray(this.value);
    const place = list ? places.item(this.#place, Number(key)) : places.entry(this.#place, String(key));
    return this.#at(known(place, 'the place of a key'), key);
  }

  children(): readonly SourceNode[] {
    const { places } = this.#document;
    // Each place follows from the one before, so no list of them is made: nearly all lists are of one.
    let next = this.#place + 1;
    const step = (): number => {
      const place = next;
      next = places.after(place);
      return place;
    };
    if (Array.isArray(this.value)) return this.value.map((_, index) => this.#at(step(), index));
    if (!isPlainMap(this.value)) return [];
    // The order of an object's keys is that in which they are written, but for keys that look like numbers.
    return Object.keys(this.value).map((key) => {
      const place = step();
      return places.hasKey(place, key) ? this.#at(place, key) : this.child(key);
    });
  }

  #at(place: number, key: string | number): ScannedNode {
    const held = (this.value as Record<string | number, unknown>)[key];
    return new ScannedNode(this.#document, place, held, key);
  }
}
