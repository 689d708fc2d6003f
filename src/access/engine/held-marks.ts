import type { GiftLists } from './gift-lists.ts';
import { intAt, roomFor } from './ints.ts';

/** So many bits for each entry: about one in ten pairs that are not there is looked for in vain. */
const BITS_EACH = 8;

/**
 * Whether a subject is given anything on a scope, by one bit for each pair. Pairs may share a bit: a no is certain, a yes
 * means that it has to be looked up. Nearly all answers are no, and a list is searched in many steps that wait for each
 * other.
 */
export class HeldMarks {
  private readonly words: Int32Array;
  private readonly mask: number;

  constructor({ from, to, scopes }: GiftLists) {
    let entries = 0;
    for (let subject = 0; subject < from.length; subject += 1)
      entries += intAt(to, subject) - intAt(from, subject);
    let bits = 32;
    while (bits < entries * BITS_EACH && bits < MOST_BITS) bits *= 2;
    this.words = roomFor(bits / 32);
    this.mask = bits - 1;
    for (let subject = 0; subject < from.length; subject += 1) {
      const end = intAt(to, subject);
      for (let at = intAt(from, subject); at < end; at += 1) this.mark(subject, intAt(scopes, at));
    }
  }

  mayHold(subject: number, scope: number): boolean {
    const bit = placeOf(subject, scope) & this.mask;
    return (intAt(this.words, bit >>> 5) & (1 << (bit & 31))) !== 0;
  }

  private mark(subject: number, scope: number): void {
    const bit = placeOf(subject, scope) & this.mask;
    this.words[bit >>> 5] = intAt(this.words, bit >>> 5) | (1 << (bit & 31));
  }
}

/** 128 MB. */
const MOST_BITS = 2 ** 30;

function placeOf(subject: number, scope: number): number {
  const mixed = Math.imul(subject ^ Math.imul(scope, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
