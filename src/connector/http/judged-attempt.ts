import type { ApiConventions, Meaning, Reply, RequestForm } from './api-conventions.ts';
import type { AttemptOutcome } from './attempt.ts';
import { replyOf } from './response-check.ts';
import type { ClientClock } from './time.ts';

/** What one try got and, where that is an answer, what it means to its API. */
export type Judged =
  | { readonly got: Exclude<AttemptOutcome, { got: 'answer' }>; readonly reply: null; readonly meaning: null }
  | {
      readonly got: Extract<AttemptOutcome, { got: 'answer' }>;
      readonly reply: Reply;
      readonly meaning: Meaning;
    };

export function judgedBy(
  conventions: ApiConventions,
  got: AttemptOutcome,
  request: RequestForm,
  clientClock: ClientClock,
): Judged {
  if (got.got !== 'answer') return { got, reply: null, meaning: null };
  const reply = replyOf(got);
  return { got, reply, meaning: conventions.meaning(reply, request, clientClock) };
}

/**
 * Whether another try makes sense. `repeats`: two do no more than one. Not reached at all, ever: the URL is wrong, and
 * waiting does not mend it.
 */
export function isWorthRetrying({ got, meaning }: Judged, repeats: boolean, reached: boolean): boolean {
  if (meaning?.means === 'rate-limited') return true;
  if (!repeats) return got.got === 'never-sent' && reached;
  switch (got.got) {
    case 'answer':
      return meaning?.means === 'unavailable' && meaning.again;
    case 'unusable':
      return false;
    case 'never-sent':
      return reached;
    case 'lost':
      return true;
  }
}

/** Whether a write may have been carried out, going by the last that was heard of it. */
export function mayHaveBeenDone({ got, meaning }: Judged): boolean {
  switch (got.got) {
    case 'answer':
      return !NOTHING_DONE.has(meaning?.means);
    case 'unusable':
    case 'lost':
      return true;
    case 'never-sent':
      return false;
  }
}

/** By these a platform says that it did nothing. */
const NOTHING_DONE: ReadonlySet<Meaning['means'] | undefined> = new Set([
  'token-rejected',
  'forbidden',
  'rate-limited',
]);
