import type { SqlValue } from '../store/database.ts';
import { ApiProblem } from './api-problem.ts';
import type { ApiResponse } from './api-response.ts';
import type { OperationRequest, UnitOfWork } from './handler.ts';
import { type KnownList, knownLists, type RowPosition } from './known-lists.ts';

/** Where a list comes from. `where` is always narrowed to the organization by the caller. */
interface RowSource {
  readonly select: string;
  readonly from: string;
  readonly where: string;
  readonly values: readonly SqlValue[];
  readonly order: keyof typeof ORDERS;
}

/** Orders of lists: by which column, no two rows alike, and how what comes later compares. */
const ORDERS = {
  id: { column: 'id', further: '>' },
  'seq DESC': { column: 'seq', further: '<' },
} as const;

interface Positioned {
  readonly position: RowPosition;
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
  const { total, lastBefore } = knownList(unitOfWork, source, pageSize);
  const skipped = (page - 1) * pageSize;
  const rows = readRows<Row>(unitOfWork, source, pageSize, skipped, lastBefore.get(skipped) ?? null);
  const last = rows.at(-1);
  if (last !== undefined) lastBefore.set(skipped + rows.length, last.position);
  const { revision } = unitOfWork.organization;
  const answer = (items: readonly unknown[]): ApiResponse => ({
    status: 200,
    headers: {},
    body: { items, page, pageSize, total, revision },
  });
  return { rows, answer };
}

/** `before` is the position of the row before the first; null where it is not known. */
function readRows<Row>(
  { database }: UnitOfWork,
  { select, from, where, values, order }: RowSource,
  pageSize: number,
  skipped: number,
  before: RowPosition | null,
): (Row & Positioned)[] {
  const { column, further } = ORDERS[order];
  const [condition, start] = before === null ? ['', []] : [` AND ${column} ${further} ?`, [before]];
  return database.all<Row & Positioned>(
    `SELECT ${select}, ${column} AS position FROM ${from} WHERE (${where})${condition} ORDER BY ${order} LIMIT ? OFFSET ?`,
    ...values,
    ...start,
    pageSize,
    before === null ? skipped : 0,
  );
}

/** Kept for lists of several pages alone: others are counted as fast, and there may be as many as there are filters. */
function knownList(
  unitOfWork: UnitOfWork,
  { from, where, values, order }: RowSource,
  pageSize: number,
): KnownList {
  const lists = knownLists(unitOfWork);
  const key = JSON.stringify([from, where, values, order]);
  const known = lists.get(key);
  if (known !== undefined) return known;
  const total = unitOfWork.database.count(`FROM ${from} WHERE ${where}`, ...values);
  const found: KnownList = { total, lastBefore: new Map() };
  if (total > pageSize) lists.set(key, found);
  return found;
}

function wholeNumber(operationRequest: OperationRequest<unknown>, name: string): number | undefined {
  const written = operationRequest.query[name];
  if (written === undefined) return undefined;
  if (!/^[1-9][0-9]{0,8}$/.test(written)) {
    throw new ApiProblem(422, 'invalid-request', `${name} must be a whole number from 1`);
  }
  return Number(written);
}
