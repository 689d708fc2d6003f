import { expiringEntries } from '../report/expiring/expiring-entries.ts';
import { expiringJson } from '../report/expiring/expiring-json.ts';
import { expiringMarkdown } from '../report/expiring/expiring-markdown.ts';
import { expiringText } from '../report/expiring/expiring-text.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { openSession, selectionFrom } from './session/session.ts';
import { withinFrom } from './within-option.ts';

export const expiring: Command<'markdown' | 'json' | 'sarif'> = {
  name: 'expiring',
  usage: '[ORGANIZATION…]',
  options: ['workspace', 'at', 'within'],
  formats: ['text', 'markdown', 'json', 'sarif'],
  optionHelp: {
    within: 'how far to look ahead, e.g. 14d, 6w, 12h (default: windows.announce-days of bylaw.yaml)',
  },
  async run(context) {
    const session = openSession(context, selectionFrom(context.args), { basis: 'written' });
    if (!session.ok) return failCommand(context, 'expiring', session.diagnostics);
    const { chosen, workspace, diagnostics } = session.value;
    const within = withinFrom(context.args, workspace.document.announceDays);
    if (!within.ok) return failCommand(context, 'expiring', within.diagnostics);
    const entries = expiringEntries(chosen, workspace.reviews, within.value.ms);
    const { text: asked } = within.value;
    await showResult(context, {
      text: (style) => expiringText(entries, asked, style, diagnostics),
      markdown: () => expiringMarkdown(entries, asked, diagnostics),
      json: () => expiringJson(entries, asked, diagnostics),
      sarif: () => diagnostics,
    });
    return entries.length === 0 ? EXIT.clean : EXIT.changes;
  },
};
