import type { Snapshot } from '../resource/resource.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome } from '../source/outcome.ts';

/**
 * A read for whoever says what is there, and not only what to change: an answer out of half the lists would be a wrong
 * one. Fails with `list-unknown` where a list could not be read, and as `read` does.
 */
export function wholeSnapshot(read: Outcome<Snapshot>): Outcome<Snapshot> {
  if (!read.ok) return read;
  const { unknown = [] } = read.value;
  if (unknown.length === 0) return read;
  return failure([
    ...read.diagnostics,
    ...unknown.map(({ name, because }) =>
      diagnostic('list-unknown', `${name}: the list could not be read. ${because.message}`, because.origin, {
        hint: because.hint,
      }),
    ),
  ]);
}
