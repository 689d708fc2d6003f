import { invalidProblem } from '../api/api-problem.ts';
import type { OperationHandler } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import type { SqlValue } from '../store/database.ts';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

export const listAuditEvents: OperationHandler<'listAuditEvents'> = (operationRequest, unitOfWork) => {
  const { since, targetId } = operationRequest.query;
  const conditions = ['org_id = ?'];
  const values: SqlValue[] = [unitOfWork.organization.id];
  if (targetId !== undefined) {
    conditions.push('target_id = ?');
    values.push(targetId);
  }
  if (since !== undefined) {
    conditions.push('at >= ?');
    values.push(instant(since));
  }
  return listPage<{ event: string }>(operationRequest, unitOfWork, {
    select: 'event',
    from: 'audit_events',
    where: conditions.join(' AND '),
    values,
    order: 'seq DESC',
    toJson: ({ event }): unknown => JSON.parse(event),
  });
};

/** In the form events are stored in, so that they compare as texts. */
function instant(written: string): string {
  const time = Date.parse(written);
  if (!RFC_3339.test(written) || Number.isNaN(time)) {
    throw invalidProblem('invalid-request', 'since must be an RFC 3339 date and time');
  }
  return new Date(time).toISOString();
}
