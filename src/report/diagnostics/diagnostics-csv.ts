import { csvLines } from '../../page/tables/comma-separated.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';

/** One problem on each line, for who asked for a table and got none. */
export function diagnosticsCsv(diagnostics: readonly Diagnostic[]): string {
  return csvLines([
    ['severity', 'code', 'place', 'message', 'hint'],
    ...diagnostics.map(({ severity, code, origin, message, hint }) => [
      severity,
      code,
      origin === null ? null : formatOrigin(origin),
      message,
      hint,
    ]),
  ]);
}
