import type { EffectiveAccess } from '../access/effective-access.ts';
import type { Side } from '../compile/keepers.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { GuardrailsDocument, WrittenException } from '../policy/guardrails-document.ts';
import type { MemberId } from '../resource/identifiers.ts';
import type { Resource } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';

/** A change of one organization as the guard rails look at it. */
export interface GuardedChange {
  readonly organization: string;
  readonly platform: PlatformDefinition;
  /** Those that speak of the organization. */
  readonly documents: readonly GuardrailsDocument[];
  /** Their exceptions that hold now. */
  readonly exceptions: readonly WrittenException[];
  /** What is there, without what a window that is over has ended: that goes whatever the limits say. */
  readonly live: readonly Resource[];
  /** What it comes to once everybody invited has accepted and nothing waits any more. */
  readonly end: Side;
  readonly before: EffectiveAccess;
  /** After this apply: who is only invited can do nothing. */
  readonly after: EffectiveAccess;
  /** Who loses anything, by this apply or once what waits is made. */
  readonly reduced: readonly MemberId[];
  /** Of these who can do nothing any more. */
  readonly emptied: readonly MemberId[];
  /** Who can do anything now. */
  readonly able: () => number;
  readonly spelling: Spelling;
}
