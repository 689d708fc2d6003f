import { DURATION_HINT, durationOf } from '../../policy/duration.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { Arguments } from '../options.ts';
import type { RunLimits } from './fit-plan.ts';

/** As long as tokens of Apps hold, and about as long as somebody waits for a job. */
const WITHIN_MS = 3_600_000;

/** Fails with usage. */
export function runLimitsFrom(args: Arguments): Outcome<RunLimits> {
  const inParts = args.flag('in-parts');
  const asked = args.text('within');
  if (asked === null) return success({ withinMs: WITHIN_MS, inParts });
  const withinMs = durationOf(asked);
  if (withinMs !== null) return success({ withinMs, inParts });
  const message = `--within ${quote(asked)} is not a duration.`;
  return failure(diagnostic('usage', message, null, { hint: DURATION_HINT }));
}
