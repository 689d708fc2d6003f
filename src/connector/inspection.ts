import type { Outcome } from '../source/outcome.ts';
import type { DeprecationNotice } from './http/deprecation.ts';

/** What one answer of a platform tells of itself and of the token: for whoever looks whether all is in order. */
export interface Inspection {
  readonly host: string;
  /** The platform's time by its `Date` header, in milliseconds since the epoch; null where no answer told it. */
  readonly time: number | null;
  /** The version of the API that requests name; null where they name none. */
  readonly version: string | null;
  /** What the platform announces of the requests it got; null where it announces nothing. */
  readonly ending: DeprecationNotice | null;
  /** Fails as a read does. */
  readonly token: Outcome<TokenInspection>;
}

/** What is known of a token. Never the token. */
export interface TokenInspection {
  /** `a classic token with admin:org and repo`. */
  readonly holder: string;
  /** What it is known not to be allowed. */
  readonly missing: readonly MissingPermission[];
  /** What the platform does not tell of it, in a sentence, and how to know more; null where it tells enough. */
  readonly untold: { readonly said: string; readonly wayOut: string } | null;
  /** Milliseconds since the epoch; null where nobody says, or it has no end. */
  readonly expiresAt: number | null;
}

export interface MissingPermission {
  /** As the platform's own pages write it. */
  readonly permission: string;
  /** Without it not even a plan can be made, or only nothing be written. */
  readonly stops: 'reading' | 'writing';
}
