import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import type { Origin } from '../../source/origin.ts';

/** Which organization is spoken of, and where its objects live. */
export interface OrganizationEndpoint {
  readonly organization: ScopePath;
  /** The organization's URL: every path is appended to it. */
  readonly base: string;
  readonly platform: PlatformDefinition;
  /** Where objects are, for whoever asks where a resource comes from. */
  readonly paths: ObjectPaths;
}

export function endpointBase(url: string, remote: string): string {
  return `${url.replace(/\/+$/, '')}/orgs/${encodeURIComponent(remote)}/api/v1`;
}

/** An id as a part of a path. Hardly any has to be encoded, and there are a million of them. */
function part(id: string): string {
  return PLAIN.test(id) ? id : encodeURIComponent(id);
}

const PLAIN = /^[\w-]*$/;

/** Where one object is, below the site's base. */
export const OBJECT_PATHS = {
  scope: (id: string) => `/scopes/${part(id)}`,
  role: (id: string) => `/roles/${part(id)}`,
  member: (id: string) => `/members/${part(id)}`,
  scopeMembers: (scopeId: string) => `/scopes/${part(scopeId)}/members`,
  scopeMember: (scopeId: string, memberId: string) => `/scopes/${part(scopeId)}/members/${part(memberId)}`,
  group: (id: string) => `/groups/${part(id)}`,
  groupMember: (groupId: string, memberId: string) => `/groups/${part(groupId)}/members/${part(memberId)}`,
  groupGroup: (groupId: string, childId: string) => `/groups/${part(groupId)}/groups/${part(childId)}`,
  assignment: (scopeId: string, type: 'member' | 'group', principalId: string) =>
    `/scopes/${part(scopeId)}/assignments/${type}/${part(principalId)}`,
} as const;

export type ObjectPaths = typeof OBJECT_PATHS;

/** Whether the platform has scopes that people can be members of without being members of the organization. */
export function hasScopeMembers({ platform }: Pick<OrganizationEndpoint, 'platform'>): boolean {
  return [...platform.scopeKinds.values()].some((kind) => kind.members && kind.name !== platform.root);
}

export function liveOrigin(organizationEndpoint: OrganizationEndpoint, path: string): Origin {
  return { from: 'live', url: `${organizationEndpoint.base}${path}` };
}
