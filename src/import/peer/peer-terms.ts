import type { Address } from '../../resource/address.ts';
import type { Resource, ResourceTypeName } from '../../resource/resource.ts';
import type { Origin } from '../../source/origin.ts';

/** Something in the files that Bylaw's documents have no word for. */
export interface Unplaced {
  /** The sort of thing, the same words for all of it: `privacy of a team`. */
  readonly what: string;
  readonly why: string;
  readonly origin: Origin;
  /** As written; null where it is more than one value. */
  readonly value: string | null;
}

export type UnsaidAttribute = 'title' | 'description' | 'members';

/** By the address of a group: what its source does not say, which is not the same as empty. */
export type Unsaid = ReadonlyMap<Address, ReadonlySet<UnsaidAttribute>>;

/** What a snapshot does not say that was made from the files of another program. */
export interface PeerTerms {
  /** The program's own name. */
  readonly title: string;
  /** Types of which its files name everything. Authority over the others is declared. */
  readonly complete: ReadonlySet<ResourceTypeName>;
  /** Of something that is written already: whether its absence from the files says anything. */
  readonly couldName: (resource: Resource) => boolean;
  readonly formerNames: ReadonlyMap<Address, string>;
  readonly unsaid: Unsaid;
  readonly unplaced: readonly Unplaced[];
}
