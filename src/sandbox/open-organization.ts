import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from './api/handler.ts';
import { runWrite } from './api/unit-of-work.ts';
import { settingsAfter } from './operations/setting-rules.ts';
import type { PlatformRules } from './platform-rules.ts';
import { findOrganization, organizationSubject } from './records/organization-record.ts';
import { findRoleBySlug } from './records/role-record.ts';
import type { Database } from './store/database.ts';

export interface OpenOrganizationOptions {
  readonly slug: string;
  readonly name: string;
}

/** Makes the organization when the file has none of that name, and gives it the platform's roles as they are today. */
export function openOrganization(
  database: Database,
  rules: PlatformRules,
  { slug, name }: OpenOrganizationOptions,
  at: string,
  furnish: (unitOfWork: UnitOfWork) => void,
): void {
  database.write(() => {
    const before = findOrganization(database, slug);
    if (before === undefined) insertOrganization(database, rules, slug, name, at);
    const organization = before ?? findOrganization(database, slug);
    if (organization === undefined) throw new Error(`organization ${slug} was not made`);
    const actor = { type: 'platform', name: 'sandbox' } as const;
    const setting = { database, rules, organization, base: '', actor, at, pageSize: rules.pageSize };
    runWrite(setting, (unitOfWork) => {
      if (before === undefined) {
        unitOfWork.audit({ action: 'organization.created', target: organizationSubject(organization) });
      }
      setPredefinedRoles(unitOfWork);
      if (before === undefined) furnish(unitOfWork);
    });
  });
}

function insertOrganization(
  database: Database,
  rules: PlatformRules,
  slug: string,
  name: string,
  at: string,
): void {
  const id = randomUUID();
  database.run('INSERT INTO organizations VALUES (?, ?, ?, 0, 1, ?, ?)', id, slug, name, at, at);
  database.run(
    'INSERT INTO scopes VALUES (?, ?, ?, ?, ?, NULL, ?, 1, ?, ?)',
    randomUUID(),
    id,
    rules.root,
    slug,
    name,
    settingsAfter(rules.scopeKinds.get(rules.root)?.settings, null, undefined),
    at,
    at,
  );
}

/**
 * Not audited: nobody in the organization did it. A role the platform has given up stays, since it may be assigned.
 */
function setPredefinedRoles(unitOfWork: UnitOfWork): void {
  const { database, organization, rules, at } = unitOfWork;
  for (const [slug, { title, description, permissions, denies }] of rules.roles) {
    database.run(
      `INSERT INTO roles VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?8, 1, 1, ?7, ?7)
       ON CONFLICT (org_id, slug) DO UPDATE SET name = ?4, description = ?5, permissions = ?6, denies = ?8,
         version = version + 1, updated_at = ?7
         WHERE (name, description, permissions) != (?4, ?5, ?6) OR denies IS NOT ?8`,
      randomUUID(),
      organization.id,
      slug,
      title,
      description,
      JSON.stringify(permissions),
      at,
      rules.rolesDeny ? JSON.stringify(denies) : null,
    );
  }
  for (const [slug, { includes }] of rules.roles) {
    const role = findRoleBySlug(unitOfWork, slug);
    database.run('DELETE FROM role_includes WHERE role_id = ?', role?.id ?? null);
    for (const name of includes) {
      const included = findRoleBySlug(unitOfWork, name);
      if (!role || !included)
        throw new Error(`platform ${rules.name}: role ${slug} includes unknown ${name}`);
      database.run('INSERT INTO role_includes VALUES (?, ?)', role.id, included.id);
    }
  }
}
