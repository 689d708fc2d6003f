import type { Outcome } from '../../source/outcome.ts';
import type { ClientClock } from '../http/time.ts';

/** How a write ended that is not repeated before somebody has looked. */
export type LookedAt<T> =
  | { readonly end: 'sent'; readonly result: T }
  /** An answer got lost, and what it was about is as it was to be. */
  | { readonly end: 'found-done' }
  /** Nothing is known: the answer got lost, and nobody could see what came of it. */
  | { readonly end: 'unknown'; readonly result: T };

export interface Looking<T> {
  readonly send: () => Promise<T>;
  /** Whether what was sent may have been carried out, although nobody said so. */
  readonly isInDoubt: (result: T) => boolean;
  /** Whether what was to be done is done, by a fresh read. */
  readonly isDone: () => Promise<Outcome<boolean>>;
  readonly time: Pick<ClientClock, 'sleep'>;
  /** Milliseconds between a lost answer and a look at it, each a look of its own: a list may lag behind. */
  readonly pauses: readonly [number, ...number[]];
  readonly stop?: AbortSignal | undefined;
}

/**
 * Makes a write where a platform takes no idempotency key: what got no proper answer is looked for before it is sent a
 * second time, and it is never sent a third. Where lists lag behind, it is looked for as often as there are pauses.
 */
export async function readBeforeRetry<T>(looking: Looking<T>): Promise<LookedAt<T>> {
  const first = await looking.send();
  if (!looking.isInDoubt(first)) return { end: 'sent', result: first };
  const found = await looked(looking);
  if (!found.ok) return { end: 'unknown', result: first };
  if (found.value) return { end: 'found-done' };
  if (looking.stop?.aborted === true) return { end: 'unknown', result: first };
  const second = await looking.send();
  if (!looking.isInDoubt(second)) return { end: 'sent', result: second };
  const again = await looked(looking);
  return again.ok && again.value ? { end: 'found-done' } : { end: 'unknown', result: second };
}

async function looked<T>({ isDone, pauses, time, stop }: Looking<T>): Promise<Outcome<boolean>> {
  const [first, ...more] = pauses;
  const after = async (pause: number): Promise<Outcome<boolean>> => {
    await time.sleep(pause, stop);
    return isDone();
  };
  let last = await after(first);
  for (const pause of more) {
    if (!last.ok || last.value) return last;
    last = await after(pause);
  }
  return last;
}
