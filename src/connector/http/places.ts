/**
 * So many at a time; the others wait in the order in which they came. Not by `p-limit`: with it, of 125 MB of pages nearly all
 * stayed in memory until Node looked through all of it, and were moved meanwhile; with this none. Its queue links who waits to
 * who waits behind, which is the likely reason.
 */
export class Places {
  #most: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get most(): number {
    return this.#most;
  }

  /** Who has a place keeps it. */
  set most(most: number) {
    this.#most = most;
    this.#letIn();
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#most) this.#taken += 1;
    else await new Promise<void>((letIn) => this.#waiting.push(letIn));
    try {
      return await task();
    } finally {
      this.#taken -= 1;
      this.#letIn();
    }
  }

  #letIn(): void {
    while (this.#taken < this.#most) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#taken += 1;
      next();
    }
  }
}
