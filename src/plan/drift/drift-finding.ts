import type { AccessDelta } from '../../access/effective-access.ts';
import type { Address } from '../../resource/address.ts';
import type { Origin } from '../../source/origin.ts';
import type { StateFact as Weighable } from './fact-effect.ts';

/**
 * How live and documents part, seen from the documents. Of two of them nobody did anything: `expired`, the time of a
 * grant or of an invitation is over and no apply has followed yet; `due`, what a `from` or an acceptance waited for has
 * come and no apply has made it yet. Of `waiting` neither: the documents want it, and no apply can make it yet.
 */
export type DriftKind = 'added' | 'removed' | 'changed' | 'expired' | 'due' | 'waiting';

/** One fact on which live and documents part: a resource, or one entry or value of one. */
export interface DriftFinding {
  readonly kind: DriftKind;
  readonly address: Address;
  /** The attribute that differs; null when the whole resource is there or not there. */
  readonly field: string | null;
  /** The entry added or removed, for map-like attributes. */
  readonly entry: string | null;
  /**
   * A sentence. It tells of a deed only where the audit log has one (`dan@acme.com was added to members of group qa`),
   * and otherwise how it is: the documents may have changed since the last apply.
   */
  readonly what: string;
  /** What the documents say, and what is live; null for not there. */
  readonly documents: string | null;
  readonly live: string | null;
  /** The line it contradicts. */
  readonly contradicts: Origin;
  /** Where the live side can be seen; null when it is not there. */
  readonly seenAt: Origin | null;
  /**
   * Which part of what all drift together gave (`gained`) and took (`lost`) this fact has a part in: put alone on the
   * documents, or taken alone from live. Null where there were too many findings to weigh each.
   */
  readonly effect: AccessDelta | null;
}

/** A finding as it is before it is weighed: enough to know which fact is meant, and which way it goes. */
export type DriftFact = Omit<DriftFinding, 'effect'>;

/** A finding before it is weighed and before anybody has been asked who did it. */
export interface UnattributedFact {
  readonly finding: DriftFact;
  readonly fact: Weighable;
  /** The sentence for when somebody is known to have done it. */
  readonly done: string;
}
