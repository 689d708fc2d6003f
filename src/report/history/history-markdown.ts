import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { code, joinMarkdown, md } from '../markdown/escape-markdown.ts';
import { bullets, heading } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { SIGNS } from '../plan/change-words.ts';
import type { HistoryEntry } from './history-entry.ts';
import { historyOrigin, historyVerdict } from './history-phrases.ts';

export function historyMarkdown(
  entries: readonly HistoryEntry[],
  diagnostics: readonly Diagnostic[],
): string {
  const verdict = md`**${counted(entries.length, 'apply', 'applies')} in the journals.**`;
  return pullRequestComment(verdict, [...diagnosticsSections(diagnostics), ...entries.map(sectionOf)]);
}

function sectionOf(entry: HistoryEntry): CommentSection {
  const { organization, at, file, changes } = entry;
  const head = joinMarkdown(
    [
      heading(`${organization} ${at}`),
      md`${historyVerdict(entry)}. By ${historyOrigin(entry)}. In ${code(file)}.`,
    ],
    '\n\n',
  );
  const items = changes.map(({ action, name, because }) => ({
    item: md`${code(SIGNS[action].sign)} ${code(name)}: ${because.text} (${code(because.place)})`,
    rank: 2,
  }));
  const body = items.length === 0 ? head : joinMarkdown([head, bullets(items)], '\n\n');
  return { holds: md`an apply of ${code(organization)}`, body };
}
