/** Something that goes wrong on purpose, and when. */
export type InjectedFault = FaultTiming & FaultEffect;

interface FaultTiming {
  readonly match?: FaultMatch;
  /** The matching request it starts with, counted from 1. Alone it means that one request only. */
  readonly nth?: number;
  /** From there on, each so-many-th matching request. */
  readonly every?: number;
  /** How often at most. */
  readonly times?: number;
}

export interface FaultMatch {
  readonly method?: string;
  readonly operationId?: string;
  /** Source of a regular expression over the path with its query. */
  readonly path?: string;
}

export type FaultEffect =
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'drop-before' }
  /** The write is committed, then the connection breaks without an answer. */
  | { readonly kind: 'drop-after-write' }
  /** A web page with status 200, as captive portals and login redirects send. */
  | { readonly kind: 'html' }
  /** A page of a list has no items, though `total` says there are some. */
  | { readonly kind: 'missing-page' };

export type FaultKind = FaultEffect['kind'];
