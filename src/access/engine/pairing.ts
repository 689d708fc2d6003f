import { known } from '../../source/known.ts';
import { identity, intAt } from './ints.ts';

/** Two numberings of named things side by side: for each name, in byte order, its number on each side, -1 for none. */
export interface Pairing {
  readonly names: readonly string[];
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Of a number on a side its place in `names`. */
  readonly ofBefore: Int32Array;
  readonly ofAfter: Int32Array;
}

export function pairUp(before: readonly string[], after: readonly string[]): Pairing {
  const isSame = before.length === after.length && before.every((name, at) => name === after[at]);
  if (isSame && isSorted(before)) {
    const same = identity(before.length);
    return { names: before, before: same, after: same, ofBefore: same, ofAfter: same };
  }
  const names = [...new Set([...before, ...after])].sort();
  const places = new Map(names.map((name, place) => [name, place]));
  const placesOf = (side: readonly string[]): Int32Array =>
    Int32Array.from(side, (name) => known(places.get(name), 'a name of one of the sides'));
  const numbersOf = (side: Int32Array): Int32Array => {
    const numbers = new Int32Array(names.length).fill(-1);
    side.forEach((place, number) => {
      numbers[place] = number;
    });
    return numbers;
  };
  const ofBefore = placesOf(before);
  const ofAfter = isSame ? ofBefore : placesOf(after);
  const numbers = numbersOf(ofBefore);
  return { names, before: numbers, after: isSame ? numbers : numbersOf(ofAfter), ofBefore, ofAfter };
}

/** Whether both sides have the same names by the same numbers. */
export function isPairedAlike({ before, after }: Pairing): boolean {
  return before === after;
}

function isSorted(names: readonly string[]): boolean {
  for (let at = 1; at < names.length; at += 1) {
    const [one, next] = [names[at - 1], names[at]];
    if (one === undefined || next === undefined || one >= next) return false;
  }
  return true;
}

/** The place of a number of a side; -1 stays -1. */
export function placeOn(side: Int32Array, number: number): number {
  return number < 0 ? -1 : intAt(side, number);
}
