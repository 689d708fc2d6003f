import type { LiveWriter } from '../../connector/live.ts';
import type { PlatformDefinition } from '../../platform/definition.ts';
import type { Claims } from './claims.ts';
import type { LiveAccess } from './live.ts';

/** One configured provider block: every alias has its own, and none sees another's. */
export type Session = Ready | Waiting;

export interface Ready {
  readonly state: 'ready';
  readonly organization: string;
  readonly platform: PlatformDefinition;
  readonly live: LiveAccess;
  readonly writer: LiveWriter;
  readonly course: Course;
  readonly claims: Claims;
}

/** The provider block holds values that are known only after apply: nothing can be asked yet. */
export interface Waiting {
  readonly state: 'waiting';
  /** Where the block names it already: by its rules spellings are compared. */
  readonly platform: PlatformDefinition | null;
  readonly claims: Claims;
}

/** What goes on in this process, whichever the connection. */
export class Course {
  /** Set when terraform is interrupted or gone: what is in flight ends, nothing more begins. */
  stopped = false;
  readonly #writing = new Set<Promise<unknown>>();

  /** Counts work that writes, so that the process does not end in the middle of it. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#writing.add(work);
    try {
      return await work;
    } finally {
      this.#writing.delete(work);
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#writing);
  }
}
