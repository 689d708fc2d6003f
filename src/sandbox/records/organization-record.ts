import type { AuditedObject } from '../api/audit-events.ts';
import type { Database } from '../store/database.ts';
import { type StampedRecord, stampsJson } from './record-stamps.ts';

export interface OrganizationRow extends StampedRecord {
  readonly slug: string;
  readonly name: string;
  readonly revision: number;
}

export function organizationJson(row: OrganizationRow, platform: string): object {
  const { id, slug, name, revision } = row;
  return { id, slug, name, platform, revision, ...stampsJson(row) };
}

export function organizationSubject({ id, slug }: OrganizationRow): AuditedObject {
  return { type: 'organization', id, label: slug };
}

export function findOrganization(database: Database, idOrSlug: string): OrganizationRow | undefined {
  return (
    database.one<OrganizationRow>('SELECT * FROM organizations WHERE id = ?', idOrSlug) ??
    database.one<OrganizationRow>('SELECT * FROM organizations WHERE slug = ?', idOrSlug)
  );
}
