import type { UnitOfWork } from '../api/handler.ts';
import { ASSIGNMENT_COLUMNS, type AssignmentRow } from '../records/assignment-record.ts';
import { GROUP_COLUMNS, type GroupRow } from '../records/group-record.ts';
import { SCOPE_MEMBER_COLUMNS, type ScopeMemberRow } from '../records/scope-member-record.ts';
import { type ScopeRow, scopeJson, scopeSubject } from '../records/scope-record.ts';
import { removeAssignment, removeGroup } from './cascading-removal.ts';
import { endScopeMembership } from './end-membership.ts';

/** The scope itself has to be empty of scopes; its members, what is given on it and what lives on it go along. */
export function removeScope(unitOfWork: UnitOfWork, scope: ScopeRow): void {
  const { database } = unitOfWork;
  const homed = database.all<GroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM groups WHERE scope_id = ? ORDER BY id`,
    scope.id,
  );
  for (const group of homed) removeGroup(unitOfWork, group);
  const members = database.all<ScopeMemberRow>(
    `SELECT ${SCOPE_MEMBER_COLUMNS} FROM scope_members WHERE scope_id = ? ORDER BY id`,
    scope.id,
  );
  for (const member of members) endScopeMembership(unitOfWork, member);
  const given = database.all<AssignmentRow>(
    `SELECT ${ASSIGNMENT_COLUMNS} FROM assignments WHERE scope_id = ? ORDER BY id`,
    scope.id,
  );
  for (const assignment of given) removeAssignment(unitOfWork, assignment);
  database.run('DELETE FROM scopes WHERE id = ?', scope.id);
  unitOfWork.audit({ action: 'scope.deleted', target: scopeSubject(scope), before: scopeJson(scope) });
}
