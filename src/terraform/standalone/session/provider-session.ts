import { setMaxListeners } from 'node:events';
import type { LiveWriter } from '../../../connector/connector.ts';
import type { Supports } from '../../../plan/write/write.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import type { LastToStay } from '../last-to-stay.ts';
import type { LiveAccess } from '../live-access.ts';
import type { ClaimRegistry } from '../ownership/claim-registry.ts';
import type { PlannedRows } from './planned-rows.ts';
import type { RenameRegistry } from './rename-registry.ts';
import type { Rereader } from './reread.ts';

/** One configured provider block: every alias has its own, and none sees another's. */
export type ProviderInstance = ReadyProvider | DeferredProvider;

export interface ReadyProvider {
  readonly state: 'ready';
  readonly organization: string;
  readonly platform: PlatformDefinition;
  readonly live: LiveAccess;
  readonly writer: LiveWriter;
  /** What the connector cannot write on this platform, whatever is live: a plan says so. */
  readonly supports: Supports;
  readonly course: InFlightWork;
  readonly claims: ClaimRegistry;
  readonly renamings: RenameRegistry;
  readonly foreseen: PlannedRows;
  /** For what was not there when the organization was read. */
  readonly rereading: Rereader;
  readonly lastToStay: LastToStay;
}

/** The provider block holds values that are known only after apply: nothing can be asked yet. */
export interface DeferredProvider {
  readonly state: 'waiting';
  /** Where the block names it already: by its rules spellings are compared. */
  readonly platform: PlatformDefinition | null;
  readonly claims: ClaimRegistry;
}

/** Passes an answer on; an error in it ends this walk of terraform, and others of the organization hear of that. */
export function failPeersOnError<T extends { readonly problems?: readonly RowDiagnostic[] }>(
  { claims }: ProviderInstance,
  answer: T,
): T {
  if (answer.problems?.some(({ severity }) => severity === 'error')) claims.fail();
  return answer;
}

/** As many listen as there are requests under way. */
function stopper(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** What goes on in this process, whichever the connection. */
export class InFlightWork {
  #stop = stopper();
  readonly #writing = new Set<Promise<unknown>>();

  /** Whether terraform is interrupted or gone: what is in flight ends, nothing more begins. */
  get stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Ends what only waits. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort();
  }

  resume(): void {
    if (this.stopped) this.#stop = stopper();
  }

  /** What work that only reads comes to; null as soon as nobody waits for it any more. */
  unlessStopped<T>(work: Promise<T>): Promise<T | null> {
    const { signal } = this.#stop;
    return new Promise((resolve, reject) => {
      const give = () => resolve(null);
      if (signal.aborted) give();
      signal.addEventListener('abort', give, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
    });
  }

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
