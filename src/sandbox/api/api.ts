import { expireInvitations, isAnyInvitationDue } from '../operations/invitation-expiry.ts';
import { operationHandlers } from '../operations/operation-table.ts';
import type { PlatformRules } from '../platform-rules.ts';
import { findOrganization, type OrganizationRow } from '../records/organization-record.ts';
import type { Database } from '../store/database.ts';
import { ApiProblem, notFoundProblem } from './api-problem.ts';
import type { ApiResponse } from './api-response.ts';
import type { OperationRequest, UnitOfWork } from './handler.ts';
import { runIdempotently } from './idempotency.ts';
import type { Operation } from './openapi-document.ts';
import type { ApiToken, TokenStore } from './tokens.ts';
import { runRead, runWrite } from './unit-of-work.ts';

/** A request that found its operation. */
export interface ApiCall {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** As sent; null when it is larger than allowed. */
  readonly body: Buffer | null;
}

export interface ApiOptions {
  readonly database: Database;
  readonly rules: PlatformRules;
  readonly tokens: TokenStore;
  readonly now: () => Date;
  readonly pageSize: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function answerCall(setting: ApiOptions, call: ApiCall): ApiResponse {
  try {
    return act(setting, call);
  } catch (thrown) {
    return problemResponse(asProblem(thrown));
  }
}

export function problemResponse(apiProblem: ApiProblem): ApiResponse {
  const headers = { 'content-type': 'application/problem+json', ...apiProblem.extras.headers };
  return { status: apiProblem.status, headers, body: apiProblem.toJSON() };
}

function act(setting: ApiOptions, call: ApiCall): ApiResponse {
  const { database } = setting;
  const apiToken = setting.tokens.authenticate(call.header('authorization'));
  const writes = call.operation.method !== 'GET';
  if (writes && apiToken.readOnly) throw new ApiProblem(403, 'forbidden', `${apiToken.name} can only read`);
  const at = setting.now().toISOString();
  const base = `/orgs/${encodeURIComponent(organizationIn(call))}/api/v1`;
  expireDue(setting, visibleOrganization(setting, apiToken, call), base, at);
  const inTransaction = (): ApiResponse => {
    // Again, in the transaction: it may have moved since.
    const organization = visibleOrganization(setting, apiToken, call);
    const unit = {
      ...setting,
      organization,
      base,
      actor: { type: 'token', name: apiToken.name } as const,
      at,
    };
    return writes ? runWrite(unit, (w) => once(w, call)) : runRead(unit, (w) => perform(w, call, undefined));
  };
  return writes ? database.write(inTransaction) : database.read(inTransaction);
}

/** What the platform does by itself: a write of its own, before the request and whatever becomes of that. */
function expireDue(setting: ApiOptions, organization: OrganizationRow, base: string, at: string): void {
  const { database } = setting;
  if (!isAnyInvitationDue(database, organization.id, at)) return;
  const actor = { type: 'platform', name: 'platform' } as const;
  database.write(() => runWrite({ ...setting, organization, base, actor, at }, expireInvitations));
}

function organizationIn({ params: { orgId } }: ApiCall): string {
  if (orgId === undefined) throw new Error('a path of the API without an organization');
  return orgId;
}

function visibleOrganization({ database }: ApiOptions, apiToken: ApiToken, call: ApiCall): OrganizationRow {
  const organization = findOrganization(database, organizationIn(call));
  // A token bound to one organization does not learn which others exist.
  if (apiToken.organization !== undefined && organization?.slug !== apiToken.organization) {
    throw new ApiProblem(403, 'forbidden', `${apiToken.name} is not for this organization`);
  }
  if (organization === undefined) throw notFoundProblem('organization');
  return organization;
}

function once(unitOfWork: UnitOfWork, call: ApiCall): ApiResponse {
  const { method } = call.operation;
  const body = readBody(call);
  const key = method === 'POST' ? call.header('idempotency-key') : undefined;
  // An organization can be named by id or by slug: it is still the same request.
  const path = call.path.slice(unitOfWork.base.length);
  return runIdempotently(unitOfWork, key, { method, path, body }, () => perform(unitOfWork, call, body));
}

function perform(unitOfWork: UnitOfWork, call: ApiCall, text: string | undefined): ApiResponse {
  const { operation } = call;
  const body = operation.checkBody ? parseJson(text ?? '') : undefined;
  operation.checkBody?.(body);
  const operationRequest: OperationRequest<unknown> = {
    params: call.params,
    query: readQuery(operation, call.query),
    body,
    ifMatch: call.header('if-match'),
    ifNoneMatch: call.header('if-none-match'),
  };
  // The body has just been checked against the schema of this very operation, which is what its handler expects.
  const handler = operationHandlers[operation.id] as (
    operationRequest: OperationRequest<unknown>,
    unitOfWork: UnitOfWork,
  ) => ApiResponse;
  return handler(operationRequest, unitOfWork);
}

function readBody({ operation, header, body }: ApiCall): string {
  if (body === null) throw new ApiProblem(413, 'body-too-large', 'a body has at most 1 MiB');
  if (!operation.checkBody) return '';
  const [type = '', ...parameters] = (header('content-type') ?? '').toLowerCase().split(/\s*;\s*/);
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const otherCharset = charset !== undefined && !/^charset="?utf-8"?$/.test(charset);
  if (type.trim() !== 'application/json' || otherCharset || header('content-encoding') !== undefined) {
    throw new ApiProblem(415, 'unsupported-media-type', 'send application/json in UTF-8');
  }
  try {
    return utf8.decode(body);
  } catch {
    throw new ApiProblem(400, 'malformed-json', 'the body is not UTF-8');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new ApiProblem(400, 'malformed-json', thrown instanceof Error ? thrown.message : 'not JSON');
  }
}

/** Unknown parameters are refused: a misspelt filter that is ignored would list everything. */
function readQuery({ queryParameters }: Operation, query: URLSearchParams): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of query) {
    if (!queryParameters.has(name)) throw new ApiProblem(422, 'invalid-request', `no parameter ${name} here`);
    if (Object.hasOwn(read, name)) throw new ApiProblem(422, 'invalid-request', `${name} is given twice`);
    read[name] = value;
  }
  return read;
}

function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'SQLITE_BUSY') {
    return new ApiProblem(503, 'database-busy', 'another process writes to the file', {
      headers: { 'retry-after': '1' },
    });
  }
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new ApiProblem(500, 'internal-error', detail);
}
