import type { UnitOfWork } from '../api/handler.ts';

export interface NestingRow {
  readonly id: string;
  readonly parent_id: string;
  readonly child_id: string;
}

export const NESTING_COLUMNS = 'id, parent_id, child_id';

export function nestingJson(row: NestingRow): object {
  return { id: row.id, parentId: row.parent_id, childId: row.child_id };
}

export function findNesting(
  unitOfWork: UnitOfWork,
  parentId: string,
  childId: string,
): NestingRow | undefined {
  const sql = `SELECT ${NESTING_COLUMNS} FROM nestings WHERE parent_id = ? AND child_id = ?`;
  return unitOfWork.database.one<NestingRow>(sql, parentId, childId);
}
