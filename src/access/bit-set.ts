import { ImpossibleState } from '../source/known.ts';

/**
 * Sets of small numbers as machine words. One catalogue has the same number of words everywhere, so sets of
 * permissions are united and cut by a handful of word operations, whatever they hold.
 */
export type BitSet = Uint32Array;

export function wordsFor(size: number): number {
  return (size + 31) >>> 5;
}

export function emptyBits(words: number): BitSet {
  return new Uint32Array(words);
}

export function bitsOf(positions: Iterable<number>, words: number): BitSet {
  const bitSet = emptyBits(words);
  for (const position of positions) addBit(bitSet, position);
  return bitSet;
}

export function addBit(bitSet: BitSet, position: number): void {
  addToWord(bitSet, position >>> 5, 1 << (position & 31));
}

export function hasBit(bitSet: BitSet, position: number): boolean {
  return (wordAt(bitSet, position >>> 5) & (1 << (position & 31))) !== 0;
}

/** Adds `source` to the words of `target` that begin at `offset`: many sets live in one array. */
export function unite(target: BitSet, offset: number, source: BitSet): void {
  for (let word = 0; word < source.length; word += 1) {
    addToWord(target, offset + word, wordAt(source, word));
  }
}

export function isEmpty(bitSet: BitSet): boolean {
  return bitSet.every((word) => word === 0);
}

export function wordAt(bitSet: BitSet, word: number): number {
  const value = bitSet[word];
  return value === undefined ? outside() : value;
}

/** By itself, so that `wordAt` stays small enough to be compiled into whatever calls it. */
function outside(): never {
  throw new ImpossibleState('a word within a set of bits');
}

export function addToWord(bitSet: BitSet, word: number, bits: number): void {
  bitSet[word] = wordAt(bitSet, word) | bits;
}

/** The positions held, ascending. */
export function positionsOf(bitSet: BitSet): readonly number[] {
  const positions: number[] = [];
  bitSet.forEach((word, index) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) {
      positions.push(index * 32 + 31 - Math.clz32(rest & -rest));
    }
  });
  return positions;
}
