import type { UnitOfWork } from '../api/handler.ts';

export interface MembershipRow {
  readonly id: string;
  readonly group_id: string;
  readonly member_id: string;
  readonly added_at: string;
  readonly added_by: string;
}

export const MEMBERSHIP_COLUMNS = 'id, group_id, member_id, added_at, added_by';

export function membershipJson(row: MembershipRow): object {
  const { id, group_id, member_id, added_at, added_by } = row;
  return { id, groupId: group_id, userId: member_id, addedAt: added_at, addedBy: added_by };
}

export function findMembership(
  unitOfWork: UnitOfWork,
  groupId: string,
  memberId: string,
): MembershipRow | undefined {
  const sql = `SELECT ${MEMBERSHIP_COLUMNS} FROM memberships WHERE group_id = ? AND member_id = ?`;
  return unitOfWork.database.one<MembershipRow>(sql, groupId, memberId);
}
