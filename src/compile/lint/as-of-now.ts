import type { LintLevel, OrganizationDocument } from '../../policy/document-types.ts';
import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { compileWithoutEnds, hasEnded } from '../compile.ts';
import type { Desired } from '../desired.ts';
import { lint } from './lint.ts';

/**
 * What the rules find of the documents at their instant. What a workspace makes an error stops everything; where only an
 * end has caused it, that would stop the end too, so such a one is a warning.
 */
export function lintAsOfNow(
  document: OrganizationDocument,
  desired: Desired,
  levels: ReadonlyMap<string, LintLevel>,
): readonly Diagnostic[] {
  const found = lint({ document, desired }, levels);
  if (!hasErrors(found) || !hasEnded(desired)) return found;
  const withoutEnds = compileWithoutEnds(document, desired);
  if (withoutEnds === null) return found;
  const others = new Set(lint({ document, desired: withoutEnds }, levels).map(keyOf));
  return found.map((one) =>
    one.severity === 'error' && !others.has(keyOf(one)) ? { ...one, severity: 'warning' as const } : one,
  );
}

function keyOf({ code, origin }: Diagnostic): string {
  return `${code} ${origin === null ? '' : formatOrigin(origin)}`;
}
