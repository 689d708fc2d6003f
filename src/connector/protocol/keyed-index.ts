/** Live objects of one type, found by natural key (`acme/qa`) and by the platform's id. */
export class KeyedIndex<T extends { readonly id: string }> {
  readonly #byKey = new Map<string, T>();
  readonly #keyOfId = new Map<string, string>();

  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  keyOf(id: string): string | undefined {
    return this.#keyOfId.get(id);
  }

  byId(id: string): T | undefined {
    const key = this.#keyOfId.get(id);
    return key === undefined ? undefined : this.#byKey.get(key);
  }

  /** Enters the object, in place of the one of the same key. */
  set(key: string, object: T): void {
    const before = this.#byKey.get(key);
    if (before !== undefined) this.#keyOfId.delete(before.id);
    this.#byKey.set(key, object);
    this.#keyOfId.set(object.id, key);
  }

  /** Enters the object, unless there is one of the same key: then that one. */
  enter(key: string, object: T): T | undefined {
    const before = this.#byKey.get(key);
    if (before !== undefined) return before;
    this.#byKey.set(key, object);
    this.#keyOfId.set(object.id, key);
    return undefined;
  }

  delete(key: string): void {
    const before = this.#byKey.get(key);
    if (before === undefined) return;
    this.#byKey.delete(key);
    this.#keyOfId.delete(before.id);
  }

  entries(): IterableIterator<[string, T]> {
    return this.#byKey.entries();
  }
}
