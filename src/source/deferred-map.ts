/** A map whose values are made when somebody first asks for them: most of them nobody does. */
export class DeferredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #makers: ReadonlyMap<K, () => V>;
  readonly #made = new Map<K, V>();

  constructor(makers: ReadonlyMap<K, () => V>) {
    this.#makers = makers;
  }

  get size(): number {
    return this.#makers.size;
  }

  has(key: K): boolean {
    return this.#makers.has(key);
  }

  get(key: K): V | undefined {
    const make = this.#makers.get(key);
    if (make !== undefined && !this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key);
  }

  keys(): MapIterator<K> {
    return this.#makers.keys();
  }

  values(): MapIterator<V> {
    return this.#all().values();
  }

  entries(): MapIterator<[K, V]> {
    return this.#all().entries();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  #all(): Map<K, V> {
    const all = new Map<K, V>();
    for (const [key, make] of this.#makers) {
      const value = this.#made.has(key) ? this.#made.get(key) : undefined;
      all.set(key, value ?? make());
    }
    return all;
  }
}
