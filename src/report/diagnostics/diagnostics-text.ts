import { type Diagnostic, sortDiagnostics, wayOutOf } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import { cutDiagnostics } from './cut-diagnostics.ts';
import { severityName, summaryOf } from './diagnostics-summary.ts';

/** Diagnostics the way a compiler says them, and the count of all as the last line. Empty when there are none. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], style: Style): string {
  return printLines(diagnosticsLines(diagnostics), style);
}

export function diagnosticsLines(diagnostics: readonly Diagnostic[]): readonly TextLine[] {
  if (diagnostics.length === 0) return [];
  const { shown, left } = cutDiagnostics(diagnostics);
  return spaced([
    ...shown.map(diagnosticLines),
    left === null ? [] : [[toned('faint', `${left} (--json has all)`)]],
    [[toned('strong', summaryOf(sortDiagnostics(diagnostics)))]],
  ]);
}

function diagnosticLines(d: Diagnostic): readonly TextLine[] {
  const wayOut = wayOutOf(d);
  return [
    [toned(d.severity, `${severityName(d.severity)}[${d.code}]`), toned('strong', `: ${d.message}`)],
    ...(d.origin === null ? [] : [[toned('faint', '  --> '), formatOrigin(d.origin)]]),
    ...d.related.map(
      ({ message, origin }): TextLine => [toned('faint', '  ::: '), `${formatOrigin(origin)}: ${message}`],
    ),
    ...(wayOut === null ? [] : [[toned('faint', '  = '), toned('info', 'help'), `: ${wayOut}`]]),
  ];
}
