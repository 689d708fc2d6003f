/** Reads that found nothing of what was missed; after these, what is missing is a mistake and not a matter of time. */
const FRUITLESS_AT_MOST = 5;

/**
 * Other hands make things while terraform runs: another provider, a second alias of this one, a script. Whoever misses
 * something reads once more before saying so. Those who miss something at the same time share one read, which begins
 * after the last of them has missed it.
 */
export class Rereading {
  readonly #read: () => Promise<void>;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #fruitless = 0;

  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  /** Reads until nothing is missed or a read has shown that it is not there. */
  async whereMissed(missed: () => boolean): Promise<void> {
    if (!missed() || this.#fruitless >= FRUITLESS_AT_MOST) return;
    await this.#once();
    if (missed()) this.#fruitless += 1;
    else this.#fruitless = 0;
  }

  /** Reads, and begins after now. */
  anew(): Promise<void> {
    return this.#once();
  }

  #once(): Promise<void> {
    if (this.#running === null) return this.#begin();
    this.#next ??= this.#running.then(() => {
      this.#next = null;
      return this.#begin();
    });
    return this.#next;
  }

  #begin(): Promise<void> {
    const read = this.#read().finally(() => {
      if (this.#running === read) this.#running = null;
    });
    this.#running = read;
    return read;
  }
}
