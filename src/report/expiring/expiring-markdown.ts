import type { Diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { code, type Markdown, md } from '../markdown/escape-markdown.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { type ExpiringEntry, expiringVerdict, whenPhrase, whyPhrase } from './expiring-entries.ts';

export function expiringMarkdown(
  entries: readonly ExpiringEntry[],
  within: string,
  diagnostics: readonly Diagnostic[],
): string {
  const rows = entries.map((entry) => [
    md`${code(entry.at)} ${whenPhrase(entry)}`,
    entry.kind === 'ends' ? md`ends` : md`to be reviewed`,
    code(entry.organization),
    md`${entry.grant}`,
    code(formatOrigin(entry.origin)),
    whyCell(whyPhrase(entry)),
  ]);
  const table = {
    holds: md`${counted(rows.length, 'date')}`,
    body: markdownTable(['When', 'What happens', 'Organization', 'Grant', 'Where', 'Reason'], rows),
  };
  return pullRequestComment(md`**${expiringVerdict(entries, within)}.**`, [
    ...(rows.length === 0 ? [] : [table]),
    ...diagnosticsSections(diagnostics),
  ]);
}

function whyCell(why: string | null): Markdown {
  return why === null ? md`` : md`${why}`;
}
