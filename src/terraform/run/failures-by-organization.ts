import type { Diagnostic } from '../../source/diagnostic.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import type { ChildResult, TerraformChild } from './child-process.ts';
import type { DiagnosticEvent } from './event.ts';
import { explainsFailure, failureOf } from './failure.ts';
import type { RowOrigins } from './row-origins.ts';

export interface FailuresByOrganization {
  /** What terraform says is wrong with rows of an organization. */
  readonly of: ReadonlyMap<string, readonly Diagnostic[]>;
  /** What is wrong with none of them in particular; something where nobody is blamed. */
  readonly all: readonly Diagnostic[];
}

/**
 * What a command of terraform failed by, apart for each organization whose rows it names. A crash, a kill or an
 * interruption is nobody's, whatever was said before it.
 */
export function failuresByOrganization(
  doing: string,
  result: ChildResult,
  child: Pick<TerraformChild, 'flavour' | 'directory'>,
  { organizationOf, placeOf }: RowOrigins,
): FailuresByOrganization {
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  const told = (diagnostics: readonly DiagnosticEvent[]) =>
    failureOf(doing, { ...result, diagnostics }, child, placeOf);
  if (!explainsFailure(result)) return { of: new Map(), all: told(errors) };
  const about = new ListsByKey<string, DiagnosticEvent>();
  const rest: DiagnosticEvent[] = [];
  for (const error of errors) {
    const organization = error.address === null ? null : organizationOf(error.address);
    if (organization === null) rest.push(error);
    else about.add(organization, error);
  }
  const of = new Map([...about].map(([organization, found]) => [organization, told(found)]));
  return { of, all: of.size > 0 && rest.length === 0 ? [] : told(rest) };
}
