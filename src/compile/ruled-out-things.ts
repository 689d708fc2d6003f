import { type Address, assignmentAddress, type PartKey } from '../resource/address.ts';
import { type Principal, principalKey, type ScopePath } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import type { Origin } from '../source/origin.ts';
import { compareText } from '../source/text-order.ts';
import type { RuledOut } from './desired.ts';

interface EmptiedEntry {
  readonly scope: ScopePath;
  readonly principal: Principal;
  readonly origin: Origin;
}

/**
 * What is ruled out, by address or key of a part, walked in the order of those. Of a large company that is something of
 * nearly everybody: people are written on the organization without a role there. A check asks for none of it, so the
 * addresses of those entries are made, and all is put in order, when somebody asks.
 */
export class RuledOutThings extends Map<Address | PartKey, RuledOut> {
  #emptied: EmptiedEntry[] = [];
  #isOrdered = true;

  /** An entry that gives somebody nothing on a scope. */
  setEmptied(scope: ScopePath, principal: Principal, origin: Origin): void {
    this.#emptied.push({ scope, principal, origin });
  }

  override set(address: Address | PartKey, value: RuledOut): this {
    this.#takeEmptied();
    this.#isOrdered = false;
    return super.set(address, value);
  }

  override get size(): number {
    this.#takeEmptied();
    return super.size;
  }

  override has(address: Address | PartKey): boolean {
    this.#takeEmptied();
    return super.has(address);
  }

  override get(address: Address | PartKey): RuledOut | undefined {
    this.#takeEmptied();
    return super.get(address);
  }

  override delete(address: Address | PartKey): boolean {
    this.#takeEmptied();
    return super.delete(address);
  }

  override clear(): void {
    this.#emptied = [];
    super.clear();
  }

  override keys(): MapIterator<Address | PartKey> {
    this.#order();
    return super.keys();
  }

  override values(): MapIterator<RuledOut> {
    this.#order();
    return super.values();
  }

  override entries(): MapIterator<[Address | PartKey, RuledOut]> {
    this.#order();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[Address | PartKey, RuledOut]> {
    return this.entries();
  }

  override forEach(
    visit: (value: RuledOut, address: Address | PartKey, map: Map<Address | PartKey, RuledOut>) => void,
  ): void {
    this.#order();
    super.forEach(visit);
  }

  #takeEmptied(): void {
    if (this.#emptied.length === 0) return;
    this.#isOrdered = false;
    for (const { scope, principal, origin } of this.#emptied)
      super.set(assignmentAddress(scope, principalKey(principal)), { origin, why: 'emptied' });
    this.#emptied = [];
  }

  #order(): void {
    this.#takeEmptied();
    if (this.#isOrdered) return;
    this.#isOrdered = true;
    // A key that is taken out and put in again stands behind all others.
    for (const address of [...super.keys()].sort(compareText)) {
      const value = known(super.get(address), 'what an address has');
      super.delete(address);
      super.set(address, value);
    }
  }
}
