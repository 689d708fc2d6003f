import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { code, joinMarkdown, md } from '../markdown/escape-markdown.ts';
import { bullets, heading, markdownTable } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import type { MergedReport } from './merge-shards.ts';
import { mergedVerdict } from './merged-verdict.ts';
import type { ReportedOrganization } from './shard-report.ts';

/** The reports of all shards as one comment. */
export function mergedMarkdown(report: MergedReport): string {
  const { organizations } = report;
  const table: readonly CommentSection[] =
    organizations.length === 0
      ? []
      : [
          {
            holds: md`${counted(organizations.length, 'verdict')}`,
            body: markdownTable(
              ['Organization', 'Verdict'],
              organizations.map(({ organization, verdict }) => [code(organization), md`${verdict}`]),
            ),
            rank: 1,
          },
        ];
  return pullRequestComment(md`**${mergedVerdict(report)}.**`, [
    ...table,
    ...diagnosticsSections(report.diagnostics),
    ...organizations.flatMap(linesOf),
  ]);
}

function linesOf({ organization, lines }: ReportedOrganization): readonly CommentSection[] {
  if (lines.length === 0) return [];
  const items = lines.map(({ sign, text, place }) => ({
    item:
      place === null ? md`${code(sign.trim())} ${text}` : md`${code(sign.trim())} ${text} (${code(place)})`,
    rank: 2,
  }));
  return [
    {
      holds: md`${counted(lines.length, 'line')} of ${code(organization)}`,
      body: joinMarkdown([heading(organization), bullets(items)], '\n\n'),
    },
  ];
}
