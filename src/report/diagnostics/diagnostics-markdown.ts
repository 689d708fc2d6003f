import { type Diagnostic, sortDiagnostics, wayOutOf } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/escape-markdown.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { severityName, summaryOf } from './diagnostics-summary.ts';

/** Diagnostics as a comment of their own. */
export function diagnosticsMarkdown(diagnostics: readonly Diagnostic[]): string {
  const sorted = sortDiagnostics(diagnostics);
  return pullRequestComment(md`**Bylaw found ${summaryOf(sorted)}.**`, diagnosticsSections(sorted));
}

/** One section, or none when there is nothing to say. */
export function diagnosticsSections(diagnostics: readonly Diagnostic[]): readonly CommentSection[] {
  const sorted = sortDiagnostics(diagnostics);
  if (sorted.length === 0) return [];
  const rows = sorted.map((d) => [
    md`${severityName(d.severity)} ${code(d.code)}`,
    messageOf(d),
    d.origin === null ? md`` : code(formatOrigin(d.origin)),
  ]);
  return [{ holds: md`${summaryOf(sorted)}`, body: markdownTable(['Kind', 'What', 'Where'], rows) }];
}

function messageOf(d: Diagnostic): Markdown {
  const wayOut = wayOutOf(d);
  const parts = [
    md`${d.message}`,
    ...d.related.map(({ message, origin }) => md`${message}: ${code(formatOrigin(origin))}`),
    ...(wayOut === null ? [] : [md`*Help:* ${wayOut}`]),
  ];
  return joinMarkdown(parts, '<br>');
}
