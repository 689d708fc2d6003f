import { type Diagnostic, sortDiagnostics, wayOutOf } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import { severityName, summaryOf } from './diagnostics-summary.ts';

/** Diagnostics the way a compiler says them, and their count as the last line. Empty when there are none. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], style: Style): string {
  return printLines(diagnosticsLines(diagnostics), style);
}

export function diagnosticsLines(diagnostics: readonly Diagnostic[]): readonly TextLine[] {
  const sorted = sortDiagnostics(diagnostics);
  if (sorted.length === 0) return [];
  return spaced([...sorted.map(diagnosticLines), [[toned('strong', summaryOf(sorted))]]]);
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
