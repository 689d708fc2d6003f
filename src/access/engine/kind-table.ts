import { IntList, intAt } from './ints.ts';

/** Every distinct list of numbers once, by number, until it is cleared. Lists are told number by number. */
export class KindTable {
  private readonly words = new IntList();
  /** Of each list where it ends. */
  private readonly ends = new IntList();
  /** Open addressing: number + 1, or 0 for a free place. */
  private places = new Int32Array(64);
  private hash = FIRST_HASH;
  private first = 0;

  clear(): void {
    this.words.clear();
    this.ends.clear();
    this.places.fill(0);
  }

  /** A new list; one that was begun and not asked about is forgotten. */
  begin(): void {
    this.first = this.ends.length === 0 ? 0 : this.ends.at(this.ends.length - 1);
    this.words.cutTo(this.first);
    this.hash = FIRST_HASH;
  }

  push(word: number): void {
    this.words.push(word);
    // FNV-1a over whole words, as in `WordTable`.
    this.hash = Math.imul(this.hash ^ word, 0x01000193);
    this.hash ^= this.hash >>> 15;
  }

  /** The number of the list that was told. */
  number(): number {
    const mask = this.places.length - 1;
    let place = this.hash & mask;
    for (let found = intAt(this.places, place); found > 0; found = intAt(this.places, place)) {
      if (this.isSame(found - 1)) return found - 1;
      place = (place + 1) & mask;
    }
    this.ends.push(this.words.length);
    this.places[place] = this.ends.length;
    if (this.ends.length * 2 > this.places.length) this.spread();
    return this.ends.length - 1;
  }

  private isSame(list: number): boolean {
    const start = this.startOf(list);
    const length = this.words.length - this.first;
    if (this.ends.at(list) - start !== length) return false;
    for (let at = 0; at < length; at += 1)
      if (this.words.at(start + at) !== this.words.at(this.first + at)) return false;
    return true;
  }

  private startOf(list: number): number {
    return list === 0 ? 0 : this.ends.at(list - 1);
  }

  private spread(): void {
    this.places = new Int32Array(this.places.length * 4);
    const mask = this.places.length - 1;
    for (let list = 0; list < this.ends.length; list += 1) {
      let hash = FIRST_HASH;
      for (let at = this.startOf(list); at < this.ends.at(list); at += 1) {
        hash = Math.imul(hash ^ this.words.at(at), 0x01000193);
        hash ^= hash >>> 15;
      }
      let place = hash & mask;
      while (intAt(this.places, place) > 0) place = (place + 1) & mask;
      this.places[place] = list + 1;
    }
  }
}

const FIRST_HASH = 0x811c9dc5 | 0;
