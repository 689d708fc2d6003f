import type { UnitOfWork } from '../api/handler.ts';
import type { Database } from '../store/database.ts';
import type { OrganizationFacts, ScopeNode } from './effective-access-formula.ts';
import { EffectiveRoles } from './effective-roles.ts';
import { withTexts } from './permission-texts.ts';

interface ScopeFactRow {
  readonly id: string;
  readonly kind: string;
  readonly parentId: string | null;
  /** JSON. */
  readonly settings: string;
}

const ALL = 'SELECT id, kind, parent_id AS parentId, settings FROM scopes WHERE org_id = ?';

/** A scope and all above it: nothing beside or below a scope has a say in what holds there. */
const UP_FROM = `WITH RECURSIVE up (id, kind, parentId, settings) AS (
    SELECT id, kind, parent_id, settings FROM scopes WHERE org_id = ?1 AND id = ?2
    UNION ALL
    SELECT s.id, s.kind, s.parent_id, s.settings FROM up JOIN scopes s ON s.id = up.parentId
  )
SELECT id, kind, parentId, settings FROM up`;

/** What is the same for everybody in the organization; with `scopeId`, no more of it than that scope needs. */
export function organizationFactsOf(
  { database, organization, rules }: UnitOfWork,
  scopeId: string | undefined,
): OrganizationFacts {
  const lines =
    scopeId === undefined
      ? database.all<ScopeFactRow>(ALL, organization.id)
      : database.all<ScopeFactRow>(UP_FROM, organization.id, scopeId);
  const access = withTexts(
    rules.access,
    rules.access.parameters.size === 0 ? [] : written(database, organization.id),
  );
  return {
    rules: access,
    roles: new EffectiveRoles(database, organization.id, access),
    root: treeOf(lines),
    hasGroups:
      database.one('SELECT 1 AS there FROM groups WHERE org_id = ? LIMIT 1', organization.id) !== undefined,
  };
}

/** What is written in roles and groups. */
function written(database: Database, organizationId: string): readonly string[] {
  const sql = `SELECT value FROM roles, json_each(roles.permissions) WHERE roles.org_id = ?1
    UNION SELECT value FROM roles, json_each(roles.denies) WHERE roles.org_id = ?1
    UNION SELECT value FROM groups, json_each(groups.permissions) WHERE groups.org_id = ?1`;
  return database.all<{ value: string }>(sql, organizationId).map(({ value }) => value);
}

function treeOf(lines: readonly ScopeFactRow[]): ScopeNode {
  const nodes = new Map(
    lines.map(({ id, kind, settings }) => [id, { id, kind, settings, below: [] as ScopeNode[] }]),
  );
  let root: ScopeNode | undefined;
  for (const { id, parentId } of lines) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    if (parentId === null) root = node;
    else nodes.get(parentId)?.below.push(node);
  }
  if (root === undefined) throw new Error('the scopes of an organization have no root');
  return root;
}
