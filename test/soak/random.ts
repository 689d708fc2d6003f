/** A stream of numbers that a seed determines: a run that failed is had again by its seed. */
export interface Random {
  /** From 0 to below `below`. */
  nat(below: number): number;
  /** With this chance of one. */
  chance(of: number): boolean;
  /** One of them; null of none. */
  pick<T>(list: readonly T[]): T | null;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const nat = (below: number): number => Math.floor(next() * below);
  return {
    nat,
    chance: (of) => next() < of,
    pick: (list) => (list.length === 0 ? null : (list[nat(list.length)] as (typeof list)[number])),
  };
}
