import { known } from '../known.ts';

/** What stands at a place. */
export const [SCALAR, MAP, LIST, BLOCK_TEXT] = [0, 1, 2, 3] as const;

/** Columns of one place: its key (-1: none), its value, and the place after all that is in it, with the kind. */
const WIDTH = 5;
const [KEY_START, KEY_END, START, END, NEXT] = [0, 1, 2, 3, 4] as const;

/** Beyond so many entries, looking for one takes an index. */
const FEW = 16;

/**
 * The offsets of every key and value of one document, in the order written: numbers in one array, and no object for each.
 * A collection is followed by its entries.
 */
export class PlaceTable {
  #rows = new Int32Array(64 * WIDTH);
  #count = 0;
  readonly #keyed = new Map<number, ReadonlyMap<string, number>>();
  readonly #listed = new Map<number, Int32Array>();

  /** The place of a value whose end is not known yet. */
  open(kind: number, keyStart: number, keyEnd: number, start: number): number {
    const place = this.#count;
    this.#count += 1;
    const at = place * WIDTH;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[at + KEY_START] = keyStart;
    rows[at + KEY_END] = keyEnd;
    rows[at + START] = start;
    rows[at + NEXT] = kind;
    return place;
  }

  /** The value ends at an offset, and whatever was opened since its place stands in it. */
  close(place: number, end: number): void {
    const at = place * WIDTH;
    this.#rows[at + END] = end;
    this.#rows[at + NEXT] = this.#count * 4 + (this.#cell(place, NEXT) & 3);
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

  /** The place of the entry of a map; null when it has none of that name. `keyAt`: the text of the key at a place. */
  entry(map: number, key: string, keyAt: (place: number) => string): number | null {
    const index = this.#keyed.get(map);
    if (index !== undefined) return index.get(key) ?? null;
    let seen = 0;
    for (let place = map + 1; place < this.#next(map); place = this.#next(place)) {
      if (keyAt(place) === key) return place;
      seen += 1;
      if (seen > FEW) return this.#index(map, keyAt).get(key) ?? null;
    }
    return null;
  }

  /** The place of an item of a list; null behind its end. */
  item(list: number, index: number): number | null {
    const places = this.#listed.get(list) ?? this.#list(list);
    return places[index] ?? null;
  }

  #index(map: number, keyAt: (place: number) => string): ReadonlyMap<string, number> {
    const index = new Map<string, number>();
    for (let place = map + 1; place < this.#next(map); place = this.#next(place)) {
      index.set(keyAt(place), place);
    }
    this.#keyed.set(map, index);
    return index;
  }

  #list(list: number): Int32Array {
    const places: number[] = [];
    for (let place = list + 1; place < this.#next(list); place = this.#next(place)) places.push(place);
    const listed = Int32Array.from(places);
    if (places.length > FEW) this.#listed.set(list, listed);
    return listed;
  }

  #next(place: number): number {
    return this.#cell(place, NEXT) >>> 2;
  }

  #cell(place: number, column: number): number {
    return known(this.#rows[place * WIDTH + column], 'a place of the document');
  }

  #grow(): void {
    const larger = new Int32Array(this.#rows.length * 2);
    larger.set(this.#rows);
    this.#rows = larger;
  }
}
