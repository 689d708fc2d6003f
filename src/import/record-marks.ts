import { ownerOf } from '../platform/owners.ts';
import { GRANT_KEYS, type GrantKey } from '../policy/document-types.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { type Draft, type DraftMap, isDraftMap } from '../source/edit/draft.ts';
import { withKey } from './draft-map.ts';
import type { LiveView } from './live-view.ts';

/**
 * An entry with `declared: false` where it speaks of something that something else owns, and without it where it speaks of
 * none: what is recorded is not declared.
 */
export function withRecordMark(entry: Draft, isRecord: boolean): Draft {
  const map: DraftMap = isDraftMap(entry) ? entry : new Map();
  if (map.has('declared') === isRecord) return entry;
  if (isRecord) return new Map<string, Draft>([['declared', false], ...map]);
  const left = withKey(map, 'declared', undefined);
  return left.size === 0 ? null : left;
}

type GivenCounts = { readonly [K in GrantKey]: { readonly size: number } };

/** Whether a person's entry on a scope records anything: the membership that it is of, or what it gives. */
export function isMemberRecord(
  { organization, members, platform }: LiveView,
  scope: ScopePath,
  member: MemberId,
  given: GivenCounts,
): boolean {
  const joins = scope === organization || !members.has(member);
  if (joins && ownerOf(platform, 'member') !== null) return true;
  // Below, whoever joins nothing is attached by the entry at least.
  return ownerOf(platform, 'assignment') !== null && (!joins || givesAny(given));
}

/** The same of a group's own entry. */
export function isGroupRecord({ platform }: LiveView, given: GivenCounts): boolean {
  if (ownerOf(platform, 'group') !== null) return true;
  return ownerOf(platform, 'assignment') !== null && givesAny(given);
}

/** The same of what a group is given elsewhere. */
export function isMentionRecord({ platform }: LiveView): boolean {
  return ownerOf(platform, 'assignment') !== null;
}

function givesAny(given: GivenCounts): boolean {
  return GRANT_KEYS.some((key) => given[key].size > 0);
}
