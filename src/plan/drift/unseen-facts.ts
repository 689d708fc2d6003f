import type { ResourceTypeName, UnknownList } from '../../resource/resource.ts';

/** What else nobody can tell of where a list of this type is missing: what stands in it, and what is given to that or on it. */
const TOLD_WITH: { readonly [T in ResourceTypeName]: readonly ResourceTypeName[] } = {
  scope: ['scope', 'role', 'member', 'group', 'assignment'],
  member: ['scope', 'role', 'member', 'group', 'assignment'],
  role: ['role', 'assignment'],
  group: ['group', 'assignment'],
  assignment: ['assignment'],
};

/**
 * Whether a fact, by the address of its resource, may be there and not be seen, since a list that would hold it could not be
 * read. In doubt it may.
 */
export function isUnseen(unknown: readonly UnknownList[] | undefined, fact: string): boolean {
  if (unknown === undefined) return false;
  return unknown.some(({ type, of }) => {
    if (typeof of === 'object' && 'address' in of && type === 'group') {
      return fact === of.address || fact.startsWith(`${of.address}#`) || fact.endsWith(`|${of.address}`);
    }
    return TOLD_WITH[type].some((one) => fact.startsWith(`${one}:`));
  });
}
