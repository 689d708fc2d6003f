import type { NamingSite } from '../write/named-paths.ts';

/** Names of what something stands on. */
export const SCOPE_NAMES: readonly string[] = ['scope', 'parent', 'home'];

/** Whether the rows of a list say themselves which group somebody is in: looked at first, such a row is as it was read. */
export function tellsGroup({ entries }: NamingSite['api'], list: string): boolean {
  const memberships = entries.filter(({ gives }) => gives === 'membership');
  return memberships.length > 0 && memberships.every(({ from, each }) => from === list && each === null);
}
