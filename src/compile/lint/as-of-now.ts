import type { LintLevel, OrganizationDocument } from '../../policy/document-types.ts';
import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { compileWithoutEnds, hasEnded } from '../compile.ts';
import type { Desired } from '../desired.ts';
import { lint } from './lint.ts';
import type { LintCode } from './lint-rules.ts';

/**
 * What the rules find that a workspace makes errors. That stops everything; where only an end has caused it, that would stop
 * the end too, so such a one is a warning.
 */
export function lintErrors(
  document: OrganizationDocument,
  desired: Desired,
  levels: ReadonlyMap<string, LintLevel>,
): readonly Diagnostic[] {
  const isError = (_: LintCode, level: LintLevel) => level === 'error';
  const found = lint({ document, desired }, levels, isError);
  if (!hasErrors(found) || !hasEnded(desired)) return found;
  const withoutEnds = compileWithoutEnds(document, desired);
  if (withoutEnds === null) return found;
  const others = new Set(lint({ document, desired: withoutEnds }, levels, isError).map(keyOf));
  return found.map((one) => (others.has(keyOf(one)) ? one : { ...one, severity: 'warning' as const }));
}

/** What the others find, all of them or the one of a code. It stops nothing, so it is looked for where it is told. */
export function lintWarnings(
  document: OrganizationDocument,
  desired: Desired,
  levels: ReadonlyMap<string, LintLevel>,
  code: LintCode | null,
): readonly Diagnostic[] {
  const isAsked = (rule: LintCode, level: LintLevel) => level !== 'error' && (code ?? rule) === rule;
  return lint({ document, desired }, levels, isAsked);
}

function keyOf({ code, origin }: Diagnostic): string {
  return `${code} ${origin === null ? '' : formatOrigin(origin)}`;
}
