import { createHash } from 'node:crypto';
import { ApiProblem } from './api-problem.ts';
import type { ApiResponse } from './api-response.ts';
import type { UnitOfWork } from './handler.ts';

/**
 * Answers are kept with the write they belong to, in the same transaction: a caller whose answer got lost repeats the
 * request and gets it. A refused request leaves nothing behind, so its key can be used again once the cause is gone.
 */
export function runIdempotently(
  unitOfWork: UnitOfWork,
  key: string | undefined,
  request: { readonly method: string; readonly path: string; readonly body: string },
  act: () => ApiResponse,
): ApiResponse {
  if (key === undefined) return act();
  if (key.length === 0 || key.length > 255) {
    throw new ApiProblem(422, 'invalid-request', 'Idempotency-Key must have 1 to 255 characters');
  }
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.path}\n${request.body}`)
    .digest('base64');
  const first = unitOfWork.database.one<{ request: string; answer: string }>(
    'SELECT request, answer FROM idempotency_keys WHERE org_id = ? AND token = ? AND key = ?',
    unitOfWork.organization.id,
    unitOfWork.actor.name,
    key,
  );
  if (first !== undefined) {
    if (first.request !== fingerprint) {
      throw new ApiProblem(
        422,
        'idempotency-key-reused',
        'this Idempotency-Key was used for another request',
      );
    }
    const apiResponse = JSON.parse(first.answer) as ApiResponse;
    return { ...apiResponse, headers: { ...apiResponse.headers, 'idempotent-replayed': 'true' } };
  }
  const apiResponse = act();
  unitOfWork.database.run(
    'INSERT INTO idempotency_keys VALUES (?, ?, ?, ?, ?)',
    unitOfWork.organization.id,
    unitOfWork.actor.name,
    key,
    fingerprint,
    JSON.stringify(apiResponse),
  );
  return apiResponse;
}
