import type { Severity } from './codes/code-row.ts';
import { CODES, type DiagnosticCode, isTableCode, type TableCode } from './codes/codes.ts';
import type { FoundByRule } from './found-by-rule.ts';
import { compareOrigins, formatOrigin, type Origin } from './origin.ts';
import { compareText } from './text-order.ts';

/** Something to tell the user, as a value: collected, reported all at once, rendered only at the edge. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One sentence naming the thing at fault in the user's own words; no trailing newline. */
  readonly message: string;
  /** The place at fault; null only when there is none (a missing environment variable). */
  readonly origin: Origin | null;
  /** Other places that matter: the first of two duplicates, each edge of a cycle. */
  readonly related: readonly { readonly message: string; readonly origin: Origin }[];
  /** What to write or run instead; null where the code has said it all: `wayOutOf`. */
  readonly hint: string | null;
  /** Of a finding of a rule that somebody wrote; left out of everything else. */
  readonly finding?: FoundByRule;
}

/** A severity or a lower one. */
type AtMost<S extends Severity> = S extends 'error' ? Severity : S extends 'warning' ? 'warning' | 'info' : S;

export interface DiagnosticDetails<Code extends TableCode = TableCode> {
  /** Only to lower what the table of codes says. */
  readonly severity?: AtMost<(typeof CODES)[Code]['severity']>;
  readonly related?: Diagnostic['related'];
  /** Only where there is a better way out than that of the code. */
  readonly hint?: string | null;
}

export function diagnostic<Code extends TableCode>(
  code: Code,
  message: string,
  origin: Origin | null,
  details: DiagnosticDetails<Code> = {},
): Diagnostic {
  return {
    code,
    severity: details.severity ?? CODES[code].severity,
    message,
    origin,
    related: details.related ?? [],
    hint: details.hint ?? null,
  };
}

/** No problem is told without a way out: one that has none of its own gets that of its code. Lint rules give theirs. */
export function wayOutOf({ code, severity, hint }: Diagnostic): string | null {
  return hint ?? (severity !== 'info' && isTableCode(code) ? CODES[code].wayOut : null);
}

/** Errors first? No: by place, so that a reader walks a file once; those without a place come first. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.origin === null || b.origin === null) {
    if (a.origin !== b.origin) return a.origin === null ? -1 : 1;
  } else {
    const byPlace = compareOrigins(a.origin, b.origin);
    if (byPlace !== 0) return byPlace;
  }
  return compareText(a.code, b.code) || compareText(a.message, b.message);
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}

/** Sorted, and each said once: two checks that see one fault at one place report it once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return [...diagnostics].sort(compareDiagnostics).filter((d) => {
    const key = `${d.code}\n${d.message}\n${d.origin === null ? '' : formatOrigin(d.origin)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
