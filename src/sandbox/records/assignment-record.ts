import type { AuditedObject } from '../api/audit-events.ts';
import type { UnitOfWork } from '../api/handler.ts';
import { findGroup } from './group-record.ts';
import { findMember, type MemberRow } from './member-record.ts';
import { type StampedRecord, stampsJson } from './record-stamps.ts';
import { findScope, type ScopeRow } from './scope-record.ts';

export type PrincipalKind = 'member' | 'group';

/** Someone who can be given access, found to exist. */
export interface FoundPrincipal {
  readonly type: PrincipalKind;
  readonly id: string;
  readonly label: string;
}

export interface AssignmentRow extends StampedRecord {
  readonly scope_id: string;
  readonly principal_type: PrincipalKind;
  readonly principal_id: string;
  /** JSON: ids, sorted. */
  readonly role_ids: string;
  readonly below_ids: string;
  readonly denied_ids: string;
}

/** How a role is given: on the scope as it reaches, on the scopes below alone, or not at all: denied. */
export type AssignmentWay = 'roles' | 'below' | 'denied';

const idsBy = (way: AssignmentWay): string =>
  `(SELECT json_group_array(role_id) FROM assignment_roles WHERE assignment_id = assignments.id AND way = '${way}')`;

export const ASSIGNMENT_COLUMNS = `id, scope_id, principal_type, principal_id, version, created_at, updated_at,
  ${idsBy('roles')} AS role_ids, ${idsBy('below')} AS below_ids, ${idsBy('denied')} AS denied_ids`;

/** What an assignment gives, by ids; each list sorted. */
export interface AssignedIds {
  readonly roles: readonly string[];
  readonly below: readonly string[];
  readonly denied: readonly string[];
}

export const NOTHING_ASSIGNED: AssignedIds = { roles: [], below: [], denied: [] };

export function assignedIdsOf(row: AssignmentRow | undefined): AssignedIds {
  if (row === undefined) return NOTHING_ASSIGNED;
  return {
    roles: JSON.parse(row.role_ids) as string[],
    below: JSON.parse(row.below_ids) as string[],
    denied: JSON.parse(row.denied_ids) as string[],
  };
}

export function assignmentJson({ rules }: Pick<UnitOfWork, 'rules'>, row: AssignmentRow): object {
  const { id, scope_id, principal_type, principal_id } = row;
  const principal = { type: principal_type, id: principal_id };
  const { roles, below, denied } = assignedIdsOf(row);
  return {
    id,
    scopeId: scope_id,
    principal,
    roleIds: roles,
    ...(rules.assignments.below ? { belowRoleIds: below } : {}),
    ...(rules.assignments.denied ? { deniedRoleIds: denied } : {}),
    ...stampsJson(row),
  };
}

export function assignmentSubject(
  id: string,
  foundPrincipal: FoundPrincipal,
  scope: ScopeRow,
): AuditedObject {
  return { type: 'assignment', id, label: `${foundPrincipal.label} on ${scope.slug}` };
}

export function findAssignment(
  { database, organization }: UnitOfWork,
  scopeId: string,
  type: PrincipalKind,
  principalId: string,
): AssignmentRow | undefined {
  const sql = `SELECT ${ASSIGNMENT_COLUMNS} FROM assignments
    WHERE scope_id = ? AND principal_type = ? AND principal_id = ? AND org_id = ?`;
  return database.one<AssignmentRow>(sql, scopeId, type, principalId, organization.id);
}

export function findPrincipal(unitOfWork: UnitOfWork, type: string, id: string): FoundPrincipal | undefined {
  if (type === 'group') {
    const group = findGroup(unitOfWork, id);
    return group && { type: 'group', id, label: group.slug };
  }
  const member: MemberRow | undefined = type === 'member' ? findMember(unitOfWork, id) : undefined;
  return member && { type: 'member', id, label: member.key };
}

/** Both ends of a stored assignment; the tables' rules keep them there as long as it is. */
export function assignmentEnds(
  unitOfWork: UnitOfWork,
  row: AssignmentRow,
): { principal: FoundPrincipal; scope: ScopeRow } {
  const principal = findPrincipal(unitOfWork, row.principal_type, row.principal_id);
  const scope = findScope(unitOfWork, row.scope_id);
  if (principal === undefined || scope === undefined) throw new Error(`assignment ${row.id} has a loose end`);
  return { principal, scope };
}
