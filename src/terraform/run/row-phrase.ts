import type { PlacedRow } from '../provider/rows/organization-rows.ts';

/** A row as people speak of it: `group qa`, never its block's address. */
export function rowPhrase({ type, key }: Pick<PlacedRow, 'type' | 'key'>): string {
  const within = key.includes('/') ? key.slice(key.indexOf('/') + 1) : key;
  switch (type) {
    case 'bylaw_scope':
      return `scope ${within}`;
    case 'bylaw_role':
      return `role ${within}`;
    case 'bylaw_group':
      return `group ${within}`;
    case 'bylaw_members':
      return `members of ${within}`;
    case 'bylaw_roster':
      return `roles on ${within}`;
    case 'bylaw_group_roster':
      return `roles of groups on ${within}`;
    case 'bylaw_departures':
      return `what is taken away in ${within}`;
  }
}
