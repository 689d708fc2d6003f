import { type Diagnostic, sortDiagnostics } from '../source/diagnostic.ts';
import { formatOrigin } from '../source/origin.ts';
import { escapeText } from '../source/quote.ts';

/** Diagnostics a line each, as compilers have them: the library prints validations as a list. */
export function diagnosticPhrases(diagnostics: readonly Diagnostic[]): readonly string[] {
  return sortDiagnostics(diagnostics).map(({ code, severity, message, origin, related, hint }) => {
    const parts = [
      `${origin === null ? '' : `${formatOrigin(origin)}: `}${severity}[${code}]: ${message}`,
      ...related.map((one) => `${one.message} (${formatOrigin(one.origin)}).`),
      ...(hint === null ? [] : [hint]),
    ];
    return parts.map(escapeText).join(' ');
  });
}
