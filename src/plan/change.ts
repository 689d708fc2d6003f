import type { Address } from '../resource/address.ts';
import type { MemberId } from '../resource/identifiers.ts';
import type { Resource } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';
import type { DocumentEdit } from './rename/document-edits.ts';
import type { WriteMoments } from './write/write-moment.ts';

/** Why a change is made: a sentence, and the line (or live object) that asks for it. */
export interface ChangeReason {
  readonly text: string;
  readonly origin: Origin;
}

export interface EntryChange {
  readonly entry: string;
  readonly because: ChangeReason;
  /** A removal that an addition of the same apply waits for: made before additions, against the rule. */
  readonly first?: true;
  /** `group partners`: a removal that being put there makes, for nobody can be in both; it is no write of its own. */
  readonly replacedBy?: string;
}

export type FieldChange =
  | {
      readonly field: string;
      readonly kind: 'text';
      readonly before: string | null;
      readonly after: string | null;
      /** The line that asks for it, where that is another than the thing's own. */
      readonly because?: ChangeReason;
    }
  | {
      readonly field: string;
      readonly kind: 'entries';
      readonly added: readonly EntryChange[];
      readonly removed: readonly EntryChange[];
    };

/** One thing that an apply does. The reason explains and never decides. */
export type Change =
  | {
      readonly action: 'create';
      readonly address: Address;
      readonly after: Resource;
      readonly because: ChangeReason;
      readonly replaces?: readonly ReplacedPlace[];
      readonly moments?: WriteMoments;
    }
  | {
      readonly action: 'update';
      readonly address: Address;
      readonly before: Resource;
      readonly after: Resource;
      readonly fields: readonly FieldChange[];
      readonly because: ChangeReason;
      readonly replaces?: readonly ReplacedPlace[];
      readonly moments?: WriteMoments;
    }
  | {
      readonly action: 'replace';
      readonly address: Address;
      readonly before: Resource;
      readonly after: Resource;
      readonly fields: readonly FieldChange[];
      readonly because: ChangeReason;
      readonly replaces?: readonly ReplacedPlace[];
      readonly moments?: WriteMoments;
    }
  | {
      readonly action: 'delete';
      readonly address: Address;
      readonly before: Resource;
      readonly because: ChangeReason;
      /** Of a person, or of what a person is given: groups that no change speaks of, and that he is taken out of along with it. */
      readonly leaves?: readonly LeftGroup[];
      /** What something else owns and goes all the same, because what it hangs on does: no change of its own. */
      readonly along?: readonly TakenAlong[];
    }
  | DeferredChange;

/** A group that somebody leaves because he leaves what it belongs to. */
export interface LeftGroup {
  readonly address: Address;
  /** `group partners`. */
  readonly name: string;
  /** Nobody writes the group; else only its people are not written. */
  readonly unmanaged: boolean;
}

export interface TakenAlong {
  readonly address: Address;
  /** `group partners`. */
  readonly name: string;
  readonly owner: string;
}

/** A place in a group that no change speaks of, and that somebody loses by being put into another. */
export interface ReplacedPlace {
  readonly member: MemberId;
  readonly address: Address;
  /** `group partners`. */
  readonly name: string;
}

/** Wanted, not possible yet, not done by this apply: says what it waits for. */
export interface DeferredChange {
  readonly action: 'deferred';
  readonly address: Address;
  /** Which entry of the thing waits; left out: the whole, or what only `wanted` says. */
  readonly part?: { readonly field: string; readonly entry: string };
  readonly wanted: string;
  readonly waitsFor: string;
  /**
   * `impossible`: nothing that comes by itself settles it. `takes`: it takes something away from somebody who holds it
   * until then. Drift does not say that all is well while there is either.
   */
  readonly unsettled?: 'impossible' | 'takes';
  /** What to write in the documents, and the change waits for nothing; left out: nothing in particular. */
  readonly edits?: readonly DocumentEdit[];
  readonly because: ChangeReason;
}

export type EffectiveChange = Exclude<Change, { action: 'deferred' }>;
