import type { AuditedObject } from '../api/audit-events.ts';
import type { UnitOfWork } from '../api/handler.ts';
import { settingsJson } from './record-settings.ts';
import { type StampedRecord, stampsJson } from './record-stamps.ts';

export interface ScopeRow extends StampedRecord {
  readonly slug: string;
  readonly kind: string;
  readonly name: string;
  readonly parent_id: string | null;
  /** JSON: each setting of the kind with its value. */
  readonly settings: string;
}

export const SCOPE_COLUMNS = 'id, slug, kind, name, parent_id, settings, version, created_at, updated_at';

export function scopeJson(row: ScopeRow): object {
  const { id, slug, kind, name } = row;
  return { id, slug, kind, parentId: row.parent_id, name, ...settingsJson(row), ...stampsJson(row) };
}

export function scopeSubject({ id, slug }: ScopeRow): AuditedObject {
  return { type: 'scope', id, label: slug };
}

export function findScope({ database, organization }: UnitOfWork, id: string): ScopeRow | undefined {
  const sql = `SELECT ${SCOPE_COLUMNS} FROM scopes WHERE id = ? AND org_id = ?`;
  return database.one<ScopeRow>(sql, id, organization.id);
}

/** The scope something stored points at; the tables' rules keep it there as long. */
export function existingScope(unitOfWork: UnitOfWork, id: string): ScopeRow {
  const scope = findScope(unitOfWork, id);
  if (scope === undefined) throw new Error(`scope ${id} is gone`);
  return scope;
}

/** Every organization is made with one. */
export function rootScope({ database, organization }: UnitOfWork): ScopeRow {
  const sql = `SELECT ${SCOPE_COLUMNS} FROM scopes WHERE org_id = ? AND parent_id IS NULL`;
  const root = database.one<ScopeRow>(sql, organization.id);
  if (root === undefined) throw new Error(`organization ${organization.slug} has no root scope`);
  return root;
}
