import { diagnosticsJson } from '../report/diagnostics/diagnostics-json.ts';
import { diagnosticsText } from '../report/diagnostics/diagnostics-text.ts';
import { jsonText } from '../report/json/report-envelope.ts';
import { ansi, plain } from '../report/text/text-style.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import { askedBy } from './asked.ts';
import type { Command, ProcessContext } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { crashReport } from './crash.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { OPTIONS, readArguments } from './options.ts';
import type { Console } from './terminal/console.ts';
import { redactingConsole } from './terminal/redacting-console.ts';

/** Runs one command line. What it throws would be a bug: it is told as one, without secrets, with status 1. */
export async function runCommandLine(
  words: readonly string[],
  processContext: ProcessContext,
): Promise<ExitCode> {
  const console = redactingConsole(processContext.console, processContext.environment);
  const asked = askedBy(words);
  if (asked.kind === 'answer') {
    console.out(asked.text);
    return asked.status;
  }
  const { name, words: rest } = asked;
  const listed = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (listed === undefined) return misunderstood(console, 'bylaw', rest, [unknownCommand(name)]);
  const command = await listed.load();
  const args = readArguments(name, rest, [...command.options, 'help']);
  if (!args.ok) {
    return misunderstood(console, name, rest, args.diagnostics);
  }
  if (args.value.flag('help')) {
    console.out(commandHelp(command, listed.summary));
    return EXIT.clean;
  }
  try {
    return await command.run({ ...processContext, console, args: args.value, run: runCommandLine });
  } catch (error) {
    console.progress(null);
    console.err(crashReport(`bylaw ${name}`, error, processContext.environment));
    return EXIT.error;
  }
}

function unknownCommand(name: string): Diagnostic {
  const close = nearest(name, Object.keys(COMMANDS));
  const hint = close === null ? null : `Did you mean ${close}? See bylaw --help.`;
  return diagnostic('usage', `There is no command ${quote(name)}.`, null, { hint });
}

/** A command line that is not understood, told in the form that it asks for all the same. */
function misunderstood(
  console: Console,
  command: string,
  words: readonly string[],
  diagnostics: readonly Diagnostic[],
): ExitCode {
  if (words.includes('--json')) console.out(jsonText(diagnosticsJson(command, diagnostics)));
  else console.err(diagnosticsText(diagnostics, console.colour ? ansi : plain));
  return EXIT.error;
}

function commandHelp(command: Command, summary: string): string {
  const rows = command.options.map((name): readonly [string, string] => {
    const spec: { readonly value?: string; readonly help: string } = OPTIONS[name];
    const help = command.optionHelp?.[name] ?? spec.help;
    return [`--${name}${spec.value === undefined ? '' : ` ${spec.value}`}`, help];
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `Usage: bylaw ${command.name} ${command.usage}`.trimEnd(),
    '',
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n');
}
