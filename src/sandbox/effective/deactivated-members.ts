import type { Database } from '../store/database.ts';
import type { AccessRules } from './access-rules.ts';

/** Whoever is in a group that is set so, and whoever is in a group in it. `UNION` ends at a ring. */
const DEACTIVATED = `WITH RECURSIVE off (group_id) AS (
    SELECT g.id FROM groups g, json_each(g.settings) s, json_each(?2) d
    WHERE g.org_id = ?1 AND s.key = json_extract(d.value, '$[0]') AND s.value = json_extract(d.value, '$[1]')
    UNION
    SELECT n.child_id FROM off JOIN nestings n ON n.parent_id = off.group_id
  )
SELECT DISTINCT ms.member_id AS id FROM off JOIN memberships ms ON ms.group_id = off.group_id`;

/** Members who are active nowhere, by a group that they are in. */
export function deactivatedMembers(
  database: Database,
  organizationId: string,
  { deactivating }: AccessRules,
): ReadonlySet<string> {
  if (deactivating.length === 0) return NOBODY;
  const found = database.all<{ id: string }>(DEACTIVATED, organizationId, JSON.stringify(deactivating));
  return new Set(found.map(({ id }) => id));
}

const NOBODY: ReadonlySet<string> = new Set();
