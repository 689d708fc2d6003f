import type { Diagnostic } from '../../source/diagnostic.ts';
import { junitXml } from '../expectation/junit.ts';
import type { Format } from '../format.ts';
import { jsonDocumentText, jsonText } from '../json/report-envelope.ts';
import type { ShardJson } from '../json/shard-json.ts';
import type { Style } from '../text/text-style.ts';
import { diagnosticsCsv } from './diagnostics-csv.ts';
import { diagnosticsHtml } from './diagnostics-html.ts';
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
  html: (command, diagnostics) => diagnosticsHtml(command, diagnostics),
  csv: (_, diagnostics) => diagnosticsCsv(diagnostics),
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
