import { type Diagnostic, sortDiagnostics, wayOutOf } from '../source/diagnostic.ts';
import { formatOrigin } from '../source/origin.ts';
import { escapeText } from '../source/quote.ts';

/** Diagnostics a line each, as compilers have them: the library prints validations as a list. */
export function diagnosticPhrases(diagnostics: readonly Diagnostic[]): readonly string[] {
  return sortDiagnostics(diagnostics).map((found) => {
    const { code, severity, message, origin, related } = found;
    const wayOut = wayOutOf(found);
    const parts = [
      `${origin === null ? '' : `${formatOrigin(origin)}: `}${severity}[${code}]: ${message}`,
      ...related.map((one) => `${one.message} (${formatOrigin(one.origin)}).`),
      ...(wayOut === null ? [] : [wayOut]),
    ];
    return parts.map(escapeText).join(' ');
  });
}
