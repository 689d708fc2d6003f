import { type MemberId, type ScopePath, scopeChain } from '../resource/reference.ts';
import { type Resource, resourcesOf } from '../resource/resource.ts';
import type { EffectiveChange, Leaving } from './change.ts';
import { nameOf } from './names.ts';

/**
 * The removals of people with the groups that they leave by it although no change speaks of the groups: unmanaged ones,
 * and those whose people nobody writes. The platform takes the places along; a plan that is silent about them would
 * make less of the removal than it is.
 */
export function withGroupsLeft(
  changes: readonly EffectiveChange[],
  staying: readonly Resource[],
  unmanaged: readonly Resource[],
): readonly EffectiveChange[] {
  if (!changes.some(({ action, address }) => action === 'delete' && address.startsWith('member:')))
    return changes;
  const memberships = new Set(
    resourcesOf(staying, 'member').map(({ attributes }) => `${attributes.scope}/${attributes.member}`),
  );
  const nobodys = new Set(unmanaged.map(({ address }) => address));
  const places = new Map<MemberId, { readonly home: ScopePath; readonly group: Leaving }[]>();
  for (const group of resourcesOf(staying, 'group')) {
    const { address, attributes } = group;
    const left: Leaving = { address, name: nameOf(group), unmanaged: nobodys.has(address) };
    for (const member of attributes.members.keys()) {
      const list = places.get(member) ?? [];
      places.set(member, list);
      list.push({ home: attributes.home, group: left });
    }
  }
  return changes.map((change) => {
    if (change.action !== 'delete' || change.before.type !== 'member') return change;
    const { member, scope } = change.before.attributes;
    const leaves = (places.get(member) ?? []).filter(({ home }) => {
      const above = scopeChain(home);
      return above.includes(scope) && !above.some((path) => memberships.has(`${path}/${member}`));
    });
    if (leaves.length === 0) return change;
    const sorted = leaves.map(({ group }) => group).sort((a, b) => (a.address < b.address ? -1 : 1));
    return { ...change, leaves: sorted };
  });
}
