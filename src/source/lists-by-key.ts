/** Of each key everything that has it, in order. Of a key that nothing has, the list is empty: that is no special case. */
export interface ReadonlyListsByKey<K, V> extends Iterable<readonly [K, readonly V[]]> {
  readonly size: number;
  get(key: K): readonly V[];
  has(key: K): boolean;
  keys(): Iterable<K>;
  values(): Iterable<readonly V[]>;
}

export class ListsByKey<K, V> implements ReadonlyListsByKey<K, V> {
  readonly #lists = new Map<K, V[]>();

  static from<K, V>(entries: Iterable<readonly [K, V]>): ListsByKey<K, V> {
    const lists = new ListsByKey<K, V>();
    for (const [key, value] of entries) lists.add(key, value);
    return lists;
  }

  add(key: K, value: V): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, [value]);
    else list.push(value);
  }

  get size(): number {
    return this.#lists.size;
  }

  get(key: K): readonly V[] {
    return this.#lists.get(key) ?? NONE;
  }

  has(key: K): boolean {
    return this.#lists.has(key);
  }

  keys(): Iterable<K> {
    return this.#lists.keys();
  }

  values(): Iterable<readonly V[]> {
    return this.#lists.values();
  }

  [Symbol.iterator](): Iterator<readonly [K, readonly V[]]> {
    return this.#lists.entries();
  }
}

const NONE: readonly never[] = Object.freeze([]);

/** The values by what `keyOf` says of each. */
export function groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K): ListsByKey<K, V> {
  const lists = new ListsByKey<K, V>();
  for (const value of values) lists.add(keyOf(value), value);
  return lists;
}
