/** The machine's clock, which may be put ahead and never back, or one that stands still until it is. */
export class GithubClock {
  readonly #base: () => number;
  #ahead = 0;

  constructor(base: () => number = Date.now) {
    this.#base = base;
  }

  now(): number {
    return this.#base() + this.#ahead * 1000;
  }

  get aheadSeconds(): number {
    return this.#ahead;
  }

  /** Puts it so far ahead of its base, or says why not. */
  putAhead(seconds: number): string | undefined {
    if (!Number.isFinite(seconds) || seconds < this.#ahead)
      return `it is ${this.#ahead} seconds ahead already`;
    this.#ahead = seconds;
    return undefined;
  }

  advance(seconds: number): void {
    const why = this.putAhead(this.#ahead + seconds);
    if (why !== undefined) throw new Error(why);
  }
}
