import { created, found, gone } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type Handler, param, type Request, type Work } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExists, invalid, notFound } from '../api/problem.ts';
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
import { accepted, resent } from './invitations.ts';
import { requireSwitchable } from './members.ts';
import { insertPerson, OUTSIDE, requireMemberKey } from './people.ts';
import { changeScopeMembership, insertScopeMembership, type MembershipOfScope } from './scope-membership.ts';

/** Elsewhere there are none, so the list is empty and not refused: a reader need not know which platform it reads. */
export const listScopeMembers: Handler<'listScopeMembers'> = ({ query, ...request }, work) => {
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

export const createScopeMember: Handler<'createScopeMember'> = (request, work) => {
  const scope = addressedScope(request, work);
  const { key } = request.body;
  requireMemberKey(work, key);
  const known = findMemberByKey(work, key);
  const there = known && findScopeMember(work, scope.id, known.id);
  if (there) throw alreadyExists(`${key} in ${scope.slug}`, there.id);
  const person = known ?? addPerson(work, key);
  const row = insertScopeMembership(work, scope, person);
  work.audit({
    action: 'scope-member.created',
    target: scopeMemberSubject(row, person, scope),
    related: memberSubject(person),
    after: scopeMemberJson(row),
  });
  const location = `${work.base}/scopes/${scope.id}/members/${person.id}`;
  return created(scopeMemberJson(row), row, location);
};

export const getScopeMember: Handler<'getScopeMember'> = (request, work) => {
  const { row } = addressed(request, work);
  return found(scopeMemberJson(row), row);
};

export const updateScopeMember: Handler<'updateScopeMember'> = (request, work) => {
  const { row, scope, person } = addressed(request, work);
  requireUnchanged(request, row);
  const { state = row.state } = request.body;
  if (state === row.state) return found(scopeMemberJson(row), row);
  requireSwitchable(work, person.key, row.state);
  const action = state === 'active' ? 'reactivated' : 'deactivated';
  return answered(changeScopeMembership(work, { row, scope, person }, { state }, action));
};

export const acceptScopeInvitation: Handler<'acceptScopeInvitation'> = (request, work) => {
  const here = addressed(request, work);
  requireUnchanged(request, here.row);
  return answered(changeScopeMembership(work, here, accepted(here.person.key, here.row.state), 'accepted'));
};

export const resendScopeInvitation: Handler<'resendScopeInvitation'> = (request, work) => {
  const here = addressed(request, work);
  requireUnchanged(request, here.row);
  return answered(
    changeScopeMembership(work, here, resent(work, here.person.key, here.row), 'invitation-resent'),
  );
};

export const deleteScopeMember: Handler<'deleteScopeMember'> = (request, work) => {
  const { row } = addressed(request, work);
  requireUnchanged(request, row);
  endScopeMembership(work, row);
  return gone();
};

function answered(row: ScopeMemberRow): ReturnType<typeof found> {
  return found(scopeMemberJson(row), row);
}

function addPerson(work: Work, key: string): MemberRow {
  const person = insertPerson(work, key, null, OUTSIDE);
  work.audit({ action: 'person.added', target: memberSubject(person), after: memberJson(person) });
  return person;
}

function addressedScope(request: Request<unknown>, work: Work): ScopeRow {
  const scope = findScope(work, param(request, 'scopeId'));
  if (scope === undefined) throw notFound('scope');
  if (scope.kind !== work.rules.root && work.rules.scopeKinds.get(scope.kind)?.members) return scope;
  throw invalid('scope-members-not-supported', `a ${scope.kind} has no members by this path`);
}

function addressed(request: Request<unknown>, work: Work): MembershipOfScope {
  const scope = addressedScope(request, work);
  const person = findMember(work, param(request, 'memberId'));
  const row = person && findScopeMember(work, scope.id, person.id);
  if (person === undefined || row === undefined) throw notFound(`member of ${scope.slug}`);
  return { row, scope, person };
}
