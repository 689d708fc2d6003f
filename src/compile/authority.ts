import { OWNABLE_TYPES, type OwnableType, ownerOf } from '../platform/owners.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { AuthorityKey, OrganizationDocument } from '../policy/document-types.ts';
import type { ResourceTypeName } from '../resource/resource.ts';
import type { Authority } from './desired.ts';

/** What is written for one type wins over the short form; what is written nowhere is `declared`, the careful one. */
export function writtenAuthority({ authority: { all, byType } }: OrganizationDocument): Authority {
  const of = (key: AuthorityKey) => byType[key] ?? all ?? 'declared';
  return {
    scope: of('scopes'),
    role: of('roles'),
    member: of('members'),
    group: of('groups'),
    assignment: of('assignments'),
  };
}

/** The same as it counts: records of what something else owns are never the whole truth, whatever is written. */
export function authorityOf(document: OrganizationDocument, platform: PlatformDefinition): Authority {
  const written = writtenAuthority(document);
  const of = (type: ResourceTypeName) => (ownerOf(platform, type) === null ? written[type] : 'declared');
  return {
    scope: of('scope'),
    role: of('role'),
    member: of('member'),
    group: of('group'),
    assignment: of('assignment'),
  };
}

/** What something else owns, and documents say all of as far as they are asked: `authority: full` of records. */
export function recordedWhole(
  document: OrganizationDocument,
  platform: PlatformDefinition,
): ReadonlySet<OwnableType> {
  const written = writtenAuthority(document);
  return new Set(
    OWNABLE_TYPES.filter((type) => ownerOf(platform, type) !== null && written[type] === 'full'),
  );
}
