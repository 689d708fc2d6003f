import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import type { Change } from '../change.ts';
import type { Write } from './write.ts';
import { writeSubjectOf } from './write-subject.ts';

/**
 * What a platform said of a write, at the line that asks for it: whoever reads "409" mends a document, not a URL. The
 * request stays as a place beside. Left as it is where no change of the plan asks for the write.
 */
export function atWriteOrigin(
  diagnostics: readonly Diagnostic[],
  write: Write,
  changes: readonly Change[],
): readonly Diagnostic[] {
  const line = originOfWrite(write, changes);
  if (line === null || line.from !== 'file') return diagnostics;
  return diagnostics.map((one) => {
    if (one.origin === null) return { ...one, origin: line };
    if (one.origin.from !== 'live') return one;
    const request = { message: 'the request', origin: one.origin };
    return { ...one, origin: line, related: [...one.related, request] };
  });
}

/** The line of the very entry where the write is of one, else of the thing; null where nobody asks for it. */
function originOfWrite(write: Write, changes: readonly Change[]): Origin | null {
  const { address, entry } = writeSubjectOf(write);
  const change = changes.find((one) => one.address === address);
  if (change === undefined || change.action === 'deferred') return null;
  const origin = change.because.origin;
  if (change.action === 'delete') return origin;
  if (entry !== null && change.after.type === 'group') {
    const held = change.after.attributes[entry.of].get(entry.name);
    if (held !== undefined) return held;
  }
  if (change.action === 'create') return origin;
  const entries = change.fields.flatMap((field) =>
    field.kind === 'entries' ? [...field.added, ...field.removed] : [],
  );
  const named = entries.filter((one) =>
    entry === null ? change.after.type === 'assignment' : one.entry === entry.name,
  );
  const [only] = named;
  return only !== undefined && named.length === 1 ? only.because.origin : origin;
}
