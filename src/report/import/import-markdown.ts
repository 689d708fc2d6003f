import { formatOrigin } from '../../source/origin.ts';
import { countsOf, countsPhrase } from '../check/document-counts.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { code, md } from '../markdown/escape-markdown.ts';
import { details, markdownTable } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { fileRows, type ImportResult, importVerdict } from './import-result.ts';
import { placePhrase, unplacedRows } from './unplaced-rows.ts';

export function importMarkdown(result: ImportResult, reportContext: ReportContext = NOTHING_MORE): string {
  const rows = fileRows(result);
  const what =
    rows.length === 0
      ? 'nothing to write'
      : `${counted(rows.length, 'file')} ${result.wrote ? 'written' : 'would be written'}`;
  return pullRequestComment(md`**Import: ${what}.**`, [
    ...diagnosticsSections(reportContext.diagnostics),
    organizationsSection(result),
    ...filesSection(result),
    ...leftSection(result),
    ...unplacedSection(result),
  ]);
}

function organizationsSection(result: ImportResult): CommentSection {
  const rows = result.organizations.map((imported) => [
    code(imported.organization),
    code(imported.platform.name),
    md`${importVerdict(imported, result.wrote)}`,
    md`${countsPhrase(countsOf(imported.desired))}`,
  ]);
  return {
    holds: md`the organizations`,
    body: markdownTable(['Organization', 'Platform', 'Outcome', 'What the documents say'], rows),
  };
}

function filesSection(result: ImportResult): readonly CommentSection[] {
  const rows = fileRows(result).map(({ file, status, diff }) => [
    code(file),
    md`${status}`,
    md`${diff.added}`,
    md`${diff.removed}`,
  ]);
  if (rows.length === 0) return [];
  return [
    {
      holds: md`${counted(rows.length, 'file')}`,
      body: markdownTable(['File', 'What', 'Lines added', 'Lines removed'], rows),
    },
  ];
}

function leftSection({ organizations }: ImportResult): readonly CommentSection[] {
  const rows = organizations.flatMap(({ left }) =>
    left.map(({ shown, attribute, why, origin }) => [
      code(attribute === null ? shown : `${shown} ${attribute}`),
      md`${why}`,
      code(formatOrigin(origin)),
    ]),
  );
  if (rows.length === 0) return [];
  return [
    {
      holds: md`${counted(rows.length, 'thing')} left out`,
      body: details(`Left out: ${rows.length}`, markdownTable(['What', 'Why', 'Where'], rows)),
    },
  ];
}

function unplacedSection({ organizations }: ImportResult): readonly CommentSection[] {
  const rows = unplacedRows(organizations);
  if (rows.length === 0) return [];
  const cells = rows.map((row) => [
    md`${row.what}`,
    md`${row.count}`,
    md`${row.why}`,
    code(placePhrase(row)),
  ]);
  return [
    {
      holds: md`${counted(rows.length, 'sort')} of things without a place`,
      body: details(
        `Documents have no place for: ${rows.length}`,
        markdownTable(['What', 'Times', 'Why', 'Where'], cells),
      ),
    },
  ];
}
