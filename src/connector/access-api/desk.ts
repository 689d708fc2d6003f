import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { HttpWriter } from '../http/client.ts';
import type { Exchange, ProblemDetails } from '../http/exchange.ts';
import type { LiveIndex } from './directory.ts';
import { decodeJson, type JsonObject } from './json-object.ts';
import { unknownLiveOrganization } from './read-lists.ts';
import { contradictionDiagnostic, type ResponseSubject } from './same-object.ts';
import { liveOrigin, type OrganizationEndpoint } from './site.ts';

/** What every write works with. */
export interface WriteContext {
  readonly http: HttpWriter;
  readonly site: OrganizationEndpoint;
  /** As read, and kept as written since. */
  readonly directory: LiveIndex;
  /** A fresh Idempotency-Key. */
  readonly newKey: () => string;
  /** Told what has to be known of a write that succeeds. */
  readonly note: (found: Diagnostic) => void;
}

export const WRITE_DONE: Outcome<null> = success(null);

/** Codes by which the platform says that something the body names is not there. */
const MISSING = new Set(['not-a-member', 'unknown-group', 'unknown-scope', 'unknown-role']);

/**
 * The diagnostics of a refusal: live-changed when the live side is not what the plan was made from (gone, 412, made
 * meanwhile), unknown-live-organization, and connector-refused with the platform's reason.
 */
export async function refusalDiagnostics(desk: WriteContext, subject: ResponseSubject, problem: ProblemDetails): Promise<Outcome<null>> {
  const { status, code, detail, errors } = problem;
  if (status === 404) return failure((await organizationFault(desk)) ?? goneMeanwhile(desk, subject));
  if (status === 412) return failure(liveChanged(desk, subject, 'changed since it was read'));
  if (status === 409 && code === 'already-exists') return failure(liveChanged(desk, subject, NOT_LISTED));
  if (MISSING.has(code)) return failure(liveChanged(desk, subject, `cannot be written any more (${detail})`));
  const places = errors.filter((error) => error.detail !== detail).map((e) => `${e.pointer}: ${e.detail}`);
  const message = `The platform refuses to change ${subject.name}: ${[detail, ...places].join('; ')} (${code || status})`;
  return failure(diagnostic('connector-refused', message, liveOrigin(desk.site, subject.path)));
}

/** Nobody is accused: lists that lag behind tell the same. */
const NOT_LISTED =
  'is there already and in no list that was read: it was made meanwhile, or what the platform lists lags behind';

export function liveChanged(desk: WriteContext, subject: ResponseSubject, how: string): Diagnostic {
  const origin = liveOrigin(desk.site, subject.path);
  return diagnostic('live-changed', `${subject.name} ${how}; it was left as it is`, origin);
}

export function goneMeanwhile(desk: WriteContext, subject: ResponseSubject): Diagnostic {
  const origin = liveOrigin(desk.site, subject.path);
  return diagnostic('live-changed', `${subject.name} is not there; nothing was written`, origin);
}

/**
 * 404 says the same of an object and of the whole organization. Taking the second for the first would report a
 * removal as done, so the organization is asked for; null when it is there.
 */
export async function organizationFault(desk: WriteContext): Promise<Diagnostic | null> {
  const exchange = await desk.http.get('');
  if (exchange.end === 'failure') return exchange.diagnostic;
  return exchange.end === 'refusal' ? unknownLiveOrganization(desk.site) : null;
}

/** The body of an answer, or connector-protocol when it is not the object that is documented. */
export function decodeAnswer<T>(
  desk: WriteContext,
  subject: ResponseSubject,
  answer: Extract<Exchange, { end: 'answer' }>,
  shape: (object: JsonObject) => T,
): Outcome<T> {
  const body = decodeJson(answer.body, shape);
  if (body.ok) return success(body.value);
  const message = `The answer about ${subject.name} is not as documented: ${body.fault}`;
  return failure(diagnostic('connector-protocol', message, liveOrigin(desk.site, subject.path)));
}

/** Reads one object again; null when it is gone. Fails with connector-contradiction where another one comes. */
export async function rereadObject<T extends { readonly id: string }>(
  desk: WriteContext,
  subject: ResponseSubject,
  shape: (object: JsonObject) => T,
  id: string | null,
): Promise<Outcome<T | null>> {
  const exchange = await desk.http.get(subject.path);
  if (exchange.end === 'answer') {
    const found = decodeAnswer(desk, subject, exchange, shape);
    if (!found.ok || id === null || found.value.id === id) return found;
    return failure(contradictionDiagnostic(desk.site, subject, `asked for by its id, ${found.value.id} came`));
  }
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.problem.status !== 404) return refusalDiagnostics(desk, subject, exchange.problem);
  const fault = await organizationFault(desk);
  return fault === null ? success(null) : failure(fault);
}
