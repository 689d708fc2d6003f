import type { Diagnostic } from '../../src/source/diagnostic.ts';
import { formatOrigin } from '../../src/source/origin.ts';

/** A diagnostic as one line, with everything a reader sees: what tests compare. */
export function shown(diagnostic: Diagnostic): string {
  const place = diagnostic.origin === null ? '-' : formatOrigin(diagnostic.origin);
  const hint = diagnostic.hint === null ? '' : ` | ${diagnostic.hint}`;
  const related = diagnostic.related.map((r) => ` [${r.message} ${formatOrigin(r.origin)}]`).join('');
  return `${place} ${diagnostic.code}: ${diagnostic.message}${hint}${related}`;
}
