import type { PlatformDefinition } from '../../platform/definition.ts';
import type { ScopePath } from '../../resource/reference.ts';
import type { Origin } from '../../source/origin.ts';

/** Which organization is spoken of, and where its objects live. */
export interface Site {
  readonly organization: ScopePath;
  /** The organization's URL: every path is appended to it. */
  readonly base: string;
  readonly platform: PlatformDefinition;
}

export function siteBase(url: string, remote: string): string {
  return `${url.replace(/\/+$/, '')}/orgs/${encodeURIComponent(remote)}/api/v1`;
}

/** Where one object is, below the site's base. */
export const PATHS = {
  scope: (id: string) => `/scopes/${encodeURIComponent(id)}`,
  role: (id: string) => `/roles/${encodeURIComponent(id)}`,
  member: (id: string) => `/members/${encodeURIComponent(id)}`,
  group: (id: string) => `/groups/${encodeURIComponent(id)}`,
  groupMember: (groupId: string, memberId: string) =>
    `/groups/${encodeURIComponent(groupId)}/members/${encodeURIComponent(memberId)}`,
  groupGroup: (groupId: string, childId: string) =>
    `/groups/${encodeURIComponent(groupId)}/groups/${encodeURIComponent(childId)}`,
  assignment: (scopeId: string, type: 'member' | 'group', principalId: string) =>
    `/scopes/${encodeURIComponent(scopeId)}/assignments/${type}/${encodeURIComponent(principalId)}`,
} as const;

export function liveOrigin(site: Site, path: string): Origin {
  return { from: 'live', url: `${site.base}${path}` };
}
