import type { AssignmentWay } from '../records/assignment-record.ts';
import type { Database } from '../store/database.ts';

/** What the tables say of one person: where a member, and on which scopes what is given to him or his groups. */
export interface MemberFacts {
  /** Scopes he is an active member of. */
  readonly activeOn: ReadonlySet<string>;
  readonly given: ReadonlyMap<string, ScopeGrants>;
}

/** What a person has on one scope, whoever of γ(m) it was given to. */
export interface ScopeGrants {
  readonly roleIds: ReadonlySet<string>;
  /** Roles that hold below the scope alone. */
  readonly belowIds: ReadonlySet<string>;
  readonly deniedIds: ReadonlySet<string>;
  /** An assignment with roles that hold here, or without any. */
  readonly attached: boolean;
  /** A role given to the person and not to a group. */
  readonly ownRole: boolean;
  /** Patterns that groups at home there carry. */
  readonly carried: readonly string[];
}

export const NO_GRANTS: ScopeGrants = {
  roleIds: new Set(),
  belowIds: new Set(),
  deniedIds: new Set(),
  attached: false,
  ownRole: false,
  carried: [],
};

/** γ(m): the groups a person is in, and the groups those are in. `UNION` ends at a ring. */
const AROUND = `WITH RECURSIVE around (member_id, group_id) AS (
    SELECT member_id, group_id FROM memberships WHERE member_id IN (SELECT value FROM json_each(?1))
    UNION
    SELECT around.member_id, n.parent_id FROM around JOIN nestings n ON n.child_id = around.group_id
  )`;

/**
 * One row for each role, and one for an assignment without any. `CROSS JOIN` keeps the people outermost: a page of them
 * is few, and without statistics the database would rather read every assignment there is.
 */
const ASSIGNED = `${AROUND}, acting (member_id, type, id) AS (
    SELECT value, 'member', value FROM json_each(?1)
    UNION ALL
    SELECT member_id, 'group', group_id FROM around
  )
SELECT acting.member_id AS memberId, acting.type, a.scope_id AS scopeId, ar.role_id AS roleId, ar.way
FROM acting
CROSS JOIN assignments a ON a.principal_id = acting.id AND a.principal_type = acting.type
LEFT JOIN assignment_roles ar ON ar.assignment_id = a.id`;

const CARRIED = `${AROUND}
SELECT around.member_id AS memberId, g.scope_id AS scopeId, g.permissions
FROM around CROSS JOIN groups g ON g.id = around.group_id WHERE g.permissions <> '[]'`;

/** The organization is the scope without a parent; other scopes keep their members in a table of their own. */
const ACTIVE = `SELECT m.id AS memberId, s.id AS scopeId FROM members m
  CROSS JOIN scopes s ON s.org_id = m.org_id AND s.parent_id IS NULL
  WHERE m.state = 'active' AND m.id IN (SELECT value FROM json_each(?1))
UNION ALL
SELECT member_id, scope_id FROM scope_members
  WHERE state = 'active' AND member_id IN (SELECT value FROM json_each(?1))`;

interface MemberFactsDraft {
  readonly activeOn: Set<string>;
  readonly given: Map<string, ScopeGrantsDraft>;
}

interface ScopeGrantsDraft {
  readonly roleIds: Set<string>;
  readonly belowIds: Set<string>;
  readonly deniedIds: Set<string>;
  attached: boolean;
  ownRole: boolean;
  readonly carried: string[];
}

/** The standing of each of the members, read at once: how many statements run does not depend on how many they are. */
export function memberFactsOf(
  database: Database,
  memberIds: readonly string[],
  deactivated: ReadonlySet<string>,
): (memberId: string) => MemberFacts {
  const ids = JSON.stringify(memberIds);
  const drafts = new Map<string, MemberFactsDraft>();
  const of = (memberId: string): MemberFactsDraft => {
    const draft = drafts.get(memberId) ?? { activeOn: new Set(), given: new Map() };
    drafts.set(memberId, draft);
    return draft;
  };
  const on = (memberId: string, scopeId: string): ScopeGrantsDraft => {
    const { given } = of(memberId);
    const draft = given.get(scopeId) ?? {
      ...{ roleIds: new Set<string>(), belowIds: new Set<string>(), deniedIds: new Set<string>() },
      ...{ attached: false, ownRole: false, carried: [] },
    };
    given.set(scopeId, draft);
    return draft;
  };

  for (const { memberId, scopeId } of database.all<{ memberId: string; scopeId: string }>(ACTIVE, ids)) {
    if (!deactivated.has(memberId)) of(memberId).activeOn.add(scopeId);
  }
  type Assigned = { memberId: string; type: 'member' | 'group'; scopeId: string } & (
    | { roleId: null; way: null }
    | { roleId: string; way: AssignmentWay }
  );
  for (const { memberId, type, scopeId, roleId, way } of database.all<Assigned>(ASSIGNED, ids)) {
    const given = on(memberId, scopeId);
    if (way === 'below') given.belowIds.add(roleId);
    else if (way === 'denied') given.deniedIds.add(roleId);
    else given.attached = true;
    if (way !== 'roles') continue;
    given.roleIds.add(roleId);
    if (type === 'member') given.ownRole = true;
  }
  type Carried = { memberId: string; scopeId: string; permissions: string };
  for (const { memberId, scopeId, permissions } of database.all<Carried>(CARRIED, ids)) {
    on(memberId, scopeId).carried.push(...(JSON.parse(permissions) as string[]));
  }
  return of;
}
