import type { Severity } from '../../source/codes/code-row.ts';
import { type Diagnostic, sortDiagnostics, wayOutOf } from '../../source/diagnostic.ts';
import type { FoundByRule } from '../../source/found-by-rule.ts';
import { type OriginJson, originJson } from './origin-json.ts';

export interface DiagnosticJson {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly origin: OriginJson | null;
  readonly related: readonly { readonly message: string; readonly origin: OriginJson }[];
  readonly hint: string | null;
  /** Of a finding of a written rule; left out of everything else. */
  readonly finding?: FoundByRule;
}

/** Sorted, each once. */
export function diagnosticsList(diagnostics: readonly Diagnostic[]): readonly DiagnosticJson[] {
  return sortDiagnostics(diagnostics).map((d) => ({
    code: d.code,
    severity: d.severity,
    message: d.message,
    origin: d.origin === null ? null : originJson(d.origin),
    related: d.related.map(({ message, origin }) => ({ message, origin: originJson(origin) })),
    hint: wayOutOf(d),
    ...(d.finding === undefined ? {} : { finding: d.finding }),
  }));
}
