import type { Format } from '../report/format.ts';
import type { ExitCode } from './exit.ts';
import type { Arguments, OptionName } from './options.ts';
import type { Console } from './terminal/console.ts';
import type { RedactingConsole } from './terminal/redacting-console.ts';

/** What a command is handed; nothing in it reaches for the process by itself. */
export interface CommandContext<F extends Format = Format> {
  readonly args: Arguments;
  /** One of the command's formats. */
  readonly format: F | 'text';
  readonly console: RedactingConsole;
  readonly environment: NodeJS.ProcessEnv;
  /** The instant of the run, RFC 3339; `--at` wins where a command takes it. */
  readonly now: () => Date;
  /** Runs another command line, for a command that shows others at work. */
  readonly run: (words: readonly string[], processContext: ProcessContext) => Promise<ExitCode>;
}

/** What the process hands to every command. */
export interface ProcessContext extends Pick<CommandContext, 'environment' | 'now'> {
  readonly console: Console;
}

/** `F` are the formats besides text: what is not among them is not listed, and what is has a printer for each result. */
export interface Command<F extends Format = Format> {
  readonly name: string;
  /** What follows the name on the usage line. */
  readonly usage: string;
  /** Without those that ask for a format: `optionsOf`. */
  readonly options: readonly OptionName[];
  /** What its result can be printed in, text among them. */
  readonly formats: readonly ['text', ...F[]];
  /** What an option means for this command, where the words for all commands say too little. */
  readonly optionHelp?: { readonly [N in OptionName]?: string };
  run(context: CommandContext<F>): Promise<ExitCode>;
}

/** A command as the command line finds it. */
export interface CommandEntry {
  /** One line for `bylaw --help`. */
  readonly summary: string;
  /** A command is loaded when it is called for: `check` does not pay for terraform, nor `--help` for anything. */
  readonly load: () => Promise<Command>;
}
