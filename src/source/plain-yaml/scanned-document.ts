import { LineIndex } from '../line-index.ts';
import type { Span } from '../origin.ts';
import type { DocumentPath, SourceDocument } from '../source-document.ts';
import { BLOCK_TEXT, LIST, MAP, type PlaceTable, SCALAR } from './place-table.ts';
import { quotedScalar } from './plain-scalar.ts';

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
  readonly text: string;
  #lines: LineIndex | null = null;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  span(start: number, end: number): Span {
    this.#lines ??= new LineIndex(this.text, this.file);
    return this.#lines.span(start, end);
  }
}

/** What was scanned, as the rest of the program knows a document. */
export class ScannedDocument implements SourceDocument {
  readonly file: string;
  readonly value: unknown;
  readonly #source: ScannedText;
  readonly #places: PlaceTable;

  constructor(source: ScannedText, scanned: ScannedYaml) {
    this.file = source.file;
    this.value = scanned.value;
    this.#source = source;
    this.#places = scanned.places;
  }

  readonly valueSpan = (documentPath: DocumentPath): Span => {
    const places = this.#places;
    const { place } = this.#find(documentPath);
    const empty = places.start(place) === places.end(place);
    return empty && places.keyStart(place) !== -1 ? this.#keySpan(place) : this.#valueSpan(place);
  };

  readonly keySpan = (documentPath: DocumentPath): Span => {
    const places = this.#places;
    const { place } = this.#find(documentPath);
    if (place === ROOT) return this.#source.span(places.start(ROOT), places.start(ROOT));
    return places.keyStart(place) === -1 ? this.#valueSpan(place) : this.#keySpan(place);
  };

  readonly typed = (documentPath: DocumentPath): string | null => {
    const places = this.#places;
    const { place, steps } = this.#find(documentPath);
    if (steps < documentPath.length) return null;
    if (places.kind(place) === BLOCK_TEXT) return this.#textAt(documentPath);
    if (places.kind(place) !== SCALAR) return null;
    return this.#scalar(places.start(place), places.end(place));
  };

  #textAt(documentPath: DocumentPath): string {
    const text = documentPath.reduce((value, part) => (value as Record<string, unknown>)[part], this.value);
    return String(text);
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
    const places = this.#places;
    if (places.kind(place) === MAP) return places.entry(place, String(part), this.#keyAt);
    return places.kind(place) === LIST ? places.item(place, Number(part)) : null;
  }

  readonly #keyAt = (place: number): string => {
    const places = this.#places;
    return this.#scalar(places.keyStart(place), places.keyEnd(place));
  };

  #scalar(start: number, end: number): string {
    const typed = this.#source.text.slice(start, end);
    return typed.startsWith('"') || typed.startsWith("'") ? quotedScalar(typed) : typed;
  }

  #valueSpan(place: number): Span {
    const places = this.#places;
    return this.#source.span(places.start(place), places.end(place));
  }

  #keySpan(place: number): Span {
    const places = this.#places;
    return this.#source.span(places.keyStart(place), places.keyEnd(place));
  }
}
