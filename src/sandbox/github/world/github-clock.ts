/** The machine's clock, which a test may put ahead, or one that stands still until it is. */
export class GithubClock {
  readonly #base: () => number;
  #ahead = 0;

  constructor(base: () => number = Date.now) {
    this.#base = base;
  }

  now(): number {
    return this.#base() + this.#ahead;
  }

  advance(seconds: number): void {
    if (!(seconds >= 0)) throw new Error('a clock goes forward only');
    this.#ahead += seconds * 1000;
  }
}
