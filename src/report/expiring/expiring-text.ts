import type { Diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { aligned, printLines, spaced, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import { type ExpiringEntry, expiringVerdict, whenPhrase, whyPhrase } from './expiring-entries.ts';

export function expiringText(
  entries: readonly ExpiringEntry[],
  within: string,
  style: Style,
  diagnostics: readonly Diagnostic[],
): string {
  const rows = entries.map((entry) => ({
    left: [
      toned('waiting', entry.kind === 'ends' ? 'ends    ' : 'review  '),
      `${entry.at} (${whenPhrase(entry)})  ${entry.organization}: ${entry.grant}`,
    ],
    right: [
      toned('faint', formatOrigin(entry.origin)),
      ...(whyPhrase(entry) === null ? [] : [toned('faint', `  ${whyPhrase(entry)}`)]),
    ],
  }));
  return printLines(
    spaced([
      aligned(rows),
      diagnosticsLines(diagnostics),
      [[toned('strong', expiringVerdict(entries, within))]],
    ]),
    style,
  );
}
