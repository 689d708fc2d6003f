import { countsOf, countsPhrase } from '../check/counts.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import type { ReportContext } from '../extras.ts';
import { counted } from '../phrases.ts';
import { aligned, type TextLine, printLines, spaced, toned } from '../text/page.ts';
import type { Style, Tone } from '../text/style.ts';
import type { DiffLine } from './unified-diff.ts';
import { fileRows, type ImportResult, importVerdict } from './written.ts';

const TONES: { readonly [S in DiffLine['sign']]: Tone | null } = {
  '+': 'added',
  '-': 'removed',
  '@': 'info',
  ' ': null,
  '\\': 'faint',
};

/** What was written where; without writing, the differences themselves. */
export function importText(result: ImportResult, style: Style, extras: ReportContext = {}): string {
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
        `${imported.organization}: ${counted(imported.unmanaged, 'live thing')} that nobody owns: not written, and left alone. --all writes ${imported.unmanaged === 1 ? 'it' : 'them'} too.`,
      ],
    );
  return printLines(spaced([heads, files, unmanaged, diagnosticsLines(extras.diagnostics ?? [])]), style);
}

function diffLine({ sign, text }: DiffLine): TextLine {
  const tone = TONES[sign];
  const shown = sign === '@' || sign === '\\' ? text : `${sign}${text}`;
  return [tone === null ? shown : toned(tone, shown)];
}
