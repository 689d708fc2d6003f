import { join } from 'node:path';
import { journalledOrganizations, loadJournals } from '../journal/journal-folder.ts';
import { doneIn, type Journal, unansweredIn } from '../journal/journal-record.ts';
import type { HistoryEntry } from '../report/history/history-entry.ts';
import { historyJson } from '../report/history/history-json.ts';
import { historyMarkdown } from '../report/history/history-markdown.ts';
import { historyText } from '../report/history/history-text.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { escapeText } from '../source/quote.ts';
import { compareText } from '../source/text-order.ts';
import { loadWorkspaceFile } from '../workspace/workspace.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { failCommand, showResult } from './output.ts';

/** Documents that are broken hide no history: only the workspace file is read. */
export const history: Command<'markdown' | 'json'> = {
  name: 'history',
  usage: '[ORGANIZATION…]',
  options: ['workspace'],
  formats: ['text', 'markdown', 'json'],
  async run(context) {
    const workspace = loadWorkspaceFile(context.args.text('workspace'));
    if (!workspace.ok) return failCommand(context, 'history', workspace.diagnostics);
    const { document, root } = workspace.value;
    const directory = join(root, document.stateDirectory);
    const kept = journalledOrganizations(directory);
    const { positionals } = context.args;
    const known = new Set([...kept, ...document.organizations.map(({ name }) => name)]);
    const unknown = positionals.filter((name) => !known.has(name));
    if (unknown.length > 0) return failCommand(context, 'history', unknown.map(neverApplied));
    const chosen = positionals.length === 0 ? kept : positionals;
    const entries: HistoryEntry[] = [];
    const diagnostics: Diagnostic[] = [...workspace.diagnostics];
    for (const organization of chosen) {
      const found = loadJournals(directory, organization);
      diagnostics.push(...found.diagnostics);
      entries.push(...found.journals.map((journal) => entryOf(journal, found.journals)));
    }
    entries.sort((a, b) => compareText(b.at, a.at) || compareText(a.organization, b.organization));
    const status = hasErrors(diagnostics) ? EXIT.error : EXIT.clean;
    await showResult(context, {
      text: (style) => historyText(entries, style, diagnostics),
      markdown: () => historyMarkdown(entries, diagnostics),
      json: () => historyJson(entries, status === EXIT.error ? 'error' : 'ok', diagnostics),
    });
    return status;
  },
};

function neverApplied(organization: string): Diagnostic {
  const message = `There is no journal of ${escapeText(organization)}, and the workspace has no such organization.`;
  return diagnostic('unknown-organization', message, null);
}

function entryOf(journal: Journal, all: readonly Journal[]): HistoryEntry {
  const { file, header, changes, sent, answered, outcome } = journal;
  const settler = all.find(({ header: { settles } }) => settles.includes(header.id));
  const count = (wanted: string) => answered.filter(({ result }) => result === wanted).length;
  return {
    file,
    id: header.id,
    organization: header.organization,
    platform: header.platform,
    address: header.address,
    engine: header.engine,
    by: header.by,
    commit: header.commit,
    at: header.at,
    endedAt: outcome === null ? null : outcome.at,
    result: outcome === null ? 'unfinished' : outcome.result,
    writes: {
      allowed: header.plan.writes,
      sent: sent.length,
      done: doneIn(journal).length,
      refused: count('refused'),
      failed: count('failed'),
      unanswered: unansweredIn(journal).length,
    },
    left: outcome === null ? null : outcome.left,
    resumes: header.resumes,
    undoes: header.undoes,
    settledBy: settler === undefined ? null : settler.header.id,
    changes: changes.map(({ action, name, because }) => ({ action, name, because })),
  };
}
