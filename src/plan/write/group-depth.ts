import type { GroupPath } from '../../resource/identifiers.ts';
import type { Write } from './write.ts';

/** The group that one is nested in, as it was read; null for none. */
export type ParentOf = (group: GroupPath) => GroupPath | null;

/** How many groups are above one once these writes have nested them, and before they let go; in a ring, up to where it closes. */
export function depthOfGroups(writes: readonly Write[], parentOf: ParentOf): (group: GroupPath) => number {
  const nested = new Map<GroupPath, GroupPath>();
  for (const write of writes) if (write.write === 'nest-group') nested.set(write.child, write.group);
  return (group) => {
    const seen = new Set<GroupPath>();
    let at: GroupPath | null = group;
    while (at !== null && !seen.has(at)) {
      seen.add(at);
      at = nested.get(at) ?? parentOf(at);
    }
    return seen.size - 1;
  };
}
