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

/** Where one object is, below the site's base. */
export interface ObjectPaths {
  readonly scope: (id: string) => string;
  readonly role: (id: string) => string;
  readonly member: (id: string) => string;
  readonly scopeMembers: (scopeId: string) => string;
  readonly scopeMember: (scopeId: string, memberId: string) => string;
  readonly group: (id: string) => string;
  readonly groupMember: (groupId: string, memberId: string) => string;
  readonly groupGroup: (groupId: string, childId: string) => string;
  readonly assignment: (scopeId: string, type: 'member' | 'group', principalId: string) => string;
}

/** Whether the platform has scopes that people can be members of without being members of the organization. */
export function hasScopeMembers({ platform }: Pick<OrganizationEndpoint, 'platform'>): boolean {
  return [...platform.scopeKinds.values()].some((kind) => kind.members && kind.name !== platform.root);
}

export function liveOrigin(organizationEndpoint: OrganizationEndpoint, path: string): Origin {
  return { from: 'live', url: `${organizationEndpoint.base}${path}` };
}
