import { type BitSet, wordAt } from './bit-set.ts';

/** Every distinct run of words once, by number. All are of one length and stand in one array, one after the other. */
export class WordTable {
  readonly length: number;
  private held: Uint32Array;
  private count = 0;
  /** Open addressing: number + 1, or 0 for a free place. */
  private places = new Int32Array(64);

  constructor(length: number) {
    this.length = length;
    this.held = new Uint32Array(length * 16);
  }

  /** The words of all runs: that of a number begins at the number times `length`. Good until the table grows. */
  get words(): BitSet {
    return this.held;
  }

  /** The number of the run whose words begin at `offset`. */
  number(words: BitSet, offset: number): number {
    let place = this.placeOf(words, offset);
    for (;;) {
      const found = this.places[place];
      if (found === undefined || found === 0) break;
      if (this.same(found - 1, words, offset)) return found - 1;
      place = (place + 1) & (this.places.length - 1);
    }
    return this.add(words, offset);
  }

  private add(words: BitSet, offset: number): number {
    const number = this.count;
    const at = number * this.length;
    if (at + this.length > this.held.length) {
      const grown = new Uint32Array(this.held.length * 2);
      grown.set(this.held);
      this.held = grown;
    }
    for (let word = 0; word < this.length; word += 1) this.held[at + word] = wordAt(words, offset + word);
    this.count += 1;
    if (this.count * 2 > this.places.length) this.spread();
    else this.occupy(number);
    return number;
  }

  private spread(): void {
    this.places = new Int32Array(this.places.length * 2);
    for (let number = 0; number < this.count; number += 1) this.occupy(number);
  }

  private occupy(number: number): void {
    let place = this.placeOf(this.held, number * this.length);
    while (this.places[place] !== 0) place = (place + 1) & (this.places.length - 1);
    this.places[place] = number + 1;
  }

  /** FNV-1a over whole words: collisions only cost a comparison. */
  private placeOf(words: BitSet, offset: number): number {
    let hash = 0x811c9dc5;
    for (let word = offset; word < offset + this.length; word += 1) {
      hash = Math.imul(hash ^ wordAt(words, word), 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash & (this.places.length - 1);
  }

  private same(number: number, words: BitSet, offset: number): boolean {
    const at = number * this.length;
    for (let word = 0; word < this.length; word += 1) {
      if (this.held[at + word] !== words[offset + word]) return false;
    }
    return true;
  }
}
