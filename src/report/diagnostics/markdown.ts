import { type Diagnostic, sortDiagnostics } from '../../source/diagnostic.ts';
import { showOrigin } from '../../source/origin.ts';
import { comment, type Section } from '../markdown/comment.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/safe.ts';
import { table } from '../markdown/table.ts';
import { severityName, summaryOf } from './summary.ts';

/** Diagnostics as a comment of their own. */
export function diagnosticsMarkdown(diagnostics: readonly Diagnostic[]): string {
  const sorted = sortDiagnostics(diagnostics);
  return comment(md`**Bylaw found ${summaryOf(sorted)}.**`, diagnosticsSections(sorted));
}

/** One section, or none when there is nothing to say. */
export function diagnosticsSections(diagnostics: readonly Diagnostic[]): readonly Section[] {
  const sorted = sortDiagnostics(diagnostics);
  if (sorted.length === 0) return [];
  const rows = sorted.map((d) => [
    md`${severityName(d.severity)} ${code(d.code)}`,
    messageOf(d),
    d.origin === null ? md`` : code(showOrigin(d.origin)),
  ]);
  return [{ holds: md`${summaryOf(sorted)}`, body: table(['Kind', 'What', 'Where'], rows) }];
}

function messageOf(d: Diagnostic): Markdown {
  const parts = [
    md`${d.message}`,
    ...d.related.map(({ message, origin }) => md`${message}: ${code(showOrigin(origin))}`),
    ...(d.hint === null ? [] : [md`*Help:* ${d.hint}`]),
  ];
  return joinMarkdown(parts, '<br>');
}
