import { memoize } from '../../source/memoize.ts';
import { type BitSet, emptyBits, wordAt } from '../bit-set.ts';
import { WordTable } from '../word-table.ts';

/**
 * A flow is what comes to a scope from the one above. As words: what the kind of the scope may let through; then, on
 * platforms with such words, what holds whatever kinds lie between, and what is taken away. Equal flows have one number.
 */
export interface Flows {
  number(words: BitSet, offset: number): number;
  /** The set of permissions that somebody holds on a scope on which they are given nothing, and which lets all through. */
  open(flow: number): number;
  /** The same where the scope lets nothing through. */
  shut(flow: number): number;
}

/** Numbers of sets of permissions. */
interface SetNumbers {
  number(words: BitSet, offset: number): number;
}

/** Where nothing is taken away, and nothing passes by the kinds: a flow is a set of permissions. */
export function plainFlows(sets: SetNumbers, words: number): Flows {
  const empty = memoize((_: 'empty') => sets.number(emptyBits(words), 0));
  return {
    number: (flow, offset) => sets.number(flow, offset),
    open: (flow) => flow,
    shut: () => empty('empty'),
  };
}

export function flowsOf(sets: SetNumbers, words: number): Flows {
  const table = new WordTable(3 * words);
  const left = (flow: number, isOpen: boolean): number => {
    const at = flow * table.length;
    const held = emptyBits(words);
    for (let word = 0; word < words; word += 1) {
      const through = isOpen ? wordAt(table.words, at + word) : 0;
      const beyond = wordAt(table.words, at + words + word);
      held[word] = (through | beyond) & ~wordAt(table.words, at + 2 * words + word);
    }
    return sets.number(held, 0);
  };
  return {
    number: (flow, offset) => table.number(flow, offset),
    open: memoize((flow: number) => left(flow, true)),
    shut: memoize((flow: number) => left(flow, false)),
  };
}
