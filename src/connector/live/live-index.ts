import type { MemberId, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import { KeyedIndex } from '../protocol/keyed-index.ts';
import { LinkedIds } from '../protocol/linked-ids.ts';
import type {
  LiveAssignment,
  LiveGroup,
  LiveMember,
  LiveRole,
  LiveScope,
  LiveScopeMember,
} from './live-object.ts';

/** The live organization, each object under its natural key. A writer keeps it up to date as it writes. */
export interface LiveIndex {
  /** By scope path. */
  readonly scopes: KeyedIndex<LiveScope>;
  /** By role key, predefined ones too. */
  readonly roles: KeyedIndex<LiveRole>;
  /** By MemberId: everybody known, whether a member of the organization or of scopes below only. */
  readonly members: KeyedIndex<LiveMember>;
  /** Memberships of scopes below the organization, by `scopeMemberKey`. */
  readonly scopeMembers: KeyedIndex<LiveScopeMember>;
  /** By GroupPath. */
  readonly groups: KeyedIndex<LiveGroup>;
  /** By `assignmentKey`. */
  readonly assignments: KeyedIndex<LiveAssignment>;
  /** Group id → ids of members. */
  readonly memberships: LinkedIds;
  /** What people are in groups, by `membershipKey`. */
  readonly membershipRoles: Map<string, string>;
  /** Group id → ids of the groups inside. */
  readonly nestings: LinkedIds;
}

/** Of ids, not of names: an assignment stays the same one whatever its ends are called. */
export function assignmentIdKey(scopeId: string, type: 'member' | 'group', principalId: string): string {
  return `${scopeId}|${type}|${principalId}`;
}

/** A person as the platform shows them, for messages; who is not listed yet, by the comparable key. */
export function shownKey({ members }: LiveIndex, member: MemberId): string {
  return members.get(member)?.key ?? member;
}

/** In natural keys, because a membership is looked for before the person has an id. No path holds the sign. */
export function membershipKey(groupId: string, memberId: string): string {
  return `${groupId}|${memberId}`;
}

export function scopeMemberKey(scope: ScopePath, member: MemberId): string {
  return `${scope}|${member}`;
}

export function emptyLiveIndex(): LiveIndex {
  return {
    scopes: new KeyedIndex<LiveScope>(),
    roles: new KeyedIndex<LiveRole>(),
    members: new KeyedIndex<LiveMember>(),
    scopeMembers: new KeyedIndex<LiveScopeMember>(),
    groups: new KeyedIndex<LiveGroup>(),
    assignments: new KeyedIndex<LiveAssignment>(),
    memberships: new LinkedIds(),
    membershipRoles: new Map(),
    nestings: new LinkedIds(),
  };
}

/** The role keys of ids; an id that the read did not see (given by somebody since) is left out. */
export function roleKeys(liveIndex: LiveIndex, ids: readonly string[]): readonly RoleKey[] {
  return ids
    .map((id) => liveIndex.roles.keyOf(id))
    .filter((key) => key !== undefined)
    .sort();
}
