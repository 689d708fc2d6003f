import type { Diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { code, md } from '../markdown/escape-markdown.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { byOwners, type ReviewEntry, reviewPhrase, reviewsVerdict } from './review-entries.ts';

export function reviewsMarkdown(
  entries: readonly ReviewEntry[],
  within: string,
  diagnostics: readonly Diagnostic[],
): string {
  const sections = [...byOwners(entries)].map(([owners, own]) => ({
    holds: md`${counted(own.length, 'review')} of ${code(owners)}`,
    body: markdownTable(
      [`Reviews of ${owners}`, 'Organization', 'Grant', 'When', 'Where', 'Note'],
      own.map((entry) => [
        md`${entry.standing}`,
        code(entry.organization),
        md`${entry.grant}`,
        md`${reviewPhrase(entry)}`,
        code(formatOrigin(entry.origin)),
        entry.decision?.note == null ? md`` : md`${entry.decision.note}`,
      ]),
    ),
  }));
  return pullRequestComment(md`**${reviewsVerdict(entries, within)}.**`, [
    ...sections,
    ...diagnosticsSections(diagnostics),
  ]);
}
