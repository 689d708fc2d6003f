import type { AuditedObject } from '../api/audit-events.ts';
import type { UnitOfWork } from '../api/handler.ts';
import { settingsJson } from './record-settings.ts';
import { type StampedRecord, stampsJson } from './record-stamps.ts';

export interface GroupRow extends StampedRecord {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly scope_id: string;
  /** JSON. */
  readonly permissions: string;
  /** JSON: each setting of groups with its value. */
  readonly settings: string;
  readonly member_count: number;
}

export const GROUP_COLUMNS = `id, slug, name, description, scope_id, permissions, settings, version, created_at, updated_at,
  (SELECT count(*) FROM memberships WHERE group_id = groups.id) AS member_count`;

export function groupJson(row: GroupRow): object {
  const { id, slug, name, description } = row;
  const permissions: unknown = JSON.parse(row.permissions);
  const memberCount = row.member_count;
  const about = { id, slug, name, description, scopeId: row.scope_id, permissions, memberCount };
  return { ...about, ...settingsJson(row), ...stampsJson(row) };
}

export function groupSubject({ id, slug }: GroupRow): AuditedObject {
  return { type: 'group', id, label: slug };
}

export function findGroup({ database, organization }: UnitOfWork, id: string): GroupRow | undefined {
  const sql = `SELECT ${GROUP_COLUMNS} FROM groups WHERE id = ? AND org_id = ?`;
  return database.one<GroupRow>(sql, id, organization.id);
}

/** A group's ETag covers who is in it, so every change of that is a change of the group. */
export function touchGroup({ database, at }: UnitOfWork, id: string): { id: string; version: number } {
  const sql = 'UPDATE groups SET version = version + 1, updated_at = ? WHERE id = ? RETURNING version';
  const version = database.one<{ version: number }>(sql, at, id)?.version;
  if (version === undefined) throw new Error(`group ${id} is gone`);
  return { id, version };
}
