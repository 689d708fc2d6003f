import { createdResponse, okResponse, noContentResponse } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter, type OperationRequest, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/problem.ts';
import { findMember, findMemberByKey, type MemberRow, memberJson, memberSubject } from '../records/member.ts';
import { findScope, type ScopeRow } from '../records/scope.ts';
import {
  findScopeMember,
  SCOPE_MEMBER_COLUMNS,
  type ScopeMemberRow,
  scopeMemberJson,
  scopeMemberSubject,
} from '../records/scope-member.ts';
import { endScopeMembership } from './departure.ts';
import { invitationAccepted, invitationResent } from './invitations.ts';
import { requireSwitchable } from './members.ts';
import { insertPerson, OUTSIDE_ORGANIZATION, requireMemberKey } from './people.ts';
import { changeScopeMembership, insertScopeMembership, type ScopeMembershipContext } from './scope-membership.ts';

/** Elsewhere there are none, so the list is empty and not refused: a reader need not know which platform it reads. */
export const listScopeMembers: OperationHandler<'listScopeMembers'> = ({ query, ...request }, work) => {
  const filters = [
    ['org_id', work.organization.id],
    ['scope_id', query.scopeId],
    ['member_id', query.memberId],
  ].flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  return listPage<ScopeMemberRow>({ query, ...request }, work, {
    select: SCOPE_MEMBER_COLUMNS,
    from: 'scope_members',
    where: filters.map(({ column }) => `${column} = ?`).join(' AND '),
    values: filters.map(({ value }) => value),
    order: 'id',
    toJson: scopeMemberJson,
  });
};

export const createScopeMember: OperationHandler<'createScopeMember'> = (request, work) => {
  const scope = addressedScope(request, work);
  const { key } = request.body;
  requireMemberKey(work, key);
  const known = findMemberByKey(work, key);
  const there = known && findScopeMember(work, scope.id, known.id);
  if (there) throw alreadyExistsProblem(`${key} in ${scope.slug}`, there.id);
  const person = known ?? addPerson(work, key);
  const row = insertScopeMembership(work, scope, person);
  work.audit({
    action: 'scope-member.created',
    target: scopeMemberSubject(row, person, scope),
    related: memberSubject(person),
    after: scopeMemberJson(row),
  });
  const location = `${work.base}/scopes/${scope.id}/members/${person.id}`;
  return createdResponse(scopeMemberJson(row), row, location);
};

export const getScopeMember: OperationHandler<'getScopeMember'> = (request, work) => {
  const { row } = addressed(request, work);
  return okResponse(scopeMemberJson(row), row);
};

export const updateScopeMember: OperationHandler<'updateScopeMember'> = (request, work) => {
  const { row, scope, person } = addressed(request, work);
  requireUnchanged(request, row);
  const { state = row.state } = request.body;
  if (state === row.state) return okResponse(scopeMemberJson(row), row);
  requireSwitchable(work, person.key, row.state);
  const action = state === 'active' ? 'reactivated' : 'deactivated';
  return answered(changeScopeMembership(work, { row, scope, person }, { state }, action));
};

export const acceptScopeInvitation: OperationHandler<'acceptScopeInvitation'> = (request, work) => {
  const here = addressed(request, work);
  requireUnchanged(request, here.row);
  return answered(changeScopeMembership(work, here, invitationAccepted(here.person.key, here.row.state), 'accepted'));
};

export const resendScopeInvitation: OperationHandler<'resendScopeInvitation'> = (request, work) => {
  const here = addressed(request, work);
  requireUnchanged(request, here.row);
  return answered(
    changeScopeMembership(work, here, invitationResent(work, here.person.key, here.row), 'invitation-resent'),
  );
};

export const deleteScopeMember: OperationHandler<'deleteScopeMember'> = (request, work) => {
  const { row } = addressed(request, work);
  requireUnchanged(request, row);
  endScopeMembership(work, row);
  return noContentResponse();
};

function answered(row: ScopeMemberRow): ReturnType<typeof okResponse> {
  return okResponse(scopeMemberJson(row), row);
}

function addPerson(work: UnitOfWork, key: string): MemberRow {
  const person = insertPerson(work, key, null, OUTSIDE_ORGANIZATION);
  work.audit({ action: 'person.added', target: memberSubject(person), after: memberJson(person) });
  return person;
}

function addressedScope(request: OperationRequest<unknown>, work: UnitOfWork): ScopeRow {
  const scope = findScope(work, pathParameter(request, 'scopeId'));
  if (scope === undefined) throw notFoundProblem('scope');
  if (scope.kind !== work.rules.root && work.rules.scopeKinds.get(scope.kind)?.members) return scope;
  throw invalidProblem('scope-members-not-supported', `a ${scope.kind} has no members by this path`);
}

function addressed(request: OperationRequest<unknown>, work: UnitOfWork): ScopeMembershipContext {
  const scope = addressedScope(request, work);
  const person = findMember(work, pathParameter(request, 'memberId'));
  const row = person && findScopeMember(work, scope.id, person.id);
  if (person === undefined || row === undefined) throw notFoundProblem(`member of ${scope.slug}`);
  return { row, scope, person };
}
