import { ACCESS_CODES } from './access-codes.ts';
import { ASSERTION_CODES } from './assertion-codes.ts';
import { BASE_CODES } from './base-codes.ts';
import { CHANGE_REVIEW_CODES } from './change-review-codes.ts';
import type { CodeRow } from './code-row.ts';
import { CONNECTOR_CODES } from './connector-codes.ts';
import { DOCUMENT_CODES } from './document-codes.ts';
import { DRIFT_CODES } from './drift-codes.ts';
import { ENGINE_CODES } from './engine-codes.ts';
import { EXPECTATION_CODES } from './expectation-codes.ts';
import { FILE_CODES } from './file-codes.ts';
import { JOURNAL_CODES } from './journal-codes.ts';
import { PLAN_CODES } from './plan-codes.ts';
import { RULE_CODES } from './rule-codes.ts';
import { STATE_CODES } from './state-codes.ts';

/** The program itself. */
const PROGRAM_CODES = {
  usage: {
    severity: 'error',
    means: 'Bylaw does not understand the command line.',
    wayOut: 'See bylaw --help.',
  },
  crashed: {
    severity: 'error',
    means: 'Bylaw met a bug of its own.',
    wayOut: 'Report it, with all that it printed on stderr.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;

/**
 * The closed list of diagnostic codes, by subject. A code is stable: scripts and reviews refer to it. docs/diagnostics.md
 * is printed from this table, so a code without a severity, a meaning and a way out does not compile.
 */
export const CODES = {
  ...FILE_CODES,
  ...DOCUMENT_CODES,
  ...ACCESS_CODES,
  ...EXPECTATION_CODES,
  ...CONNECTOR_CODES,
  ...PLAN_CODES,
  ...RULE_CODES,
  ...ENGINE_CODES,
  ...STATE_CODES,
  ...JOURNAL_CODES,
  ...BASE_CODES,
  ...ASSERTION_CODES,
  ...DRIFT_CODES,
  ...CHANGE_REVIEW_CODES,
  ...PROGRAM_CODES,
} as const satisfies Readonly<Record<string, CodeRow>>;

export type TableCode = keyof typeof CODES;

/**
 * The codes of lint rules. Each rule has all there is to say of it in its own file; the list of rules adds their codes here,
 * so that a rule is a file and a line.
 */
// biome-ignore lint/suspicious/noEmptyInterface: compile/lint/lint-rules.ts declares what is in it
export interface LintCodes {}

export type DiagnosticCode = TableCode | keyof LintCodes;

export function isTableCode(code: DiagnosticCode): code is TableCode {
  return Object.hasOwn(CODES, code);
}
