import { quotedScalar } from './plain-scalar.ts';
import { isQuote } from './yaml-signs.ts';

/** What stands at a place. */
export const [SCALAR, MAP, LIST, BLOCK_TEXT] = [0, 1, 2, 3] as const;

/** Columns of one place: its key (-1: none), its value, and the place after all that is in it, with the kind; in bytes. */
const [KEY_START, KEY_END, START, END, NEXT, WIDTH] = [0, 4, 8, 12, 16, 20] as const;

/** Beyond so many entries, looking for one takes an index. */
const FEW = 16;

/**
 * The offsets of every key and value of one document, in the order written: numbers in one array, and no object for each.
 * A collection is followed by its entries.
 */
export class PlaceTable {
  readonly #text: string;
  // A view throws at a place that is not there.
  #rows: DataView;
  #count = 0;
  readonly #keyed = new Map<number, ReadonlyMap<string, number>>();
  readonly #listed = new Map<number, readonly number[]>();

  /** `length`: of what the document is read from. Nearly all have a place for each 16 signs, or fewer. */
  constructor(text: string, length: number) {
    this.#text = text;
    this.#rows = new DataView(new ArrayBuffer(Math.max(FEW, length >>> 4) * WIDTH));
  }

  /** The place of a value whose end is not known yet. */
  open(kind: number, keyStart: number, keyEnd: number, start: number): number {
    const place = this.#count;
    this.#count += 1;
    const at = place * WIDTH;
    if (at === this.#rows.byteLength) this.#grow();
    this.#rows.setInt32(at + KEY_START, keyStart);
    this.#rows.setInt32(at + KEY_END, keyEnd);
    this.#rows.setInt32(at + START, start);
    this.#rows.setInt32(at + NEXT, kind);
    return place;
  }

  /** The value ends at an offset, and whatever was opened since its place stands in it. */
  close(place: number, end: number): void {
    this.#rows.setInt32(place * WIDTH + END, end);
    this.#rows.setInt32(place * WIDTH + NEXT, this.#count * 4 + this.kind(place));
  }

  kind(place: number): number {
    return this.#cell(place, NEXT) & 3;
  }

  keyStart(place: number): number {
    return this.#cell(place, KEY_START);
  }

  keyEnd(place: number): number {
    return this.#cell(place, KEY_END);
  }

  start(place: number): number {
    return this.#cell(place, START);
  }

  end(place: number): number {
    return this.#cell(place, END);
  }

  /** The text of the key at a place, which has one. */
  key(place: number): string {
    return this.#scalar(this.keyStart(place), this.keyEnd(place));
  }

  /** The text at a place, which is a scalar's, as typed but without quotes. */
  typed(place: number): string {
    return this.#scalar(this.start(place), this.end(place));
  }

  /** The place after all that is in one: what comes next in the collection that it stands in, if anything does. */
  after(place: number): number {
    return this.#cell(place, NEXT) >>> 2;
  }

  /** The places of all entries of a map or items of a list. */
  inside(collection: number): readonly number[] {
    const places: number[] = [];
    const end = this.after(collection);
    for (let place = collection + 1; place < end; place = this.after(place)) places.push(place);
    return places;
  }

  /** The place of the entry of a map; null when it has none of that name. */
  entry(map: number, key: string): number | null {
    const index = this.#keyed.get(map);
    if (index !== undefined) return index.get(key) ?? null;
    const end = this.after(map);
    let seen = 0;
    for (let place = map + 1; place < end; place = this.after(place)) {
      if (this.hasKey(place, key)) return place;
      seen += 1;
      if (seen > FEW) return this.#index(map).get(key) ?? null;
    }
    return null;
  }

  /** The place of an item of a list; null behind its end. */
  item(list: number, index: number): number | null {
    const known = this.#listed.get(list);
    const places = known ?? this.inside(list);
    if (known === undefined && places.length > FEW) this.#listed.set(list, places);
    return places[index] ?? null;
  }

  /** Whether the text of the key at a place is this one; without making it. */
  hasKey(place: number, key: string): boolean {
    const start = this.keyStart(place);
    if (isQuote(this.#text.charCodeAt(start))) return this.key(place) === key;
    return this.keyEnd(place) - start === key.length && this.#text.startsWith(key, start);
  }

  #index(map: number): ReadonlyMap<string, number> {
    const index = new Map(this.inside(map).map((place) => [this.key(place), place]));
    this.#keyed.set(map, index);
    return index;
  }

  #scalar(start: number, end: number): string {
    const typed = this.#text.slice(start, end);
    return isQuote(typed.charCodeAt(0)) ? quotedScalar(typed) : typed;
  }

  #cell(place: number, column: number): number {
    return this.#rows.getInt32(place * WIDTH + column);
  }

  #grow(): void {
    const larger = new Uint8Array(this.#rows.byteLength * 2);
    larger.set(new Uint8Array(this.#rows.buffer));
    this.#rows = new DataView(larger.buffer);
  }
}
