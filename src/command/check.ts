import { checkJson } from '../report/check/json.ts';
import { checkMarkdown } from '../report/check/markdown.ts';
import { checkText } from '../report/check/text.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { fail, show } from './output.ts';
import { openSession } from './session.ts';

export const check: Command = {
  name: 'check',
  usage: '[ORGANIZATION…]',
  summary: 'read and check the documents, without asking the platform',
  options: ['workspace', 'at', 'json', 'markdown'],
  async run(context) {
    const session = openSession(context, context.args.positionals);
    if (!session.ok) return fail(context, 'check', session.diagnostics);
    const { chosen, workspace } = session.value;
    const diagnostics = [...session.value.diagnostics, ...workspace.lint];
    show(context, {
      text: (style) => checkText(chosen, style, { diagnostics }),
      markdown: () => checkMarkdown(chosen, { diagnostics }),
      json: () => checkJson(chosen, { diagnostics }),
    });
    return EXIT.clean;
  },
};
