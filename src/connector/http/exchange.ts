import type { Diagnostic } from '../../source/diagnostic.ts';
import type { RefusalKind } from './api-conventions.ts';

/** A refusal in the form of RFC 9457, as far as programs look at it. */
export interface ProblemDetails {
  readonly status: number;
  /** Stable; what programs branch on. Empty when the platform gives none. */
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  /** With `already-exists`: the object that is there. */
  readonly existing: string | null;
}

interface ExchangeAnswer {
  /** Null for one that there is none of. */
  readonly headers: { get(name: string): string | null };
  /** The ETag header, null when there is none. */
  readonly etag: string | null;
  /** An earlier try of this request got no proper answer and may have been carried out all the same. */
  readonly uncertain: boolean;
}

/** How a request ended once retrying was over. */
export type Exchange =
  /** With 304 the body is null: what was read before is as it was. */
  | ({ readonly end: 'answer'; readonly status: number; readonly body: unknown } & ExchangeAnswer)
  | ({
      readonly end: 'refusal';
      readonly kind: RefusalKind;
      readonly problem: ProblemDetails;
    } & ExchangeAnswer)
  | {
      readonly end: 'failure';
      readonly diagnostic: Diagnostic;
      /** A write that may have been carried out all the same. */
      readonly inDoubt: boolean;
    };

/** The problem in a JSON body; what is missing is filled from the status, because refusals must never be lost. */
export function problemDetailsOf(status: number, body: unknown): ProblemDetails {
  const fields: Readonly<Record<string, unknown>> = isObject(body) ? body : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const errors = Array.isArray(fields.errors) ? fields.errors.filter(isObject) : [];
  const existing = isObject(fields.existing) ? text(fields.existing.id) : '';
  return {
    status,
    code: text(fields.code),
    detail: text(fields.detail) || text(fields.title) || text(fields.message) || `HTTP ${status}`,
    errors: errors.map((error) => ({
      pointer: text(error.pointer),
      detail: text(error.detail) || text(error.message),
    })),
    existing: existing === '' ? null : existing,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
