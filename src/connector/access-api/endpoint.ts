import type { ObjectPaths } from '../live/organization-endpoint.ts';

export function endpointBase(url: string, remote: string): string {
  return `${url.replace(/\/+$/, '')}/orgs/${encodeURIComponent(remote)}/api/v1`;
}

/** An id as a part of a path. Hardly any has to be encoded, and there are a million of them. */
function part(id: string): string {
  return PLAIN.test(id) ? id : encodeURIComponent(id);
}

const PLAIN = /^[\w-]*$/;

/** Where one object of the Access API is, below the site's base. */
export const OBJECT_PATHS: ObjectPaths = {
  scope: (id) => `/scopes/${part(id)}`,
  role: (id) => `/roles/${part(id)}`,
  member: (id) => `/members/${part(id)}`,
  scopeMembers: (scopeId) => `/scopes/${part(scopeId)}/members`,
  scopeMember: (scopeId, memberId) => `/scopes/${part(scopeId)}/members/${part(memberId)}`,
  group: (id) => `/groups/${part(id)}`,
  groupMember: (groupId, memberId) => `/groups/${part(groupId)}/members/${part(memberId)}`,
  groupGroup: (groupId, childId) => `/groups/${part(groupId)}/groups/${part(childId)}`,
  assignment: (scopeId, type, principalId) =>
    `/scopes/${part(scopeId)}/assignments/${type}/${part(principalId)}`,
};
