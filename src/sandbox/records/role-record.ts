import type { AuditedObject } from '../api/audit-events.ts';
import type { UnitOfWork } from '../api/handler.ts';
import { type StampedRecord, stampsJson } from './record-stamps.ts';

export interface RoleRow extends StampedRecord {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** JSON. */
  readonly permissions: string;
  /** JSON; null where no role of the platform takes anything away. */
  readonly denies: string | null;
  /** JSON: ids, sorted. */
  readonly includes: string;
  readonly predefined: 0 | 1;
}

export const ROLE_COLUMNS = `id, slug, name, description, permissions, denies, predefined, version, created_at, updated_at,
  (SELECT json_group_array(included_id) FROM role_includes WHERE role_id = roles.id) AS includes`;

export function roleJson(row: RoleRow): object {
  const { id, slug, name, description } = row;
  const permissions: unknown = JSON.parse(row.permissions);
  const includes: unknown = JSON.parse(row.includes);
  const predefined = row.predefined === 1;
  const denies: unknown = row.denies === null ? undefined : JSON.parse(row.denies);
  const taken = denies === undefined ? {} : { denies };
  return { id, slug, name, description, permissions, ...taken, includes, predefined, ...stampsJson(row) };
}

export function roleSubject({ id, slug }: RoleRow): AuditedObject {
  return { type: 'role', id, label: slug };
}

export function findRole({ database, organization }: UnitOfWork, id: string): RoleRow | undefined {
  const sql = `SELECT ${ROLE_COLUMNS} FROM roles WHERE id = ? AND org_id = ?`;
  return database.one<RoleRow>(sql, id, organization.id);
}

export function findRoleBySlug({ database, organization }: UnitOfWork, slug: string): RoleRow | undefined {
  const sql = `SELECT ${ROLE_COLUMNS} FROM roles WHERE org_id = ? AND slug = ?`;
  return database.one<RoleRow>(sql, organization.id, slug);
}
