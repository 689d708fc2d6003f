import { DURATION_HINT, durationOf } from '../../policy/duration.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Arguments } from '../options.ts';

/** Milliseconds. `--lock-timeout` wins over `state.lock-timeout` of the workspace. Fails with usage. */
export function lockTimeoutFrom(args: Arguments, { document }: Pick<Workspace, 'document'>): Outcome<number> {
  const asked = args.text('lock-timeout');
  if (asked === null) return success(document.lockTimeout);
  const read = durationOf(asked);
  if (read !== null) return success(read);
  const message = `--lock-timeout ${quote(asked)} is not a duration.`;
  return failure(diagnostic('usage', message, null, { hint: DURATION_HINT }));
}
