import { durationPhrase } from '../../report/plan/cost-phrases.ts';

/** Fewer writes say too little of how long one takes. */
const ENOUGH = 10;
/** Less than that is over before it is read. */
const WORTH_TELLING_MS = 60_000;

/** `12 of 45 writes`, and how long the others will take if they take as long, where that is more than a minute. */
export function writeProgress(made: number, planned: number, elapsedMs: number): string {
  const counted = `${made} of ${planned} writes`;
  const left = (elapsedMs / Math.max(1, made)) * (planned - made);
  return made < ENOUGH || left < WORTH_TELLING_MS
    ? counted
    : `${counted}, about ${durationPhrase(left)} left`;
}
