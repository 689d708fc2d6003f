import type { WhenCondition } from '../description/write-description.ts';

const LISTS = ['permissions', 'denies', 'includes'];

/**
 * A condition tells which one is meant where there is one only: of scopes the organization, of texts each word, of lists
 * none or the only one.
 */
export function isSaid(name: string, when: ReadonlyMap<string, WhenCondition>): boolean {
  const said = when.get(name);
  if (said === undefined) return false;
  if (LISTS.includes(name)) return said.is === 'absent' || (said.is === 'among' && said.words.length === 1);
  if (name === 'group' || name === 'child') return said.is === 'among' && said.words.length === 1;
  if (name !== 'scope' && name !== 'parent' && name !== 'home') return true;
  return said?.is === 'among' && said.words.every((word) => word === 'organization');
}
