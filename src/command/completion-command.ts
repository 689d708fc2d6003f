import { completionJson } from '../report/completion/completion-json.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import type { Command, CommandEntry } from './command.ts';
import { bashCompletion } from './completion/bash-completion.ts';
import { type CompletedCommand, completedCommands } from './completion/completed-command.ts';
import { fishCompletion } from './completion/fish-completion.ts';
import { zshCompletion } from './completion/zsh-completion.ts';
import { EXIT } from './exit.ts';
import { failCommand, showResult } from './output.ts';

const SHELLS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

const USAGE = 'bash | zsh | fish';

/** A script that has every command and option, from the tables that the command line itself is read by. */
export function completionOf(table: Readonly<Record<string, CommandEntry>>): Command<'json'> {
  return {
    name: 'completion',
    usage: USAGE,
    options: [],
    formats: ['text', 'json'],
    async run(context) {
      const [shell, ...rest] = context.args.positionals;
      const script = shell !== undefined && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
      if (shell === undefined || script === undefined || rest.length > 0) {
        const asked = context.args.positionals.join(' ');
        const message = asked === '' ? 'For which shell?' : `There are no completions for ${quote(asked)}.`;
        const hint = didYouMean(asked, Object.keys(SHELLS)) ?? `Usage: bylaw completion ${USAGE}`;
        return failCommand(context, 'completion', [diagnostic('usage', message, null, { hint })]);
      }
      const made = script(await completedCommands(table));
      await showResult(context, { text: () => made.trimEnd(), json: () => completionJson(shell, made) });
      return EXIT.clean;
    },
  };
}
