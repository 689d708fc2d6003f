import { attributeKey } from '../compile/desired.ts';
import type { Address } from '../resource/address.ts';
import type { GroupAttributes, Resource, ResourceTypeName } from '../resource/resource.ts';
import { type Spelling, writtenAddress } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { groupBy } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';
import { compareText } from '../source/text-order.ts';
import type { Unsaid } from './peer/peer-terms.ts';

/** What an entry says of a group beside what it is given. */
export type GroupKey = Exclude<keyof GroupAttributes, 'home' | 'name'>;

/** What can be left unwritten of a thing that is written. */
export type AttributeLeftOut = GroupKey | 'includes';

/** Something live that no document can say, or not without saying more. */
export interface LeftOut {
  readonly type: ResourceTypeName;
  readonly address: Address;
  /** The address with people as written, to be read. */
  readonly shown: string;
  /** Of a group or a role: the one thing of it that is not written; null where the whole is left out. */
  readonly attribute: AttributeLeftOut | null;
  readonly origin: Origin;
  /** A sentence. */
  readonly why: string;
  /** The address of what it depends on, when that is why. */
  readonly because: Address | null;
}

/** Collects what is left out, each thing once with its first reason. */
export class LeftOuts {
  readonly #keyOf: Spelling;
  readonly #unsaid: Unsaid;
  readonly #found = new Map<string, LeftOut>();

  /** `unsaid`: what nobody has said of groups, so there was nothing to leave out. */
  constructor(keyOf: Spelling, unsaid: Unsaid = new Map()) {
    this.#keyOf = keyOf;
    this.#unsaid = unsaid;
  }

  add(
    resource: Resource,
    why: string,
    because: Address | null = null,
    attribute: LeftOut['attribute'] = null,
  ): void {
    const key = attribute === null ? resource.address : attributeKey(resource.address, attribute);
    if (this.#found.has(key)) return;
    const { type, address, origin } = resource;
    this.#found.set(key, {
      type,
      address,
      shown: writtenAddress(resource, this.#keyOf),
      attribute,
      origin,
      why,
      because,
    });
  }

  has(address: Address): boolean {
    return this.#found.has(address);
  }

  hasAttribute(address: Address, attribute: NonNullable<LeftOut['attribute']>): boolean {
    const unsaid: ReadonlySet<string> | undefined = this.#unsaid.get(address);
    return unsaid?.has(attribute) === true || this.#found.has(attributeKey(address, attribute));
  }

  get all(): readonly LeftOut[] {
    return [...this.#found.values()].sort((a, b) => compareText(a.address, b.address));
  }

  /** Of a group: whether nobody has said who is in it, which is nothing that was left out. */
  isWithoutPeople(address: Address): boolean {
    return this.#unsaid.get(address)?.has('members') === true;
  }

  /** Kinds of things that the documents cannot own in full. */
  get types(): ReadonlySet<ResourceTypeName> {
    return new Set([...this.#found.values()].map(({ type }) => type));
  }

  /** One for each cause, counting what it takes along. Code: `not-importable`. */
  diagnostics(where = 'on the platform'): readonly Diagnostic[] {
    const along = groupBy(this.#found.values(), ({ because }) => because);
    return this.all.flatMap((left) => {
      if (left.because !== null && this.has(left.because)) return [];
      const count = along.get(left.address).length;
      const more =
        count === 0
          ? ''
          : ` With it ${count} other ${count === 1 ? 'thing that names' : 'things that name'} it.`;
      return [
        diagnostic('not-importable', `${left.why}${more}`, left.origin, {
          hint: `Correct it ${where} and import again. Until then it is left alone: authority over things of its kind is declared.`,
        }),
      ];
    });
  }
}
