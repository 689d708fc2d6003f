/** A list of a report that is made while it is written: of a great change nobody holds it. */
export class JsonList<T> implements Iterable<T> {
  readonly #make: () => Iterable<T>;

  constructor(make: () => Iterable<T>) {
    this.#make = make;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#make()[Symbol.iterator]();
  }

  toJSON(): readonly T[] {
    return [...this];
  }
}
