import type { UnitOfWork } from '../api/handler.ts';
import { rootScope } from './scope-record.ts';

export interface MembershipRow {
  readonly id: string;
  readonly group_id: string;
  readonly member_id: string;
  /** Null where the platform does not tell members of a group apart. */
  readonly role: string | null;
  readonly added_at: string;
  readonly added_by: string;
}

export const MEMBERSHIP_COLUMNS = 'id, group_id, member_id, role, added_at, added_by';

export function membershipJson(unitOfWork: UnitOfWork, row: MembershipRow): object {
  const { id, group_id, member_id, added_at, added_by } = row;
  const role = impliedRole(unitOfWork, member_id) ?? row.role;
  return { id, groupId: group_id, userId: member_id, role, addedAt: added_at, addedBy: added_by };
}

/** What somebody is in every group, by a role of the organization; null where by none. */
function impliedRole(unitOfWork: UnitOfWork, memberId: string): string | null {
  const { membershipRoles } = unitOfWork.rules;
  for (const [name, holders] of membershipRoles?.impliedBy ?? []) {
    if (holders.length === 0) continue;
    const found = unitOfWork.database.count(
      `FROM assignments a JOIN assignment_roles ar ON ar.assignment_id = a.id JOIN roles r ON r.id = ar.role_id
       WHERE a.principal_id = ? AND a.scope_id = ? AND r.predefined = 1 AND ar.way = 'roles'
         AND r.slug IN (SELECT value FROM json_each(?))`,
      memberId,
      rootScope(unitOfWork).id,
      JSON.stringify(holders),
    );
    if (found > 0) return name;
  }
  return null;
}

export function findMembership(
  unitOfWork: UnitOfWork,
  groupId: string,
  memberId: string,
): MembershipRow | undefined {
  const sql = `SELECT ${MEMBERSHIP_COLUMNS} FROM memberships WHERE group_id = ? AND member_id = ?`;
  return unitOfWork.database.one<MembershipRow>(sql, groupId, memberId);
}
