import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import type { Origin } from '../../source/origin.ts';

/** Which organization is spoken of, and where its objects live. */
export interface OrganizationEndpoint {
  readonly organization: ScopePath;
  /** The organization's URL: every path is appended to it. */
  readonly base: string;
  readonly platform: PlatformDefinition;
}

export function endpointBase(url: string, remote: string): string {
  return `${url.replace(/\/+$/, '')}/orgs/${encodeURIComponent(remote)}/api/v1`;
}

/** Where one object is, below the site's base. */
export const OBJECT_PATHS = {
  scope: (id: string) => `/scopes/${encodeURIComponent(id)}`,
  role: (id: string) => `/roles/${encodeURIComponent(id)}`,
  member: (id: string) => `/members/${encodeURIComponent(id)}`,
  scopeMembers: (scopeId: string) => `/scopes/${encodeURIComponent(scopeId)}/members`,
  scopeMember: (scopeId: string, memberId: string) =>
    `/scopes/${encodeURIComponent(scopeId)}/members/${encodeURIComponent(memberId)}`,
  group: (id: string) => `/groups/${encodeURIComponent(id)}`,
  groupMember: (groupId: string, memberId: string) =>
    `/groups/${encodeURIComponent(groupId)}/members/${encodeURIComponent(memberId)}`,
  groupGroup: (groupId: string, childId: string) =>
    `/groups/${encodeURIComponent(groupId)}/groups/${encodeURIComponent(childId)}`,
  assignment: (scopeId: string, type: 'member' | 'group', principalId: string) =>
    `/scopes/${encodeURIComponent(scopeId)}/assignments/${type}/${encodeURIComponent(principalId)}`,
} as const;

/** Whether the platform has scopes that people can be members of without being members of the organization. */
export function hasScopeMembers({ platform }: Pick<OrganizationEndpoint, 'platform'>): boolean {
  return [...platform.scopeKinds.values()].some((kind) => kind.members && kind.name !== platform.root);
}

export function liveOrigin(organizationEndpoint: OrganizationEndpoint, path: string): Origin {
  return { from: 'live', url: `${organizationEndpoint.base}${path}` };
}
