import { intAt } from './ints.ts';

/** The kind of who is given nothing. */
export const NO_KIND = 0;
/** In place of a level: not a gift follows, but all that another kind is given. */
export const ALL_OF = -1;

/**
 * Whoever is given the same along a chain of scopes is of one kind, by number. A kind is a kind and one gift more, so what
 * many have in common is looked up and not compared. The kinds made last can be forgotten.
 */
export class KindTable {
  /** Four for each kind: which kind it adds to, the level and the gift that it adds, and where it stands in `places`. */
  private made = new Int32Array(WIDTH * 64);
  private count = 1;
  /** Open addressing: the number of a kind, or 0 for a free place. */
  private places = new Int32Array(128);

  /** The number that the next kind gets. */
  get length(): number {
    return this.count;
  }

  /** The kind of who is given what a kind is given, and one gift more on a level (or `ALL_OF` another kind). */
  with(kind: number, level: number, gift: number): number {
    const { made, places } = this;
    const mask = places.length - 1;
    let place = hashOf(kind, level, gift) & mask;
    for (let found = intAt(places, place); found > 0; found = intAt(places, place)) {
      const at = found * WIDTH;
      if (made[at] === kind && made[at + 1] === level && made[at + 2] === gift) return found;
      place = (place + 1) & mask;
    }
    return this.add(kind, level, gift, place);
  }

  /** What a kind adds to, and what it adds. */
  baseOf(kind: number): number {
    return intAt(this.made, kind * WIDTH);
  }

  levelOf(kind: number): number {
    return intAt(this.made, kind * WIDTH + 1);
  }

  giftOf(kind: number): number {
    return intAt(this.made, kind * WIDTH + 2);
  }

  /** Forgets the kinds from a number on. They are the last that were made, so nobody was put further on because of them. */
  cutTo(length: number): void {
    while (this.count > length) {
      this.count -= 1;
      this.places[intAt(this.made, this.count * WIDTH + 3)] = 0;
    }
  }

  private add(kind: number, level: number, gift: number, place: number): number {
    const number = this.count;
    this.count += 1;
    if (this.count * WIDTH > this.made.length) this.grow();
    const at = number * WIDTH;
    this.made[at] = kind;
    this.made[at + 1] = level;
    this.made[at + 2] = gift;
    this.made[at + 3] = place;
    this.places[place] = number;
    if (this.count * 2 > this.places.length) this.spread();
    return number;
  }

  private grow(): void {
    const grown = new Int32Array(this.made.length * 2);
    grown.set(this.made);
    this.made = grown;
  }

  /** In the order in which they were made, so that the last can still be forgotten. */
  private spread(): void {
    const { made } = this;
    const places = new Int32Array(this.places.length * 4);
    const mask = places.length - 1;
    for (let number = 1; number < this.count; number += 1) {
      const at = number * WIDTH;
      let place = hashOf(intAt(made, at), intAt(made, at + 1), intAt(made, at + 2)) & mask;
      while (intAt(places, place) > 0) place = (place + 1) & mask;
      places[place] = number;
      made[at + 3] = place;
    }
    this.places = places;
  }
}

const WIDTH = 4;

function hashOf(kind: number, level: number, gift: number): number {
  const mixed = Math.imul(kind ^ Math.imul(gift ^ (level << 24), 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
