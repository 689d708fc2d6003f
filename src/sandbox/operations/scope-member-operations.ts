import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/api-problem.ts';
import { createdResponse, noContentResponse, okResponse } from '../api/api-response.ts';
import { requireUnchanged } from '../api/conditional-requests.ts';
import {
  type OperationHandler,
  type OperationRequest,
  pathParameter,
  type UnitOfWork,
} from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import {
  findMember,
  findMemberByKey,
  type MemberRow,
  memberJson,
  memberSubject,
} from '../records/member-record.ts';
import {
  findScopeMember,
  SCOPE_MEMBER_COLUMNS,
  type ScopeMemberRow,
  scopeMemberJson,
  scopeMemberSubject,
} from '../records/scope-member-record.ts';
import { findScope, type ScopeRow } from '../records/scope-record.ts';
import { endScopeMembership } from './end-membership.ts';
import { invitationAccepted, invitationResent } from './invitation-lifecycle.ts';
import { requireSwitchable } from './member-operations.ts';
import { insertPerson, OUTSIDE_ORGANIZATION, requireMemberKey } from './store-person.ts';
import {
  changeScopeMembership,
  insertScopeMembership,
  type ScopeMembershipContext,
} from './store-scope-membership.ts';

/** Elsewhere there are none, so the list is empty and not refused: a reader need not know which platform it reads. */
export const listScopeMembers: OperationHandler<'listScopeMembers'> = ({ query, ...request }, unitOfWork) => {
  const filters = [
    ['org_id', unitOfWork.organization.id],
    ['scope_id', query.scopeId],
    ['member_id', query.memberId],
  ].flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  return listPage<ScopeMemberRow>({ query, ...request }, unitOfWork, {
    select: SCOPE_MEMBER_COLUMNS,
    from: 'scope_members',
    where: filters.map(({ column }) => `${column} = ?`).join(' AND '),
    values: filters.map(({ value }) => value),
    order: 'id',
    toJson: scopeMemberJson,
  });
};

export const createScopeMember: OperationHandler<'createScopeMember'> = (operationRequest, unitOfWork) => {
  const scope = addressedScope(operationRequest, unitOfWork);
  const { key } = operationRequest.body;
  requireMemberKey(unitOfWork, key);
  const known = findMemberByKey(unitOfWork, key);
  const there = known && findScopeMember(unitOfWork, scope.id, known.id);
  if (there) throw alreadyExistsProblem(`${key} in ${scope.slug}`, there.id);
  const person = known ?? addPerson(unitOfWork, key);
  const row = insertScopeMembership(unitOfWork, scope, person);
  unitOfWork.audit({
    action: 'scope-member.created',
    target: scopeMemberSubject(row, person, scope),
    related: memberSubject(person),
    after: scopeMemberJson(row),
  });
  const location = `${unitOfWork.base}/scopes/${scope.id}/members/${person.id}`;
  return createdResponse(scopeMemberJson(row), row, location);
};

export const getScopeMember: OperationHandler<'getScopeMember'> = (operationRequest, unitOfWork) => {
  const { row } = addressed(operationRequest, unitOfWork);
  return okResponse(scopeMemberJson(row), row);
};

export const updateScopeMember: OperationHandler<'updateScopeMember'> = (operationRequest, unitOfWork) => {
  const { row, scope, person } = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, row);
  const { state = row.state } = operationRequest.body;
  if (state === row.state) return okResponse(scopeMemberJson(row), row);
  requireSwitchable(unitOfWork, person.key, row.state);
  const action = state === 'active' ? 'reactivated' : 'deactivated';
  return answered(changeScopeMembership(unitOfWork, { row, scope, person }, { state }, action));
};

export const acceptScopeInvitation: OperationHandler<'acceptScopeInvitation'> = (
  operationRequest,
  unitOfWork,
) => {
  const here = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, here.row);
  return answered(
    changeScopeMembership(unitOfWork, here, invitationAccepted(here.person.key, here.row.state), 'accepted'),
  );
};

export const resendScopeInvitation: OperationHandler<'resendScopeInvitation'> = (
  operationRequest,
  unitOfWork,
) => {
  const here = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, here.row);
  return answered(
    changeScopeMembership(
      unitOfWork,
      here,
      invitationResent(unitOfWork, here.person.key, here.row),
      'invitation-resent',
    ),
  );
};

export const deleteScopeMember: OperationHandler<'deleteScopeMember'> = (operationRequest, unitOfWork) => {
  const { row } = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, row);
  endScopeMembership(unitOfWork, row);
  return noContentResponse();
};

function answered(row: ScopeMemberRow): ReturnType<typeof okResponse> {
  return okResponse(scopeMemberJson(row), row);
}

function addPerson(unitOfWork: UnitOfWork, key: string): MemberRow {
  const person = insertPerson(unitOfWork, key, null, OUTSIDE_ORGANIZATION);
  unitOfWork.audit({ action: 'person.added', target: memberSubject(person), after: memberJson(person) });
  return person;
}

function addressedScope(operationRequest: OperationRequest<unknown>, unitOfWork: UnitOfWork): ScopeRow {
  const scope = findScope(unitOfWork, pathParameter(operationRequest, 'scopeId'));
  if (scope === undefined) throw notFoundProblem('scope');
  if (scope.kind !== unitOfWork.rules.root && unitOfWork.rules.scopeKinds.get(scope.kind)?.members)
    return scope;
  throw invalidProblem('scope-members-not-supported', `a ${scope.kind} has no members by this path`);
}

function addressed(
  operationRequest: OperationRequest<unknown>,
  unitOfWork: UnitOfWork,
): ScopeMembershipContext {
  const scope = addressedScope(operationRequest, unitOfWork);
  const person = findMember(unitOfWork, pathParameter(operationRequest, 'memberId'));
  const row = person && findScopeMember(unitOfWork, scope.id, person.id);
  if (person === undefined || row === undefined) throw notFoundProblem(`member of ${scope.slug}`);
  return { row, scope, person };
}
