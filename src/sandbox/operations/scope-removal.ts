import type { UnitOfWork } from '../api/handler.ts';
import { ASSIGNMENT_COLUMNS, type AssignmentRow } from '../records/assignment.ts';
import { GROUP_COLUMNS, type GroupRow } from '../records/group.ts';
import { type ScopeRow, scopeJson, scopeSubject } from '../records/scope.ts';
import { SCOPE_MEMBER_COLUMNS, type ScopeMemberRow } from '../records/scope-member.ts';
import { endScopeMembership } from './departure.ts';
import { removeAssignment, removeGroup } from './removal.ts';

/** The scope itself has to be empty of scopes; its members, what is given on it and what lives on it go along. */
export function removeScope(work: UnitOfWork, scope: ScopeRow): void {
  const { database } = work;
  const homed = database.all<GroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM groups WHERE scope_id = ? ORDER BY id`,
    scope.id,
  );
  for (const group of homed) removeGroup(work, group);
  const members = database.all<ScopeMemberRow>(
    `SELECT ${SCOPE_MEMBER_COLUMNS} FROM scope_members WHERE scope_id = ? ORDER BY id`,
    scope.id,
  );
  for (const member of members) endScopeMembership(work, member);
  const given = database.all<AssignmentRow>(
    `SELECT ${ASSIGNMENT_COLUMNS} FROM assignments WHERE scope_id = ? ORDER BY id`,
    scope.id,
  );
  for (const assignment of given) removeAssignment(work, assignment);
  database.run('DELETE FROM scopes WHERE id = ?', scope.id);
  work.audit({ action: 'scope.deleted', target: scopeSubject(scope), before: scopeJson(scope) });
}
