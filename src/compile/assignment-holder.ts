import {
  type GroupPath,
  groupKey,
  type MemberId,
  memberKey,
  type Principal,
  type PrincipalKey,
} from '../resource/identifiers.ts';

/** Who holds what is assigned. A group has one for all that it is given on all scopes: there may be a dozen of each. */
export interface AssignmentHolder {
  readonly principal: Principal;
  readonly key: PrincipalKey;
}

export function memberHolder(member: MemberId): AssignmentHolder {
  return { principal: { type: 'member', member }, key: memberKey(member) };
}

export function groupHolder(group: GroupPath): AssignmentHolder {
  return { principal: { type: 'group', group }, key: groupKey(group) };
}
