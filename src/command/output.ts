import { diagnosticsJson } from '../report/diagnostics/diagnostics-json.ts';
import { diagnosticsText } from '../report/diagnostics/diagnostics-text.ts';
import { jsonText, type ReportEnvelope, type ReportResult } from '../report/json/report-envelope.ts';
import { ansi, plain, type Style } from '../report/text/text-style.ts';
import { type Diagnostic, diagnostic, sortDiagnostics } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { requestedInstant } from '../workspace/requested-instant.ts';
import type { CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

export function styleOf(context: CommandContext): Style {
  return context.console.colour ? ansi : plain;
}

/** What a command found, in each form; made only for the form that is asked for. */
export interface ResultForms {
  text(style: Style): string;
  markdown?(): string;
  json(): ReportEnvelope<string, ReportResult>;
}

/** Prints one result in the form the user asked for. */
export function showResult(context: CommandContext, resultForms: ResultForms): void {
  const { args, console } = context;
  if (args.flag('json')) console.out(jsonText(resultForms.json()));
  else if (args.flag('markdown') && resultForms.markdown !== undefined) console.out(resultForms.markdown());
  else console.out(resultForms.text(styleOf(context)));
}

/** Ends a command that could not do what it was asked: all there is to say, and status 1. */
export function failCommand(
  context: CommandContext,
  command: string,
  diagnostics: readonly Diagnostic[],
): ExitCode {
  const sorted = sortDiagnostics(diagnostics);
  if (context.args.flag('json')) context.console.out(jsonText(diagnosticsJson(command, sorted)));
  else context.console.err(diagnosticsText(sorted, styleOf(context)));
  return EXIT.error;
}

/** The instant a command looks at: `--at`, or now. A date alone is its first moment. Fails with invalid-date. */
export function instantFrom({ args, now }: CommandContext): Outcome<string> {
  const text = args.text('at');
  if (text === null) return success(now().toISOString());
  const instant = requestedInstant(text);
  if (instant === null) {
    return failure(diagnostic('invalid-date', `--at ${text} is not an instant.`, null));
  }
  return success(instant);
}
