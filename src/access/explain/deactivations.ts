import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { GroupPath, MemberId } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { groupPathOf, type Resource } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import type { PathStep } from '../access-path.ts';
import { type DeactivatingValue, deactivatingValue, hasDeactivatingGroups } from '../active-memberships.ts';
import { groupGraphOf } from '../group-graph.ts';

/** A group that deactivates somebody: how they are in it, and the line that makes it deactivate. */
export interface Deactivation {
  readonly group: GroupPath;
  /** From the person to the group: into one that lists them, and out through those that it is nested in. */
  readonly chain: readonly Extract<PathStep, { step: 'member-of' | 'nested-in' }>[];
  readonly by: DeactivatingValue;
}

/**
 * Every group by which somebody is active nowhere, each with a shortest way into it, those nearest to the person first.
 * Empty for who is deactivated by none.
 */
export function deactivationsOf(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
): readonly Deactivation[] {
  if (!hasDeactivatingGroups(platform)) return [];
  const model = modelOf(resources);
  const values = new Map<GroupPath, DeactivatingValue>();
  for (const group of model.all('group')) {
    const value = deactivatingValue(platform, group);
    if (value !== null && !values.has(groupPathOf(group))) values.set(groupPathOf(group), value);
  }
  if (values.size === 0) return [];
  const graph = groupGraphOf(model);
  const at = (index: number) => known(graph.groups[index], 'a group of the graph');
  const chains = new Map<number, Deactivation['chain']>();
  for (const index of graph.direct(member)) {
    const { path, members } = at(index);
    const origin = known(members.get(member), 'the place of a direct member');
    chains.set(index, [{ step: 'member-of', member, group: path, origin }]);
  }
  const found: Deactivation[] = [];
  // A map hands out what is added to it while it is walked, nearest first.
  for (const [index, chain] of chains) {
    const { path, parents } = at(index);
    const by = values.get(path);
    if (by !== undefined) found.push({ group: path, chain, by });
    for (const [above, origin] of parents) {
      if (chains.has(above)) continue;
      chains.set(above, [...chain, { step: 'nested-in', child: path, group: at(above).path, origin }]);
    }
  }
  return found;
}
