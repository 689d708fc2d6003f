import type { Address } from '../resource/address.ts';
import type { RoleKey, ScopePath } from '../resource/identifiers.ts';
import type { Spelling } from '../resource/spelling.ts';
import type { LeftOuts } from './left-out.ts';
import type { LiveView } from './live-view.ts';

/** What faults are judged on: all that is live and sound so far. */
export interface ValidationContext {
  readonly view: LiveView;
  readonly homes: ReadonlyMap<RoleKey, ScopePath>;
  readonly left: LeftOuts;
  /** The key as the documents write it, else as the platform does. */
  readonly keyOf: Spelling;
}

/** Why something cannot be written, and what it depends on if that is why. */
export interface ImportFault {
  readonly why: string;
  readonly because?: Address | null;
}
