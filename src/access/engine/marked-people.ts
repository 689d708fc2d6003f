import { type IntList, intAt } from './ints.ts';

/**
 * Who is to be looked at, by number: each person once, and in order, whatever the order in which they are told. One bit
 * for each person stays where it is quickly read, and one for each word of those tells where any are.
 */
export class MarkedPeople {
  private readonly words: Int32Array;
  private readonly blocks: Int32Array;
  private isEmpty = true;

  constructor(count: number) {
    this.words = new Int32Array(Math.ceil(count / WIDTH));
    this.blocks = new Int32Array(Math.ceil(this.words.length / WIDTH));
  }

  mark(person: number): void {
    const word = person >>> SHIFT;
    const block = word >>> SHIFT;
    this.words[word] = intAt(this.words, word) | (1 << (person & MASK));
    this.blocks[block] = intAt(this.blocks, block) | (1 << (word & MASK));
    this.isEmpty = false;
  }

  /** Adds them to the end of `list`, ascending, and forgets them. */
  moveTo(list: IntList): void {
    if (this.isEmpty) return;
    const { words, blocks } = this;
    for (let block = 0; block < blocks.length; block += 1) {
      for (let marked = intAt(blocks, block); marked !== 0; marked &= marked - 1) {
        const word = block * WIDTH + lowestBit(marked);
        for (let bits = intAt(words, word); bits !== 0; bits &= bits - 1)
          list.push(word * WIDTH + lowestBit(bits));
        words[word] = 0;
      }
      blocks[block] = 0;
    }
    this.isEmpty = true;
  }
}

const WIDTH = 32;
const SHIFT = 5;
const MASK = WIDTH - 1;

function lowestBit(bits: number): number {
  return WIDTH - 1 - Math.clz32(bits & -bits);
}
