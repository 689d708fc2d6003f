/** The sizes of the synthetic company. `huge` is for memory only: nobody writes it as YAML. */
export const SIZES = {
  small: { members: 1000, groups: 200, scopes: 200, assignments: 2000 },
  medium: { members: 10_000, groups: 1000, scopes: 2000, assignments: 20_000 },
  large: { members: 100_000, groups: 10_000, scopes: 10_000, assignments: 200_000 },
  huge: { members: 1_000_000, groups: 50_000, scopes: 50_000, assignments: 2_000_000 },
};

/** A source of numbers that gives the same company for the same seed, on every machine. */
export function numbersFrom(seed) {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    unit,
    below: (limit) => Math.floor(unit() * limit),
    /** Below the limit, small numbers far more often: what is skewed in a company is skewed so. */
    skewed: (limit) => Math.floor(unit() ** 2 * limit),
  };
}
