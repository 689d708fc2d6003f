import type { DiagnosticJson } from './diagnostics.ts';

/** Changes only when a reader of the old form would break; additions do not break readers. */
export const FORMAT = 'bylaw.report/v1';

/** In one word, what came out. */
export type Result = 'no-changes' | 'changes' | 'drift' | 'no-drift' | 'ok' | 'failed' | 'error';

/** What every JSON report begins with. */
export interface Envelope<C extends string, R extends Result> {
  readonly format: typeof FORMAT;
  readonly command: C;
  readonly result: R;
  readonly diagnostics: readonly DiagnosticJson[];
}

export function envelope<C extends string, R extends Result>(
  command: C,
  result: R,
  diagnostics: readonly DiagnosticJson[],
): Envelope<C, R> {
  return { format: FORMAT, command, result, diagnostics };
}

/** C1 controls, invisible and bidirectional characters: legal in JSON, but the text may be shown on a terminal. */
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The report as text: two blanks of indentation, only harmless characters, a newline at the end. */
export function jsonText(report: Envelope<string, Result>): string {
  return `${harmless(JSON.stringify(report, null, 2))}\n`;
}

/** A JSON document that is no report but the answer itself, in the same form. */
export function documentText(document: object): string {
  return `${harmless(JSON.stringify(document, null, 2))}\n`;
}

/** The report on one line, for a command that goes on after it: who reads it knows where it ends. */
export function jsonLine(report: Envelope<string, Result>): string {
  return `${harmless(JSON.stringify(report))}\n`;
}

function harmless(text: string): string {
  return text.replace(UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
