import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { aligned, printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import type { MergedReport } from './merge-shards.ts';
import { mergedVerdict } from './merged-verdict.ts';
import type { ReportedOrganization } from './shard-report.ts';

const MOST_LINES = 40;

/** The reports of all shards as one, for a terminal: the verdict of the whole, then each organization's. */
export function mergedText(report: MergedReport, style: Style): string {
  return printLines(
    spaced([
      [[toned('strong', mergedVerdict(report))]],
      ...report.organizations.map(organizationLines),
      diagnosticsLines(report.diagnostics),
    ]),
    style,
  );
}

function organizationLines({ organization, verdict, lines }: ReportedOrganization): readonly TextLine[] {
  const shown = lines.slice(0, MOST_LINES);
  const more = lines.length - shown.length;
  return [
    [toned('strong', `${organization}: `), verdict],
    ...aligned(
      shown.map(({ sign, tone, text, place }) => ({
        left: [toned(tone, `  ${sign}`), ` ${text}`],
        right: place === null ? [] : [toned('faint', place)],
      })),
    ),
    ...(more === 0 ? [] : [[toned('faint', `  … and ${more} more (--json names all)`)]]),
  ];
}
