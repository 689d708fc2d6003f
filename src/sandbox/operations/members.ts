import { randomUUID } from 'node:crypto';
import { created, found, gone } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type Handler, param, type Request, type Work } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExists, conflict, invalid, notFound } from '../api/problem.ts';
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
import { removeMember } from './removal.ts';

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
  if (work.rules.memberKey === 'email' && !/^[^@]+@[^@]+$/.test(key)) {
    throw invalid('invalid-member-key', 'not an e-mail address', '/key');
  }
  if (work.rules.memberKey === 'username' && !/^[A-Za-z0-9._-]+$/.test(key)) {
    throw invalid(
      'invalid-member-key',
      'a username is of letters, digits, dots, underscores, dashes',
      '/key',
    );
  }
  const there = findMemberByKey(work, key);
  if (there) throw alreadyExists(`member ${key}`, there.id);
  const id = randomUUID();
  work.database.run(
    'INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)',
    id,
    work.organization.id,
    key,
    comparedKey(work, key),
    displayName,
    work.rules.joining === 'invited' ? 'invited' : 'active',
    work.at,
    work.at,
  );
  const member = reread(work, id);
  work.audit({ action: 'member.created', target: memberSubject(member), after: memberJson(member) });
  return created(memberJson(member), member, `${work.base}/members/${id}`);
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
  if (state !== member.state) requireSwitchable(work, member);
  const action = state === member.state ? 'updated' : state === 'active' ? 'reactivated' : 'deactivated';
  const changed = change(work, member, displayName, state, `member.${action}`);
  return found(memberJson(changed), changed);
};

export const acceptInvitation: Handler<'acceptInvitation'> = (request, work) => {
  const member = addressed(request, work);
  requireUnchanged(request, member);
  if (member.state === 'expired') throw conflict('invitation-expired', 'the invitation has expired');
  if (member.state !== 'invited') throw conflict('not-invited', `${member.key} is ${member.state}`);
  const accepted = change(work, member, member.display_name, 'active', 'member.accepted');
  return found(memberJson(accepted), accepted);
};

export const deleteMember: Handler<'deleteMember'> = (request, work) => {
  const member = addressed(request, work);
  requireUnchanged(request, member);
  removeMember(work, member);
  return gone();
};

function addressed(request: Request<unknown>, work: Work): MemberRow {
  const member = findMember(work, param(request, 'memberId'));
  if (member === undefined) throw notFound('member');
  return member;
}

function reread(work: Work, id: string): MemberRow {
  const member = findMember(work, id);
  if (member === undefined) throw new Error(`member ${id} is gone`);
  return member;
}

function requireSwitchable(work: Work, member: MemberRow): void {
  if (member.state === 'invited' || member.state === 'expired') {
    throw invalid('invitation-pending', `${member.key} has not accepted the invitation`, '/state');
  }
  if (!work.rules.deactivation) {
    throw invalid('deactivation-not-supported', 'the platform has no deactivated members', '/state');
  }
}

function change(
  work: Work,
  member: MemberRow,
  displayName: string | null,
  state: MemberState,
  action: string,
): MemberRow {
  work.database.run(
    'UPDATE members SET display_name = ?, state = ?, version = version + 1, updated_at = ? WHERE id = ?',
    displayName,
    state,
    work.at,
    member.id,
  );
  const changed = reread(work, member.id);
  work.audit({
    action,
    target: memberSubject(changed),
    before: memberJson(member),
    after: memberJson(changed),
  });
  return changed;
}
