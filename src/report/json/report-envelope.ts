import { replaceInvisible } from '../../source/invisible-characters.ts';
import { escapeLogCommands } from '../../source/log-command.ts';
import type { DiagnosticJson } from './diagnostic-list.ts';
import type { ShardJson } from './shard-json.ts';

/** Changes only when a reader of the old form would break; additions do not break readers. */
export const FORMAT = 'bylaw.report/v1';

/** In one word, what came out. */
export type ReportResult = 'no-changes' | 'changes' | 'drift' | 'no-drift' | 'ok' | 'failed' | 'error';

/** What every JSON report begins with. */
export interface ReportEnvelope<C extends string, R extends ReportResult> {
  readonly format: typeof FORMAT;
  readonly command: C;
  readonly result: R;
  readonly diagnostics: readonly DiagnosticJson[];
  /** Of a run that was told to do one part; left out of a whole one. */
  readonly shard?: ShardJson;
}

export function reportEnvelope<C extends string, R extends ReportResult>(
  command: C,
  result: R,
  diagnostics: readonly DiagnosticJson[],
): ReportEnvelope<C, R> {
  return { format: FORMAT, command, result, diagnostics };
}

/** The report as text: two blanks of indentation, only harmless characters, a newline at the end. */
export function jsonText(report: ReportEnvelope<string, ReportResult>): string {
  return `${harmless(JSON.stringify(report, null, 2))}\n`;
}

/** A JSON document that is no report but the answer itself, in the same form. */
export function jsonDocumentText(document: object): string {
  return `${harmless(JSON.stringify(document, null, 2))}\n`;
}

/** The report on one line, for a command that goes on after it: who reads it knows where it ends. */
export function jsonLine(report: ReportEnvelope<string, ReportResult>): string {
  return `${harmless(JSON.stringify(report))}\n`;
}

/** Legal in JSON, but the text may be shown on a terminal, or be run by a CI server out of its log. Says the same. */
export function harmless(text: string): string {
  return escapeLogCommands(
    replaceInvisible(text, (c) => (c === '\n' ? c : escaped(c))),
    escaped,
  );
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
