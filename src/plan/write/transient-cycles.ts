import type { Entries, Resource } from '../../resource/resource.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { memoize } from '../../source/memoize.ts';
import { reachableFrom } from '../../source/reachable.ts';
import type { EffectiveChange, FieldChange } from '../change.ts';

/** What contains what: groups their child groups, roles the roles they include. */
const CONTAINMENT = {
  group: { field: 'groups', name: (r: Resource) => nameIfGroup(r), inside: (r: Resource) => groupsOf(r) },
  role: { field: 'includes', name: (r: Resource) => nameIfRole(r), inside: (r: Resource) => includesOf(r) },
} as const;

/**
 * Additions come before removals, but for one case: turning `a contains b` round would make a ring for the moment in
 * between, and platforms refuse rings. The removals such an addition waits for are marked as `first`.
 */
export function avoidTransientCycles(
  changes: readonly EffectiveChange[],
  live: readonly Resource[],
): readonly EffectiveChange[] {
  return (['group', 'role'] as const).reduce((marked, type) => clear(marked, live, type), changes);
}

function clear(
  changes: readonly EffectiveChange[],
  live: readonly Resource[],
  type: keyof typeof CONTAINMENT,
): readonly EffectiveChange[] {
  const { field, name, inside } = CONTAINMENT[type];
  const added: [string, string][] = [];
  let removes = false;
  for (const change of changes) {
    if (change.action === 'delete') continue;
    const owner = name(change.after);
    if (owner === null) continue;
    if (change.action !== 'update') {
      for (const entry of inside(change.after).keys()) added.push([owner, entry]);
      continue;
    }
    for (const f of change.fields) {
      if (f.kind !== 'entries' || f.field !== field) continue;
      for (const { entry } of f.added) added.push([owner, entry]);
      if (f.removed.length > 0) removes = true;
    }
  }
  if (added.length === 0 || !removes) return changes;

  const contained = ListsByKey.from(added);
  for (const r of live) {
    const owner = name(r);
    if (owner !== null) for (const entry of inside(r).keys()) contained.add(owner, entry);
  }
  const below = memoize((from: string) => reachableFrom([from], (at) => contained.get(at)));
  // Only what leads back to where it began closes a ring.
  const closing = added
    .map(([owner, entry]) => ({ owner, below: below(entry) }))
    .filter((ring) => ring.below.has(ring.owner));
  if (closing.length === 0) return changes;
  const inTheWay = (owner: string, entry: string): boolean =>
    closing.some((ring) => ring.below.has(owner) && below(entry).has(ring.owner));

  return changes.map((change) => {
    const owner = change.action === 'update' ? name(change.after) : null;
    if (owner === null || change.action !== 'update') return change;
    const fields = change.fields.map((f): FieldChange => {
      if (f.kind !== 'entries' || f.field !== field) return f;
      return {
        ...f,
        removed: f.removed.map((r) => (inTheWay(owner, r.entry) ? { ...r, first: true } : r)),
      };
    });
    return { ...change, fields };
  });
}

function nameIfGroup(r: Resource): string | null {
  return r.type === 'group' ? groupPathOf(r) : null;
}

function nameIfRole(r: Resource): string | null {
  return r.type === 'role' ? r.attributes.name : null;
}

function groupsOf(r: Resource): Entries {
  return r.type === 'group' ? r.attributes.groups : new Map();
}

function includesOf(r: Resource): Entries {
  return r.type === 'role' ? r.attributes.includes : new Map();
}
