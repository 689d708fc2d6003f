import { groupBy } from '../source/lists-by-key.ts';

/** Lists of one kind each: the kinds of which there are fewest first; of one kind, in the order given. */
export function fewestFirst<V, K>(values: readonly V[], kindOf: (value: V) => K): readonly (readonly V[])[] {
  return [...groupBy(values, kindOf).values()].sort((a, b) => a.length - b.length);
}
