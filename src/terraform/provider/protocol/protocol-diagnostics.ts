/** Problems as the diagnostics Terraform prints. */
import { escapeLines } from '../../../source/quote.ts';
import { errorRedactorOf } from '../../../source/redact-errors.ts';
import type { DiagnosticMessage } from './messages.ts';
import type { Message, Value } from './protobuf.ts';
import type { RowDiagnostic } from './row.ts';

type DiagnosticValue = typeof DiagnosticMessage extends Message<infer F> ? Value<F> : never;

const severities = { error: 1, warning: 2 } as const;

export function toDiagnostics(problems: readonly RowDiagnostic[] | undefined): readonly DiagnosticValue[] {
  if (problems === undefined) return [];
  return problems.map(({ severity, summary, detail, attribute }) => ({
    severity: severities[severity],
    summary: escapeLines(summary),
    detail: escapeLines(detail),
    attribute: attribute && {
      steps: attribute.map((step) =>
        typeof step === 'string' ? { attributeName: step } : { elementKey: step.key },
      ),
    },
  }));
}

export function hasError(problems: readonly RowDiagnostic[] | undefined): boolean {
  return problems?.some(({ severity }) => severity === 'error') === true;
}

/** A request this provider rightly refuses; unlike other exceptions it is no bug. */
export class RequestRefusal extends Error {
  readonly summary: string;

  constructor(summary: string, detail: string) {
    super(detail);
    this.summary = summary;
  }
}

/** The one diagnostic an exception becomes. `doing` says what was being done, as `ReadResource of bylaw_group`. */
export function diagnosticOfThrown(error: unknown, doing: string): RowDiagnostic {
  if (error instanceof RequestRefusal)
    return { severity: 'error', summary: error.summary, detail: error.message };
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    severity: 'error',
    summary: `A bug in bylaw: ${doing} failed`,
    detail: `${errorRedactorOf(process.env)(message)}\n\nThis is a bug in bylaw rather than in your files. Please report it.`,
  };
}
