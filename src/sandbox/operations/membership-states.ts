import { type ApiProblem, invalidProblem } from '../api/api-problem.ts';
import type { UnitOfWork } from '../api/handler.ts';
import { findAssignment } from '../records/assignment-record.ts';
import type { GroupRow } from '../records/group-record.ts';
import type { StoredMembershipState } from '../records/invitation-record.ts';
import type { MemberRow } from '../records/member-record.ts';

/**
 * The states of a person's memberships that reach a scope: that of the organization, and those of the scope and of
 * what it is in. None: the person has no business there.
 */
export function membershipStatesAt(
  unitOfWork: UnitOfWork,
  member: MemberRow,
  scopeId: string,
): readonly StoredMembershipState[] {
  const below = unitOfWork.database.all<{ state: StoredMembershipState }>(
    `WITH RECURSIVE above (id, parent_id) AS (
       SELECT id, parent_id FROM scopes WHERE id = ?
       UNION ALL SELECT s.id, s.parent_id FROM scopes s JOIN above ON s.id = above.parent_id
     )
     SELECT state FROM scope_members WHERE member_id = ? AND scope_id IN (SELECT id FROM above)`,
    scopeId,
    member.id,
  );
  const own = member.state === 'outside' ? [] : [member.state];
  return [...own, ...below.map(({ state }) => state)];
}

export function hasAccepted(states: readonly StoredMembershipState[]): boolean {
  return states.some((state) => state === 'active' || state === 'deactivated');
}

/** Why a person cannot be in a group; undefined: can be. */
export function whyNotInGroup(
  unitOfWork: UnitOfWork,
  group: GroupRow,
  member: MemberRow,
): ApiProblem | undefined {
  const { groupMembersAreMembers, groupMembersAreAttached, invitedInGroups } = unitOfWork.rules;
  const states = membershipStatesAt(unitOfWork, member, group.scope_id);
  if (groupMembersAreMembers && states.length === 0) {
    return invalidProblem(
      'not-a-member',
      `${member.key} is no member where ${group.slug} is at home`,
      '/userId',
    );
  }
  if (groupMembersAreAttached && !findAssignment(unitOfWork, group.scope_id, 'member', member.id)) {
    return invalidProblem(
      'not-a-member',
      `${member.key} does not belong to the home of ${group.slug}`,
      '/userId',
    );
  }
  if (!invitedInGroups && states.length > 0 && !hasAccepted(states)) {
    return invalidProblem('invitation-pending', `${member.key} has not accepted the invitation`, '/userId');
  }
  return undefined;
}
