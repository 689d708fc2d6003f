import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { Exchange, ProblemDetails } from '../http/exchange.ts';
import type { HttpWriter } from '../http/http-interface.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import { unknownLiveOrganization } from '../live/incomplete-read.ts';
import type { LiveIndex } from '../live/live-index.ts';
import { liveOrigin, type OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { decodeJson, type JsonObject } from '../protocol/json-object.ts';

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
export async function refusalDiagnostics(
  writeContext: WriteContext,
  responseSubject: ResponseSubject,
  problemDetails: ProblemDetails,
): Promise<Outcome<null>> {
  const { status, code, detail, errors } = problemDetails;
  if (status === 404)
    return failure((await organizationFault(writeContext)) ?? goneMeanwhile(writeContext, responseSubject));
  if (status === 412) return failure(liveChanged(writeContext, responseSubject, 'changed since it was read'));
  if (status === 409 && code === 'already-exists')
    return failure(liveChanged(writeContext, responseSubject, NOT_LISTED));
  if (MISSING.has(code))
    return failure(liveChanged(writeContext, responseSubject, `cannot be written any more (${detail})`));
  const places = errors.filter((error) => error.detail !== detail).map((e) => `${e.pointer}: ${e.detail}`);
  const message = `The platform refuses to change ${responseSubject.name}: ${[detail, ...places].join('; ')} (${code || status})`;
  return failure(
    diagnostic('connector-refused', message, liveOrigin(writeContext.site, responseSubject.path)),
  );
}

/** Nobody is accused: lists that lag behind tell the same. */
const NOT_LISTED =
  'exists already, but was in no list that was read: it was created meanwhile, or the lists of the platform lag behind';

export function liveChanged(
  writeContext: WriteContext,
  responseSubject: ResponseSubject,
  how: string,
): Diagnostic {
  const origin = liveOrigin(writeContext.site, responseSubject.path);
  return diagnostic('live-changed', `${responseSubject.name} ${how}; it was left as it is`, origin);
}

export function goneMeanwhile(writeContext: WriteContext, responseSubject: ResponseSubject): Diagnostic {
  const origin = liveOrigin(writeContext.site, responseSubject.path);
  return diagnostic('live-changed', `${responseSubject.name} is not there; nothing was written`, origin);
}

/**
 * 404 says the same of an object and of the whole organization. Taking the second for the first would report a
 * removal as done, so the organization is asked for; null when it is there.
 */
export async function organizationFault(writeContext: WriteContext): Promise<Diagnostic | null> {
  const exchange = await writeContext.http.get('');
  if (exchange.end === 'failure') return exchange.diagnostic;
  return exchange.end === 'refusal' ? unknownLiveOrganization(writeContext.site) : null;
}

/** The body of an answer, or connector-protocol when it is not the object that is documented. */
export function decodeAnswer<T>(
  writeContext: WriteContext,
  responseSubject: ResponseSubject,
  answer: Extract<Exchange, { end: 'answer' }>,
  shape: (object: JsonObject) => T,
): Outcome<T> {
  const body = decodeJson(answer.body, shape);
  if (body.ok) return success(body.value);
  const message = `The answer about ${responseSubject.name} is not as documented: ${body.fault}`;
  return failure(
    diagnostic('connector-protocol', message, liveOrigin(writeContext.site, responseSubject.path)),
  );
}

/** Reads one object again; null when it is gone. Fails with connector-contradiction where another one comes. */
export async function rereadObject<T extends { readonly id: string }>(
  writeContext: WriteContext,
  responseSubject: ResponseSubject,
  shape: (object: JsonObject) => T,
  id: string | null,
): Promise<Outcome<T | null>> {
  const exchange = await writeContext.http.get(responseSubject.path);
  if (exchange.end === 'answer') {
    const found = decodeAnswer(writeContext, responseSubject, exchange, shape);
    if (!found.ok || id === null || found.value.id === id) return found;
    return failure(
      contradictionDiagnostic(
        writeContext.site,
        responseSubject,
        `asked for by its id, ${found.value.id} came`,
      ),
    );
  }
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.problem.status !== 404)
    return refusalDiagnostics(writeContext, responseSubject, exchange.problem);
  const fault = await organizationFault(writeContext);
  return fault === null ? success(null) : failure(fault);
}
