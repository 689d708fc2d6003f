import type { Diagnostic } from '../../source/diagnostic.ts';
import { junitXml } from '../expectation/junit.ts';
import type { Format } from '../format.ts';
import { jsonDocumentText, jsonText } from '../json/report-envelope.ts';
import type { ShardJson } from '../json/shard-json.ts';
import { plain, type Style } from '../text/text-style.ts';
import { diagnosticsJson } from './diagnostics-json.ts';
import { diagnosticsMarkdown } from './diagnostics-markdown.ts';
import { diagnosticsSarif } from './diagnostics-sarif.ts';
import { diagnosticsText } from './diagnostics-text.ts';

interface DiagnosticPrintSettings {
  readonly style: Style;
  /** What the shard says of itself, where the command was told to do one. */
  readonly shard?: ShardJson | undefined;
}

type PrintDiagnostics = (
  command: string,
  diagnostics: readonly Diagnostic[],
  settings: DiagnosticPrintSettings,
) => string;

/** Problems are printable in every format, whatever else a command prints in it. */
const PRINTERS: Readonly<Record<Format, PrintDiagnostics>> = {
  text: (_, diagnostics, { style }) => diagnosticsText(diagnostics, style),
  markdown: (_, diagnostics) => diagnosticsMarkdown(diagnostics),
  json: (command, diagnostics, { shard }) =>
    jsonText({ ...diagnosticsJson(command, diagnostics), ...(shard === undefined ? {} : { shard }) }),
  sarif: (_, diagnostics, { shard }) => jsonDocumentText(diagnosticsSarif(diagnostics, shard)),
  junit: (_, diagnostics) => junitXml([], diagnostics),
  // Neither a page nor a table of people is one of problems.
  html: (_, diagnostics) => diagnosticsText(diagnostics, plain),
  csv: (_, diagnostics) => diagnosticsText(diagnostics, plain),
};

/** What a command that came to nothing but diagnostics prints. */
export function diagnosticsIn(
  format: Format,
  command: string,
  diagnostics: readonly Diagnostic[],
  settings: DiagnosticPrintSettings,
): string {
  return PRINTERS[format](command, diagnostics, settings);
}
