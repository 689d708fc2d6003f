import { diagnosticsIn } from '../report/diagnostics/diagnostic-formats.ts';
import { diagnosticsSarif } from '../report/diagnostics/diagnostics-sarif.ts';
import type { Format } from '../report/format.ts';
import { jsonPieces } from '../report/json/json-pieces.ts';
import { jsonDocumentText, type ReportEnvelope, type ReportResult } from '../report/json/report-envelope.ts';
import { ansi, plain, type Style } from '../report/text/text-style.ts';
import { type Diagnostic, diagnostic, sortDiagnostics } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { requestedInstant } from '../workspace/requested-instant.ts';
import type { CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type ReportedShard, unreadShard, withShardLine, withShardParagraph } from './reported-shard.ts';

export function styleOf(context: CommandContext): Style {
  return context.console.colour ? ansi : plain;
}

/** What a command found, in each format; made only for the one that is asked for. */
interface ResultPrinters {
  text(style: Style): string;
  json(): ReportEnvelope<string, ReportResult>;
  markdown(): string;
  /** The findings: what a scanner shows at the lines of files. */
  sarif(): readonly Diagnostic[];
  junit(): string;
  html(): string;
  csv(): string;
}

/**
 * Prints one result in the format that the user asked for, as fast as it is read. A format of the command without a printer
 * does not compile.
 */
export async function showResult<F extends Format>(
  context: CommandContext<F>,
  printers: NoInfer<Pick<ResultPrinters, F | 'text'>>,
  part: ReportedShard | null = null,
): Promise<void> {
  const { console, format } = context;
  const pieces = printed<F | 'text'>(format, printers, { style: styleOf(context), part });
  for (const piece of typeof pieces === 'string' ? [pieces] : pieces) {
    if (console.reader?.gone() === true) return;
    console.out(piece);
    await console.reader?.drained();
  }
}

/** One result as the content of a file, in a format of the command; its text without colours. */
export function resultContent<F extends Format>(
  format: F,
  printers: NoInfer<Pick<ResultPrinters, F>>,
  part: ReportedShard | null = null,
): Printed {
  return printed(format, printers, { style: plain, part });
}

interface PrintSettings {
  readonly style: Style;
  /** Where the result is of one shard. */
  readonly part: ReportedShard | null;
}

/** A text, or one that nobody holds as a whole: pieces that end with a line. */
type Printed = string | Iterable<string>;

function printed<F extends Format>(
  format: F,
  printers: Pick<ResultPrinters, F>,
  settings: PrintSettings,
): Printed {
  return PRINT[format](printers[format], settings);
}

const PRINT: { readonly [F in Format]: (print: ResultPrinters[F], settings: PrintSettings) => Printed } = {
  text: (print, { style, part }) => withShardLine(print(style), part, style),
  json: (print, { part }) => jsonPieces(part === null ? print() : { ...print(), shard: part.shard }),
  markdown: (print, { part }) => withShardParagraph(print(), part),
  sarif: (print, { part }) => jsonDocumentText(diagnosticsSarif(print(), part?.shard)),
  junit: (print) => print(),
  html: (print) => print(),
  csv: (print) => print(),
};

/** Ends a command that could not do what it was asked: all there is to say, and status 1. Text goes to stderr. */
export function failCommand(
  context: CommandContext,
  command: string,
  diagnostics: readonly Diagnostic[],
  part: ReportedShard | null = unreadShard(context),
): ExitCode {
  const { format, console } = context;
  const settings = { style: styleOf(context), shard: part?.shard };
  const told = diagnosticsIn(format, command, sortDiagnostics(diagnostics), settings);
  if (format === 'text' || format === 'html' || format === 'csv') console.err(told);
  else console.out(told);
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
