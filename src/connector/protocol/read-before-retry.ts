import type { Outcome } from '../../source/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import type { ClientClock } from '../http/time.ts';

/** How a write ended that is not repeated before somebody has looked. */
export type LookedAt =
  | { readonly end: 'sent'; readonly exchange: Exchange }
  /** An answer got lost, and what it was about is as it was to be. */
  | { readonly end: 'found-done' }
  /** Nothing is known: the answer got lost, and so did the look at it. */
  | { readonly end: 'unknown'; readonly exchange: Exchange; readonly look: Outcome<boolean> };

export interface Looking {
  readonly send: () => Promise<Exchange>;
  /** Whether what was to be done is done, by a fresh read. */
  readonly isDone: () => Promise<Outcome<boolean>>;
  readonly time: Pick<ClientClock, 'sleep'>;
  /** Milliseconds between a lost answer and a look at it, each look one: a list may lag behind what was written. */
  readonly pauses: readonly [number, ...number[]];
  readonly stop?: AbortSignal | undefined;
}

/**
 * Makes a write where a platform takes no idempotency key: what got no proper answer is looked for before it is sent a
 * second time, and never sent a third. Where lists lag behind, it is looked for as often as there are pauses.
 */
export async function readBeforeRetry(looking: Looking): Promise<LookedAt> {
  const first = await looking.send();
  if (!isInDoubt(first)) return { end: 'sent', exchange: first };
  const found = await looked(looking);
  if (!found.ok) return { end: 'unknown', exchange: first, look: found };
  if (found.value) return { end: 'found-done' };
  if (looking.stop?.aborted === true) return { end: 'sent', exchange: first };
  const second = await looking.send();
  if (!isInDoubt(second)) return { end: 'sent', exchange: second };
  const again = await looked(looking);
  if (again.ok && again.value) return { end: 'found-done' };
  return { end: 'unknown', exchange: second, look: again };
}

async function looked({ isDone, pauses, time, stop }: Looking): Promise<Outcome<boolean>> {
  let last: Outcome<boolean> | null = null;
  for (const pause of pauses) {
    await time.sleep(pause, stop);
    last = await isDone();
    if (!last.ok || last.value) return last;
  }
  if (last === null) throw new Error('there is at least one pause');
  return last;
}

function isInDoubt(exchange: Exchange): boolean {
  return exchange.end === 'failure' && exchange.inDoubt;
}
