import { createdResponse, okResponse, noContentResponse } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter, type OperationRequest, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/problem.ts';
import {
  comparedKey,
  findMember,
  findMemberByKey,
  MEMBER_COLUMNS,
  type MemberRow,
  type StoredMemberState,
  memberJson,
  memberSubject,
} from '../records/member.ts';
import { endMembership } from './departure.ts';
import { invitationAccepted, beginMembership, invitationResent } from './invitations.ts';
import { changePerson, insertPerson, requireMemberKey } from './people.ts';

export const listMembers: OperationHandler<'listMembers'> = (request, work) => {
  const { key } = request.query;
  const organization = work.organization.id;
  return listPage<MemberRow>(request, work, {
    select: MEMBER_COLUMNS,
    from: 'members',
    where: key === undefined ? 'org_id = ?' : 'org_id = ? AND compared_key = ?',
    values: key === undefined ? [organization] : [organization, comparedKey(work, key)],
    order: 'id',
    toJson: memberJson,
  });
};

export const createMember: OperationHandler<'createMember'> = ({ body }, work) => {
  const { key, displayName = null } = body;
  requireMemberKey(work, key);
  const there = findMemberByKey(work, key);
  if (there && there.state !== 'outside') throw alreadyExistsProblem(`member ${key}`, there.id);
  const member = there ? joinFromOutside(work, there, displayName) : addMember(work, key, displayName);
  return createdResponse(memberJson(member), member, `${work.base}/members/${member.id}`);
};

export const getMember: OperationHandler<'getMember'> = (request, work) => {
  const member = addressed(request, work);
  return okResponse(memberJson(member), member);
};

export const updateMember: OperationHandler<'updateMember'> = (request, work) => {
  const member = addressed(request, work);
  requireUnchanged(request, member);
  const { displayName = member.display_name, state = member.state } = request.body;
  if (displayName === member.display_name && state === member.state) return okResponse(memberJson(member), member);
  if (state !== member.state) requireSwitchable(work, member.key, member.state);
  const action = state === member.state ? 'updated' : state === 'active' ? 'reactivated' : 'deactivated';
  const changed = changePerson(work, member, { display_name: displayName, state }, `member.${action}`);
  return okResponse(memberJson(changed), changed);
};

export const acceptInvitation: OperationHandler<'acceptInvitation'> = (request, work) => {
  const member = addressed(request, work);
  requireUnchanged(request, member);
  const active = changePerson(work, member, invitationAccepted(member.key, member.state), 'member.accepted');
  return okResponse(memberJson(active), active);
};

export const resendInvitation: OperationHandler<'resendInvitation'> = (request, work) => {
  const member = addressed(request, work);
  requireUnchanged(request, member);
  const invited = changePerson(work, member, invitationResent(work, member.key, member), 'member.invitation-resent');
  return okResponse(memberJson(invited), invited);
};

export const deleteMember: OperationHandler<'deleteMember'> = (request, work) => {
  const member = addressed(request, work);
  // Before any condition: whoever asks again after a lost answer hears that it is done.
  if (member.state === 'outside') throw notFoundProblem('member of the organization');
  requireUnchanged(request, member);
  endMembership(work, member);
  return noContentResponse();
};

/** Refuses a change of state by PATCH with invitation-pending, not-a-member and deactivation-not-supported. */
export function requireSwitchable(work: UnitOfWork, who: string, state: StoredMemberState): void {
  if (state === 'invited' || state === 'expired') {
    throw invalidProblem('invitation-pending', `${who} has not accepted the invitation`, '/state');
  }
  if (state === 'outside') {
    throw invalidProblem('not-a-member', `${who} is no member of the organization`, '/state');
  }
  if (!work.rules.deactivation) {
    throw invalidProblem('deactivation-not-supported', 'the platform has no deactivated members', '/state');
  }
}

function addMember(work: UnitOfWork, key: string, displayName: string | null): MemberRow {
  const member = insertPerson(work, key, displayName, beginMembership(work));
  work.audit({ action: 'member.created', target: memberSubject(member), after: memberJson(member) });
  return member;
}

/** The same person, with what is given to him below. */
function joinFromOutside(work: UnitOfWork, person: MemberRow, displayName: string | null): MemberRow {
  const change = { ...beginMembership(work), display_name: displayName ?? person.display_name };
  return changePerson(work, person, change, 'member.created');
}

function addressed(request: OperationRequest<unknown>, work: UnitOfWork): MemberRow {
  const member = findMember(work, pathParameter(request, 'memberId'));
  if (member === undefined) throw notFoundProblem('member');
  return member;
}
