import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Written } from '../policy/document-types.ts';
import {
  type GroupPath,
  type MemberId,
  memberId,
  type ScopePath,
  splitGroupPath,
} from '../resource/identifiers.ts';
import { isPattern, matchesPath, matchesText } from '../source/name-pattern.ts';

/** Whether a name or a pattern over names means this person. */
export function namesMember(
  { value }: Written<string>,
  member: MemberId,
  platform: PlatformDefinition,
): boolean {
  const wanted = memberId(value, platform.members.compare);
  return wanted === member || (isPattern(wanted) && matchesText(wanted, member));
}

/** Of a group: its name alone, or its path; a pattern over either. */
export function namesGroup({ value }: Written<string>, group: GroupPath): boolean {
  return value.includes('/') ? matchesPath(value, group) : matchesText(value, splitGroupPath(group).name);
}

export function namesScope({ value }: Written<string>, scope: ScopePath): boolean {
  return matchesPath(value, scope);
}
