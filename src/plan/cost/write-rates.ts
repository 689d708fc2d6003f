import type { Write } from '../write/write.ts';
import type { RequestKind, RequestWindow } from './request-windows.ts';

/** What a platform gives out by number: so many invitations a day, so many seats. */
export type AllowanceName = 'invitations' | 'seats';

/** What one write takes at most. */
export interface WritePrice {
  /** In the order in which they are sent. */
  readonly requests: readonly RequestKind[];
  /** One of each. */
  readonly uses: readonly AllowanceName[];
}

/** What a connector says of the writes it makes, whoever it makes them for: data, and known without a connection. */
export interface WriteRates {
  /** By which its requests follow each other; none: the platform tells of no limit. */
  readonly windows: readonly RequestWindow[];
  readonly price: (write: Write, organization: string) => WritePrice;
}

/** How much is left of something, as far as the platform tells. */
export interface Allowance {
  readonly of: AllowanceName;
  /** Null where nobody can tell: never to be taken for none, nor for enough. */
  readonly left: number | null;
  /** Of how many; null where nobody can tell. */
  readonly most: number | null;
  /** Why it is not known, or how far what is known can be trusted: a whole sentence. */
  readonly note: string | null;
  /** When there is more: `the 24 hours after they were sent`. */
  readonly renews: string;
}

/** Requests that are left until the platform counts anew. */
export interface RequestQuota {
  readonly left: number;
  readonly most: number;
  /** RFC 3339 instant. */
  readonly renewsAt: string;
  /** What one read of everything takes of it: it is read again after an apply. */
  readonly perRead: number;
}

/** What is left, as a read found it. */
export interface Quota {
  readonly requests: RequestQuota | null;
  readonly allowances: readonly Allowance[];
}

/** All by which a plan is counted. */
export interface CostBasis {
  readonly rates: WriteRates;
  /** Requests that were sent to read. */
  readonly reads: number;
  /** Null where the platform tells nothing of the kind. */
  readonly quota: Quota | null;
}
