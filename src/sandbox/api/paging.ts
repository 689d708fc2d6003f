import type { SqlValue } from '../store/database.ts';
import { ApiProblem } from './api-problem.ts';
import type { ApiResponse } from './api-response.ts';
import type { OperationRequest, UnitOfWork } from './handler.ts';

/** Where a list comes from. `where` is always narrowed to the organization by the caller. */
interface RowSource {
  readonly select: string;
  readonly from: string;
  readonly where: string;
  readonly values: readonly SqlValue[];
  readonly order: string;
}

interface ListSource<Row> extends RowSource {
  readonly toJson: (row: Row) => unknown;
}

export function listPage<Row>(
  operationRequest: OperationRequest<unknown>,
  unitOfWork: UnitOfWork,
  source: ListSource<Row>,
): ApiResponse {
  const { rows, answer } = readRowPage<Row>(operationRequest, unitOfWork, source);
  return answer(rows.map(source.toJson));
}

/** For lists whose items come from all the rows of a page together: the rows, and the answer the items go into. */
export function readRowPage<Row>(
  operationRequest: OperationRequest<unknown>,
  unitOfWork: UnitOfWork,
  source: RowSource,
): { readonly rows: readonly Row[]; readonly answer: (items: readonly unknown[]) => ApiResponse } {
  const page = wholeNumber(operationRequest, 'page') ?? 1;
  const pageSize = wholeNumber(operationRequest, 'pageSize') ?? unitOfWork.pageSize;
  if (pageSize > unitOfWork.pageSize) {
    throw new ApiProblem(422, 'page-too-large', `pageSize can be at most ${unitOfWork.pageSize}`);
  }
  const { select, from, where, values, order } = source;
  const rows = unitOfWork.database.all<Row>(
    `SELECT ${select} FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`,
    ...values,
    pageSize,
    (page - 1) * pageSize,
  );
  const total = unitOfWork.database.count(`FROM ${from} WHERE ${where}`, ...values);
  const { revision } = unitOfWork.organization;
  const answer = (items: readonly unknown[]): ApiResponse => ({
    status: 200,
    headers: {},
    body: { items, page, pageSize, total, revision },
  });
  return { rows, answer };
}

function wholeNumber(operationRequest: OperationRequest<unknown>, name: string): number | undefined {
  const written = operationRequest.query[name];
  if (written === undefined) return undefined;
  if (!/^[1-9][0-9]{0,8}$/.test(written)) {
    throw new ApiProblem(422, 'invalid-request', `${name} must be a whole number from 1`);
  }
  return Number(written);
}
