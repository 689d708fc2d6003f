import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { success } from '../../source/outcome.ts';
import type { StateStore } from '../../terraform/run/run-environment.ts';
import type { BackendResult } from './backend-client.ts';
import type { BackendError } from './backend-error.ts';

export interface BackendStoreOptions {
  /** What the backend held when the lock was taken. */
  readonly kept: string | null;
  /** Where that is, in messages: `the pg backend`. */
  readonly place: string;
  push(text: string): Promise<BackendResult<null>>;
  /** Whether a state may be pushed while the apply goes on: not where that would mean giving up the lock. */
  readonly meanwhile: boolean;
  /** Milliseconds between two pushes. */
  readonly pace: number;
}

/** What an apply of hours loses at most, and what a backend far away can take. */
export const SAVE_INTERVAL_MS = 20_000;

/**
 * Keeps states on a backend: at once the first, then at most one for each pace, in the background and in order, and the
 * last when it is settled.
 */
export function backendStore({ kept, place, push, meanwhile, pace }: BackendStoreOptions): StateStore {
  const next = fitting(kept);
  let latest: string | null = null;
  let failed: BackendError | null = null;
  let last = performance.now();
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<void> | null = null;

  const pushLatest = async (): Promise<void> => {
    const text = latest;
    if (text === null) return;
    latest = null;
    const pushed = await push(next(text));
    last = performance.now();
    failed = 'complaint' in pushed ? pushed.complaint : null;
    // What was not taken is tried again, unless there is something newer by now.
    if (failed !== null) latest ??= text;
  };
  const start = (): void => {
    timer = null;
    going ??= pushLatest().finally(() => {
      going = null;
      if (latest !== null && failed === null) plan();
    });
  };
  const plan = (): void => {
    if (!meanwhile || timer !== null || going !== null) return;
    timer = setTimeout(start, Math.max(0, last + pace - performance.now()));
    timer.unref();
  };
  return {
    load: async () => success(kept),
    save(text) {
      latest = text;
      plan();
    },
    async settle() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const settled = going;
      if (settled !== null) await settled;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await pushLatest();
      return failed === null ? [] : [notKept(place, failed)];
    },
  };
}

/**
 * Terraform takes a state only of the lineage it holds and newer than that. Ours is a cache: it becomes the next of
 * whatever is there.
 */
function fitting(kept: string | null): (text: string) => string {
  const before = kept === null ? null : numbered(kept);
  let serial = before?.serial ?? 0;
  let lineage = before?.lineage ?? null;
  return (text) => {
    const state = JSON.parse(text) as Readonly<Record<string, unknown>>;
    lineage ??= String(state.lineage);
    serial += 1;
    return JSON.stringify({ ...state, serial, lineage });
  };
}

function numbered(text: string): { readonly serial: number; readonly lineage: string } {
  const { serial, lineage } = JSON.parse(text) as { readonly serial?: unknown; readonly lineage?: unknown };
  return { serial: Number(serial), lineage: String(lineage) };
}

function notKept(place: string, { text }: BackendError): Diagnostic {
  return diagnostic('state-not-saved', `The state could not be saved on ${place}: ${text}`, null, {
    hint: 'Nothing is lost: the next run adopts what is live.',
  });
}
