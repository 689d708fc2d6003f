import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { Arguments } from '../options.ts';

/** How much is done at once. A stack is carried out in one lane, and its organizations are read in others. */
export interface ConcurrencyLimits {
  stack<T>(task: () => Promise<T>): Promise<T>;
  organization<T>(task: () => Promise<T>): Promise<T>;
}

const MOST = 64;

/** `--parallel`, or as many lanes as there are processors, and at least two. Fails with usage. */
export function concurrencyFrom(args: Arguments): Outcome<ConcurrencyLimits> {
  const asked = args.text('parallel');
  const width = asked === null ? Math.max(2, availableParallelism()) : Number(asked);
  if (asked !== null && (!/^\d+$/.test(asked) || width < 1 || width > MOST)) {
    const message = `--parallel ${quote(asked)} is not a number from 1 to ${MOST}.`;
    return failure(diagnostic('usage', message, null));
  }
  return success(createConcurrencyLimits(Math.min(width, MOST)));
}

export function createConcurrencyLimits(width: number): ConcurrencyLimits {
  // Each terraform that runs listens for signals and for the end of the process: that many listeners are no leak.
  process.setMaxListeners(Math.max(process.getMaxListeners(), 10 + 2 * width));
  return { stack: pLimit(width), organization: pLimit(width) };
}
