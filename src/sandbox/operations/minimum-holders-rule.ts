import { type ApiProblem, conflictProblem } from '../api/api-problem.ts';
import type { UnitOfWork } from '../api/handler.ts';
import { deactivatedMembers } from '../effective/deactivated-members.ts';
import type { MinimumHoldersRule } from '../platform-rules.ts';

/** How many active people hold a role on a scope, directly or through a group that is assigned it there. */
export interface HolderCount {
  readonly rule: MinimumHoldersRule;
  readonly scopeId: string;
  readonly slug: string;
  readonly holders: number;
}

const COUNT_HOLDERS = `
WITH RECURSIVE
  given (scope_id, type, id) AS (
    SELECT a.scope_id, a.principal_type, a.principal_id
    FROM roles r JOIN assignment_roles ar ON ar.role_id = r.id JOIN assignments a ON a.id = ar.assignment_id
    WHERE r.org_id = ?1 AND r.slug = ?2 AND ar.way = 'roles'
    UNION
    SELECT given.scope_id, 'group', n.child_id FROM given JOIN nestings n ON n.parent_id = given.id
    WHERE given.type = 'group'
  ),
  held (scope_id, member_id) AS (
    SELECT scope_id, id FROM given WHERE type = 'member'
    UNION
    SELECT given.scope_id, ms.member_id FROM given JOIN memberships ms ON ms.group_id = given.id
    WHERE given.type = 'group'
  ),
  above (scope_id, id) AS (
    SELECT id, id FROM scopes WHERE org_id = ?1 AND kind = ?3
    UNION SELECT above.scope_id, s.parent_id FROM above JOIN scopes s ON s.id = above.id
    WHERE s.parent_id IS NOT NULL
  ),
  counted (scope_id, holders) AS (
    SELECT held.scope_id, count(*) FROM held JOIN members m ON m.id = held.member_id
    WHERE m.id NOT IN (SELECT value FROM json_each(?4)) AND (m.state = 'active' OR EXISTS (
      SELECT 1 FROM above JOIN scope_members sm ON sm.scope_id = above.id
      WHERE above.scope_id = held.scope_id AND sm.member_id = m.id AND sm.state = 'active'
    )) GROUP BY held.scope_id
  )
SELECT s.id AS scopeId, s.slug, coalesce(c.holders, 0) AS holders
FROM scopes s LEFT JOIN counted c ON c.scope_id = s.id WHERE s.org_id = ?1 AND s.kind = ?3`;

export function countHolders({ database, rules, organization }: UnitOfWork): readonly HolderCount[] {
  if (rules.minimumHolders.length === 0) return [];
  const deactivated = JSON.stringify([...deactivatedMembers(database, organization.id, rules.access)]);
  return rules.minimumHolders.flatMap((rule) =>
    database
      .all<{ scopeId: string; slug: string; holders: number }>(
        COUNT_HOLDERS,
        organization.id,
        rule.role,
        rule.at,
        deactivated,
      )
      .map((counted) => ({ rule, ...counted })),
  );
}

/**
 * Refuses a write that takes holders away and leaves too few. One that leaves too few but took none away passes: an
 * organization that starts without an owner must be able to get anywhere at all.
 */
export function requireMinimumHolders(
  before: readonly HolderCount[],
  after: readonly HolderCount[],
): ApiProblem | undefined {
  const earlier = new Map(before.map((count) => [`${count.rule.code} ${count.scopeId}`, count.holders]));
  const broken = after.find(
    ({ rule, scopeId, holders }) =>
      holders < rule.count && holders < (earlier.get(`${rule.code} ${scopeId}`) ?? 0),
  );
  if (broken === undefined) return undefined;
  const { rule, slug, holders } = broken;
  const detail = `${slug} needs at least ${rule.count} active with role ${rule.role}; this would leave ${holders}`;
  return conflictProblem(rule.code, detail);
}
