import { type Diagnostic, hasErrors } from './diagnostic.ts';

/** A value with what there is to say about it, or only the errors that stopped it. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function success<T>(value: T, diagnostics: readonly Diagnostic[] = []): Outcome<T> {
  return { ok: true, value, diagnostics };
}

export function failure<T = never>(diagnostics: readonly Diagnostic[] | Diagnostic): Outcome<T> {
  return { ok: false, diagnostics: Array.isArray(diagnostics) ? diagnostics : [diagnostics as Diagnostic] };
}

/** The value unless an error is among the diagnostics. */
export function outcome<T>(value: T, diagnostics: readonly Diagnostic[]): Outcome<T> {
  return hasErrors(diagnostics) ? failure(diagnostics) : success(value, diagnostics);
}
