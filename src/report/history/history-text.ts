import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { SIGNS } from '../plan/change-words.ts';
import { printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import type { HistoryEntry } from './history-entry.ts';
import { historyOrigin, historyVerdict } from './history-phrases.ts';

const MOST_CHANGES = 10;

/** The newest apply first. */
export function historyText(
  entries: readonly HistoryEntry[],
  style: Style,
  diagnostics: readonly Diagnostic[],
): string {
  const none: readonly TextLine[] = entries.length === 0 ? [['No apply stands in a journal here.']] : [];
  return printLines(spaced([none, ...entries.map(entryLines), diagnosticsLines(diagnostics)]), style);
}

function entryLines(entry: HistoryEntry): readonly TextLine[] {
  const { organization, at, result, file, changes } = entry;
  const shown = changes.slice(0, MOST_CHANGES);
  const more = changes.length - shown.length;
  const tone = result === 'proven' || result === 'unchanged' ? 'added' : 'waiting';
  return [
    [toned('strong', organization), ` ${at}  `, toned(tone, historyVerdict(entry))],
    [toned('faint', `  ${historyOrigin(entry)}`)],
    [toned('faint', `  ${file}`)],
    ...shown.map(
      ({ action, name, because }): TextLine => [
        '    ',
        toned(SIGNS[action].tone, SIGNS[action].sign),
        ` ${name}: ${because.text}  `,
        toned('faint', because.place),
      ],
    ),
    ...(more === 0 ? [] : [[toned('faint', `    … and ${more} more (--json names all)`)]]),
  ];
}
