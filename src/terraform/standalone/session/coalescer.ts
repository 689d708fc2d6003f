/** Work that many wait for: who asks while it runs shares the next one, which begins after they have asked. */
export class Coalescer<T> {
  readonly #work: () => Promise<T>;
  #running: Promise<T> | null = null;
  #next: Promise<T> | null = null;

  constructor(work: () => Promise<T>) {
    this.#work = work;
  }

  /** What comes of work that begins after now. */
  next(): Promise<T> {
    if (this.#running === null) return this.#begin();
    const begin = (): Promise<T> => {
      this.#next = null;
      return this.#begin();
    };
    this.#next ??= this.#running.then(begin, begin);
    return this.#next;
  }

  #begin(): Promise<T> {
    const work = this.#work().finally(() => {
      if (this.#running === work) this.#running = null;
    });
    this.#running = work;
    return work;
  }
}
