import { countsOf, countsPhrase } from '../check/document-counts.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { counted } from '../phrases.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { aligned, printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style, Tone } from '../text/text-style.ts';
import { fileRows, type ImportResult, importVerdict } from './import-result.ts';
import { type DiffLine, diffLineText } from './unified-diff.ts';
import { placePhrase, unplacedRows } from './unplaced-rows.ts';

const TONES: { readonly [S in DiffLine['sign']]: Tone | null } = {
  '+': 'added',
  '-': 'removed',
  '@': 'info',
  ' ': null,
  '\\': 'faint',
};

/** What was written where; without writing, the differences themselves. */
export function importText(
  result: ImportResult,
  style: Style,
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const rows = fileRows(result);
  const files = result.wrote
    ? aligned(
        rows.map(({ file, status, diff }) => ({
          left: [
            toned(status === 'created' ? 'added' : 'changed', status === 'created' ? '  + ' : '  ~ '),
            file,
          ],
          right: [
            toned(
              'faint',
              status === 'created' ? counted(diff.added, 'line') : `+${diff.added} -${diff.removed}`,
            ),
          ],
        })),
      )
    : rows.flatMap(({ file, status, diff }): readonly TextLine[] => [
        [toned('strong', `--- ${status === 'created' ? '/dev/null' : `a/${file}`}`)],
        [toned('strong', `+++ b/${file}`)],
        ...diff.lines.map(diffLine),
      ]);
  const heads = result.organizations.map(
    (imported): TextLine => [
      toned('strong', imported.organization),
      toned('faint', ` (${imported.platform.name})`),
      `: ${importVerdict(imported, result.wrote)}; ${countsPhrase(countsOf(imported.desired))}`,
    ],
  );
  const unmanaged = result.organizations
    .filter((imported) => imported.unmanaged > 0)
    .map(
      (imported): TextLine => [
        `${imported.organization}: ${counted(imported.unmanaged, 'live thing')} that the documents do not own: not written, and left alone. --all writes ${imported.unmanaged === 1 ? 'it' : 'them'} too.`,
      ],
    );
  return printLines(
    spaced([heads, files, unmanaged, unplacedLines(result), diagnosticsLines(reportContext.diagnostics)]),
    style,
  );
}

/** What the files of another program say beyond the documents: each sort with how often and where. */
function unplacedLines({ organizations }: ImportResult): readonly TextLine[] {
  const rows = unplacedRows(organizations);
  if (rows.length === 0) return [];
  return [
    ['Documents have no place for:'],
    ...aligned(
      rows.map((row) => ({
        left: [`  ${row.what}`],
        right: [`${row.count} `, toned('faint', placePhrase(row))],
      })),
    ),
    [toned('faint', 'The reasons, and each of them with its place, are in --json.')],
  ];
}

export function diffLine(line: DiffLine): TextLine {
  const tone = TONES[line.sign];
  const shown = diffLineText(line);
  return [tone === null ? shown : toned(tone, shown)];
}
