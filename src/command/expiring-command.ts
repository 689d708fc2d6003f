import { expiringEntries } from '../report/expiring/expiring-entries.ts';
import { expiringJson } from '../report/expiring/expiring-json.ts';
import { expiringMarkdown } from '../report/expiring/expiring-markdown.ts';
import { expiringText } from '../report/expiring/expiring-text.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import type { Arguments } from './options.ts';
import { failCommand, showResult } from './output.ts';
import { openSession, selectionFrom } from './session/session.ts';

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
    const entries = expiringEntries(chosen, within.value.ms);
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

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** A hundred years: an end beyond all calendars cannot be told. */
const LONGEST_MS = 36_525 * 86_400_000;

/** Fails with invalid-value. */
function withinFrom(
  args: Arguments,
  announceDays: number,
): Outcome<{ readonly ms: number; readonly text: string }> {
  const text = args.text('within') ?? `${announceDays}d`;
  const [, number, unit = ''] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const ms = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (ms <= LONGEST_MS) return success({ ms, text });
  const message = `--within ${quote(text)} is not a length of time.`;
  return failure(diagnostic('invalid-value', message, null, { hint: 'Write 14d, 6w or 12h.' }));
}
