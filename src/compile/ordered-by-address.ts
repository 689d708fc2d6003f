import type { Address, PartKey } from '../resource/address.ts';
import { known } from '../source/known.ts';
import { compareText } from '../source/text-order.ts';

/**
 * By address or key of a part, and walked in the order of those. It is put in order when somebody walks it: of a large
 * company there is one for nearly everybody, and most who have it only look something up.
 */
export class OrderedByAddress<V extends object> extends Map<Address | PartKey, V> {
  #isOrdered = true;

  override set(address: Address | PartKey, value: V): this {
    this.#isOrdered = false;
    return super.set(address, value);
  }

  override keys(): MapIterator<Address | PartKey> {
    this.#order();
    return super.keys();
  }

  override values(): MapIterator<V> {
    this.#order();
    return super.values();
  }

  override entries(): MapIterator<[Address | PartKey, V]> {
    this.#order();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[Address | PartKey, V]> {
    return this.entries();
  }

  override forEach(
    visit: (value: V, address: Address | PartKey, map: Map<Address | PartKey, V>) => void,
  ): void {
    this.#order();
    super.forEach(visit);
  }

  #order(): void {
    if (this.#isOrdered) return;
    this.#isOrdered = true;
    // A key that is taken out and put in again stands behind all others.
    for (const address of [...super.keys()].sort(compareText)) {
      const value = known(this.get(address), 'what an address has');
      this.delete(address);
      super.set(address, value);
    }
  }
}
