import type { AuthorityKey, OrganizationDocument } from '../policy/document-types.ts';
import type { Authority } from './desired.ts';

/** What is written for one type wins over the short form; what is written nowhere is `declared`, the careful one. */
export function authorityOf(document: OrganizationDocument): Authority {
  const { all, byType } = document.authority;
  const of = (key: AuthorityKey) => byType[key] ?? all ?? 'declared';
  return {
    scope: of('scopes'),
    role: of('roles'),
    member: of('members'),
    group: of('groups'),
    assignment: of('assignments'),
  };
}
