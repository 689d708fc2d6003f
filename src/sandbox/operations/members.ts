import { created, found, gone } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type Handler, param, type Request, type Work } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExists, invalid, notFound } from '../api/problem.ts';
import {
  comparedKey,
  findMember,
  findMemberByKey,
  MEMBER_COLUMNS,
  type MemberRow,
  type MemberState,
  memberJson,
  memberSubject,
} from '../records/member.ts';
import { endMembership } from './departure.ts';
import { accepted, joining, resent } from './invitations.ts';
import { changePerson, insertPerson, requireMemberKey } from './people.ts';

export const listMembers: Handler<'listMembers'> = (request, work) => {
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

export const createMember: Handler<'createMember'> = ({ body }, work) => {
  const { key, displayName = null } = body;
  requireMemberKey(work, key);
  const there = findMemberByKey(work, key);
  if (there && there.state !== 'outside') throw alreadyExists(`member ${key}`, there.id);
  const member = there ? joinFromOutside(work, there, displayName) : addMember(work, key, displayName);
  return created(memberJson(member), member, `${work.base}/members/${member.id}`);
};

export const getMember: Handler<'getMember'> = (request, work) => {
  const member = addressed(request, work);
  return found(memberJson(member), member);
};

export const updateMember: Handler<'updateMember'> = (request, work) => {
  const member = addressed(request, work);
  requireUnchanged(request, member);
  const { displayName = member.display_name, state = member.state } = request.body;
  if (displayName === member.display_name && state === member.state) return found(memberJson(member), member);
  if (state !== member.state) requireSwitchable(work, member.key, member.state);
  const action = state === member.state ? 'updated' : state === 'active' ? 'reactivated' : 'deactivated';
  const changed = changePerson(work, member, { display_name: displayName, state }, `member.${action}`);
  return found(memberJson(changed), changed);
};

export const acceptInvitation: Handler<'acceptInvitation'> = (request, work) => {
  const member = addressed(request, work);
  requireUnchanged(request, member);
  const active = changePerson(work, member, accepted(member.key, member.state), 'member.accepted');
  return found(memberJson(active), active);
};

export const resendInvitation: Handler<'resendInvitation'> = (request, work) => {
  const member = addressed(request, work);
  requireUnchanged(request, member);
  const invited = changePerson(work, member, resent(work, member.key, member), 'member.invitation-resent');
  return found(memberJson(invited), invited);
};

export const deleteMember: Handler<'deleteMember'> = (request, work) => {
  const member = addressed(request, work);
  // Before any condition: whoever asks again after a lost answer hears that it is done.
  if (member.state === 'outside') throw notFound('member of the organization');
  requireUnchanged(request, member);
  endMembership(work, member);
  return gone();
};

/** Refuses a change of state by PATCH with invitation-pending, not-a-member and deactivation-not-supported. */
export function requireSwitchable(work: Work, who: string, state: MemberState): void {
  if (state === 'invited' || state === 'expired') {
    throw invalid('invitation-pending', `${who} has not accepted the invitation`, '/state');
  }
  if (state === 'outside') {
    throw invalid('not-a-member', `${who} is no member of the organization`, '/state');
  }
  if (!work.rules.deactivation) {
    throw invalid('deactivation-not-supported', 'the platform has no deactivated members', '/state');
  }
}

function addMember(work: Work, key: string, displayName: string | null): MemberRow {
  const member = insertPerson(work, key, displayName, joining(work));
  work.audit({ action: 'member.created', target: memberSubject(member), after: memberJson(member) });
  return member;
}

/** The same person, with what is given to him below. */
function joinFromOutside(work: Work, person: MemberRow, displayName: string | null): MemberRow {
  const change = { ...joining(work), display_name: displayName ?? person.display_name };
  return changePerson(work, person, change, 'member.created');
}

function addressed(request: Request<unknown>, work: Work): MemberRow {
  const member = findMember(work, param(request, 'memberId'));
  if (member === undefined) throw notFound('member');
  return member;
}
