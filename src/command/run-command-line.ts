import type { Format } from '../report/format.ts';
import { ansi, plain } from '../report/text/text-style.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import { askedBy } from './asked.ts';
import type { ProcessContext } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { crashReport } from './crash.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { formatFrom, formatNamed, optionsOf } from './format-option.ts';
import { readArguments } from './options.ts';
import type { Console } from './terminal/console.ts';
import type { LoudConsole } from './terminal/loudness.ts';
import { type RedactingConsole, redactingConsole } from './terminal/redacting-console.ts';

/** Runs one command line. What it throws would be a bug: it is told as one, without secrets, with status 1. */
export async function runCommandLine(
  words: readonly string[],
  processContext: ProcessContext,
): Promise<ExitCode> {
  const shown = redactingConsole(processContext.console, processContext.environment);
  const asked = askedBy(words);
  if (asked.kind === 'answer') {
    shown.out(asked.text);
    return asked.status;
  }
  const { name, words: rest } = asked;
  const listed = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (listed === undefined) return misunderstood(shown, 'bylaw', rest, [unknownCommand(name)]);
  const command = await listed.load();
  const args = readArguments(name, rest, [...optionsOf(command), 'help']);
  if (!args.ok) return misunderstood(shown, name, rest, args.diagnostics);
  if (args.value.flag('help')) {
    const { commandHelp } = await import('./help/command-help.ts');
    shown.out(commandHelp(command, listed.summary));
    return EXIT.clean;
  }
  const format = formatFrom(command, args.value);
  if (!format.ok) return misunderstood(shown, name, rest, format.diagnostics);
  const [quiet, verbose] = [args.value.flag('quiet'), args.value.flag('verbose')];
  if (quiet && verbose) {
    const contradiction = diagnostic('usage', '--quiet and --verbose are opposites.', null);
    return misunderstood(shown, name, rest, [contradiction]);
  }
  const { console, end } = quiet || verbose ? await loud(shown, quiet) : { console: shown, end: () => {} };
  try {
    const context = {
      ...processContext,
      console,
      args: args.value,
      format: format.value,
      run: runCommandLine,
    };
    const status = await command.run(context);
    end(status);
    return status;
  } catch (error) {
    console.progress(null);
    const report = crashReport(`bylaw ${name}`, error, processContext.environment);
    console.err(report);
    if (format.value !== 'text') {
      await printProblems(console, format.value, name, [diagnostic('crashed', firstLines(report), null)]);
    }
    end(EXIT.error);
    return EXIT.error;
  }
}

/** Loaded where it is asked for. */
async function loud(console: RedactingConsole, quiet: boolean): Promise<LoudConsole> {
  const { quietConsole, verboseConsole } = await import('./terminal/loudness.ts');
  return quiet ? quietConsole(console) : verboseConsole(console, () => performance.now());
}

function unknownCommand(name: string): Diagnostic {
  const close = nearest(name, Object.keys(COMMANDS));
  const hint = close === null ? null : `Did you mean ${close}? See bylaw --help.`;
  return diagnostic('usage', `There is no command ${quote(name)}.`, null, { hint });
}

/** A command line that is not understood, told in the format that it asks for all the same. */
async function misunderstood(
  console: Console,
  command: string,
  words: readonly string[],
  diagnostics: readonly Diagnostic[],
): Promise<ExitCode> {
  await printProblems(console, formatNamed(words), command, diagnostics);
  return EXIT.error;
}

/** The printers are loaded where there is something to print: most starts are of commands that are understood. */
async function printProblems(
  console: Console,
  format: Format,
  command: string,
  diagnostics: readonly Diagnostic[],
): Promise<void> {
  const { diagnosticsIn } = await import('../report/diagnostics/diagnostic-formats.ts');
  const told = diagnosticsIn(format, command, diagnostics, { style: console.colour ? ansi : plain });
  if (format === 'text' || format === 'html' || format === 'csv') console.err(told);
  else console.out(told);
}

/** What it was and what was thrown, without the stack: that is on stderr. */
function firstLines(report: string): string {
  return report.split('\n').slice(0, 2).join(' ');
}
