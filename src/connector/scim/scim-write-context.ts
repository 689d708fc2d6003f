import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { isFields } from '../described/read/row-field.ts';
import type { Exchange } from '../http/exchange.ts';
import type { HttpWrite, HttpWriter } from '../http/http-interface.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import type { LiveIndex } from '../live/live-index.ts';
import { liveOrigin } from '../live/organization-endpoint.ts';
import type { ProviderConfig } from './provider-config.ts';
import type { ScimSite } from './read-scim.ts';
import { plainly, type ScimResource } from './scim-wire.ts';

/** What this run has found out of the server while it wrote. */
export interface ServerTrust {
  /** Somebody was taken out of a group of several, and the others were still there. */
  removals: 'untried' | 'proved' | 'broken';
  /** A filter was answered with more than it asks for. */
  ignoresFilters: boolean;
}

/** What every write to SCIM works with. */
export interface ScimWriteContext extends ScimSite {
  readonly http: HttpWriter;
  readonly config: ProviderConfig;
  /** As read, and kept as written since. */
  readonly index: LiveIndex;
  readonly trust: ServerTrust;
  readonly stop?: AbortSignal | undefined;
  /** Told that a write failed and may have been made all the same. */
  readonly doubt: () => void;
}

export const SCIM_DONE: Outcome<null> = success(null);

/** A resource as it is now, and what a change has to name of it. */
export interface FreshResource {
  readonly item: ScimResource;
  readonly etag: string | null;
}

/** One resource by its id; null where it is gone. Fails as the client, and with connector-protocol. */
export async function readFresh(
  { http, endpoint }: ScimWriteContext,
  path: string,
): Promise<Outcome<FreshResource | null>> {
  const exchange = plainly(await http.get(path), endpoint.base, path);
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  const origin = liveOrigin(endpoint, path);
  if (exchange.end === 'refusal') {
    if (exchange.kind === 'missing' || exchange.kind === 'gone') return success(null);
    const { status, detail } = exchange.problem;
    return failure(
      diagnostic('connector-protocol', `${path}: the server answers ${status}: ${detail}`, origin),
    );
  }
  const { body: item, etag } = exchange;
  const asked = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  if (!isFields(item) || String(item.id) !== asked) {
    return failure(diagnostic('connector-protocol', `${path}: another resource came`, origin));
  }
  return success({ item, etag: etag ?? versionIn(item) });
}

function versionIn({ meta }: ScimResource): string | null {
  return isFields(meta) && typeof meta.version === 'string' ? meta.version : null;
}

/** Sends a write in the form of the dialect; `fresh` is what it changes. */
export async function sendScim(
  { http, endpoint, dialect, config }: ScimWriteContext,
  write: Pick<HttpWrite, 'method' | 'path' | 'body'>,
  fresh: FreshResource | null = null,
): Promise<Exchange> {
  const match: Readonly<Record<string, string>> =
    config.etag && fresh !== null && fresh.etag !== null ? { 'if-match': fresh.etag } : {};
  const type: Readonly<Record<string, string>> =
    write.body === undefined ? {} : { 'content-type': dialect.mediaType };
  const exchange = await http.send({ ...write, headers: { ...type, ...match } });
  return plainly(exchange, endpoint.base, write.path);
}

/** The body of a PATCH with one operation (RFC 7644, 3.5.2). */
export function patchOf(
  { dialect }: Pick<ScimSite, 'dialect'>,
  op: 'add' | 'remove' | 'replace',
  rest: ScimResource,
): ScimResource {
  const spelled = dialect.operations === 'lower' ? op : `${op.slice(0, 1).toUpperCase()}${op.slice(1)}`;
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: spelled, ...rest }],
  };
}

/** An attribute of one value, changed. */
export function replacing(
  context: Pick<ScimSite, 'dialect'>,
  attribute: string,
  value: unknown,
): ScimResource {
  return patchOf(
    context,
    'replace',
    context.dialect.replace === 'path' ? { path: attribute, value } : { value: { [attribute]: value } },
  );
}

/**
 * What became of a write that is not as it was to be, by a read after it. Fails with what the client says, live-changed,
 * connector-refused, and connector-contradiction where the server took it and did nothing.
 */
export function undone(
  context: ScimWriteContext,
  subject: ResponseSubject,
  exchange: Exchange,
): Outcome<null> {
  const origin = liveOrigin(context.endpoint, subject.path);
  switch (exchange.end) {
    case 'failure':
      if (exchange.inDoubt) context.doubt();
      return failure(exchange.diagnostic);
    case 'answer':
      context.doubt();
      return failure(
        contradictionDiagnostic(
          context.endpoint,
          subject,
          `the server answers ${exchange.status}, and nothing has changed`,
        ),
      );
    case 'refusal': {
      const { status, detail } = exchange.problem;
      if (exchange.kind === 'missing' || exchange.kind === 'gone') return failure(gone(context, subject));
      if (exchange.kind === 'changed') {
        return failure(diagnostic('live-changed', `${subject.name} changed since it was read`, origin));
      }
      const message = `The server refuses to change ${subject.name}: ${detail} (${status})`;
      return failure(diagnostic('connector-refused', message, origin));
    }
  }
}

/** Of what was read and is not there any more. */
export function gone({ endpoint }: ScimWriteContext, { name, path }: ResponseSubject): Diagnostic {
  return diagnostic('live-changed', `${name} is gone since it was read`, liveOrigin(endpoint, path));
}

/** A read after a write failed: nobody knows what became of it. */
export function unseen(
  context: ScimWriteContext,
  exchange: Exchange | null,
  found: readonly Diagnostic[],
): Outcome<null> {
  context.doubt();
  return failure(exchange?.end === 'failure' ? [exchange.diagnostic] : found);
}

/** The id that the server knows something by: rows of both lists are told apart by the list before it. */
export function serverId(rowId: string): string {
  return rowId.slice(rowId.indexOf('/') + 1);
}
