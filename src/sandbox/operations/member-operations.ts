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
  comparedKey,
  findMember,
  findMemberByKey,
  MEMBER_COLUMNS,
  type MemberRow,
  memberJson,
  memberSubject,
  type StoredMemberState,
} from '../records/member-record.ts';
import { endMembership } from './end-membership.ts';
import { beginMembership, invitationAccepted, invitationResent } from './invitation-lifecycle.ts';
import { changePerson, insertPerson, requireMemberKey } from './store-person.ts';

export const listMembers: OperationHandler<'listMembers'> = (operationRequest, unitOfWork) => {
  const { key } = operationRequest.query;
  const organization = unitOfWork.organization.id;
  return listPage<MemberRow>(operationRequest, unitOfWork, {
    select: MEMBER_COLUMNS,
    from: 'members',
    where: key === undefined ? 'org_id = ?' : 'org_id = ? AND compared_key = ?',
    values: key === undefined ? [organization] : [organization, comparedKey(unitOfWork, key)],
    order: 'id',
    toJson: memberJson,
  });
};

export const createMember: OperationHandler<'createMember'> = ({ body }, unitOfWork) => {
  const { key, displayName = null } = body;
  requireMemberKey(unitOfWork, key);
  const there = findMemberByKey(unitOfWork, key);
  if (there && there.state !== 'outside') throw alreadyExistsProblem(`member ${key}`, there.id);
  const member = there
    ? joinFromOutside(unitOfWork, there, displayName)
    : addMember(unitOfWork, key, displayName);
  return createdResponse(memberJson(member), member, `${unitOfWork.base}/members/${member.id}`);
};

export const getMember: OperationHandler<'getMember'> = (operationRequest, unitOfWork) => {
  const member = addressed(operationRequest, unitOfWork);
  return okResponse(memberJson(member), member);
};

export const updateMember: OperationHandler<'updateMember'> = (operationRequest, unitOfWork) => {
  const member = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, member);
  const { displayName = member.display_name, state = member.state } = operationRequest.body;
  if (displayName === member.display_name && state === member.state)
    return okResponse(memberJson(member), member);
  if (state !== member.state) requireSwitchable(unitOfWork, member.key, member.state);
  const action = state === member.state ? 'updated' : state === 'active' ? 'reactivated' : 'deactivated';
  const changed = changePerson(unitOfWork, member, { display_name: displayName, state }, `member.${action}`);
  return okResponse(memberJson(changed), changed);
};

export const acceptInvitation: OperationHandler<'acceptInvitation'> = (operationRequest, unitOfWork) => {
  const member = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, member);
  const active = changePerson(
    unitOfWork,
    member,
    invitationAccepted(member.key, member.state),
    'member.accepted',
  );
  return okResponse(memberJson(active), active);
};

export const resendInvitation: OperationHandler<'resendInvitation'> = (operationRequest, unitOfWork) => {
  const member = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, member);
  const invited = changePerson(
    unitOfWork,
    member,
    invitationResent(unitOfWork, member.key, member),
    'member.invitation-resent',
  );
  return okResponse(memberJson(invited), invited);
};

export const deleteMember: OperationHandler<'deleteMember'> = (operationRequest, unitOfWork) => {
  const member = addressed(operationRequest, unitOfWork);
  // Before any condition: whoever asks again after a lost answer hears that it is done.
  if (member.state === 'outside') throw notFoundProblem('member of the organization');
  requireUnchanged(operationRequest, member);
  endMembership(unitOfWork, member);
  return noContentResponse();
};

/** Refuses a change of state by PATCH with invitation-pending, not-a-member and deactivation-not-supported. */
export function requireSwitchable(unitOfWork: UnitOfWork, who: string, state: StoredMemberState): void {
  if (state === 'invited' || state === 'expired') {
    throw invalidProblem('invitation-pending', `${who} has not accepted the invitation`, '/state');
  }
  if (state === 'outside') {
    throw invalidProblem('not-a-member', `${who} is no member of the organization`, '/state');
  }
  if (!unitOfWork.rules.deactivation) {
    throw invalidProblem('deactivation-not-supported', 'the platform has no deactivated members', '/state');
  }
}

function addMember(unitOfWork: UnitOfWork, key: string, displayName: string | null): MemberRow {
  const member = insertPerson(unitOfWork, key, displayName, beginMembership(unitOfWork));
  unitOfWork.audit({ action: 'member.created', target: memberSubject(member), after: memberJson(member) });
  return member;
}

/** The same person, with what is given to him below. */
function joinFromOutside(unitOfWork: UnitOfWork, person: MemberRow, displayName: string | null): MemberRow {
  const change = { ...beginMembership(unitOfWork), display_name: displayName ?? person.display_name };
  return changePerson(unitOfWork, person, change, 'member.created');
}

function addressed(operationRequest: OperationRequest<unknown>, unitOfWork: UnitOfWork): MemberRow {
  const member = findMember(unitOfWork, pathParameter(operationRequest, 'memberId'));
  if (member === undefined) throw notFoundProblem('member');
  return member;
}
