import type { DiagnosticCode } from './codes.ts';
import { compareOrigins, formatOrigin, type Origin } from './origin.ts';

export type Severity = 'error' | 'warning' | 'info';

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
  /** The way out: what to write or run instead. */
  readonly hint: string | null;
}

export interface DiagnosticDetails {
  readonly severity?: Severity;
  readonly related?: Diagnostic['related'];
  readonly hint?: string | null;
}

export function diagnostic(
  code: DiagnosticCode,
  message: string,
  origin: Origin | null,
  details: DiagnosticDetails = {},
): Diagnostic {
  return {
    code,
    severity: details.severity ?? 'error',
    message,
    origin,
    related: details.related ?? [],
    hint: details.hint ?? null,
  };
}

/** Errors first? No: by place, so that a reader walks a file once; those without a place come first. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.origin === null || b.origin === null) {
    if (a.origin !== b.origin) return a.origin === null ? -1 : 1;
  } else {
    const byPlace = compareOrigins(a.origin, b.origin);
    if (byPlace !== 0) return byPlace;
  }
  if (a.code !== b.code) return a.code < b.code ? -1 : 1;
  return a.message < b.message ? -1 : a.message > b.message ? 1 : 0;
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
