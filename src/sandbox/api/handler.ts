import type { PlatformRules } from '../platform-rules.ts';
import type { OrganizationRow } from '../records/organization-record.ts';
import type { Database } from '../store/database.ts';
import type { ApiResponse } from './api-response.ts';
import type { Actor, AuditEntry } from './audit-events.ts';
import type { RequestConditions } from './conditional-requests.ts';
import type { BodyOf } from './operation-bodies.ts';
import type { OperationId } from './operation-ids.ts';

/** One unit of work: everything an operation does happens in it, in one transaction, on one organization. */
export interface UnitOfWork {
  readonly database: Database;
  readonly rules: PlatformRules;
  readonly organization: OrganizationRow;
  /** The path under which this organization's API lives, as the caller wrote it. */
  readonly base: string;
  readonly actor: Actor;
  readonly at: string;
  readonly pageSize: number;
  /** Records a change. A unit of work that recorded none counts as no write: the revision stays. */
  audit(entry: AuditEntry): void;
}

export interface OperationRequest<Body> extends RequestConditions {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Body;
}

export type OperationHandler<Id extends OperationId> = (
  operationRequest: OperationRequest<BodyOf<Id>>,
  unitOfWork: UnitOfWork,
) => ApiResponse;

/** Total: an operation without a handler does not compile. */
export type OperationTable = { readonly [Id in OperationId]: OperationHandler<Id> };

/** The path parameter `name`; the router only gets here by paths that have it. */
export function pathParameter(operationRequest: OperationRequest<unknown>, name: string): string {
  const value = operationRequest.params[name];
  if (value === undefined) throw new Error(`no path parameter ${name}`);
  return value;
}
