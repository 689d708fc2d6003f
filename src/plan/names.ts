import { type Principal, type ScopePath, splitGroupPath } from '../resource/reference.ts';
import type { Resource } from '../resource/resource.ts';

/** A resource in the words of a review: `group engineering`, `roles of group qa on acme`. */
export function nameOf(resource: Resource): string {
  switch (resource.type) {
    case 'scope':
      return `${resource.attributes.kind} ${resource.attributes.path}`;
    case 'role':
      return `role ${resource.attributes.name}`;
    case 'member':
      return memberName(resource.attributes.scope, resource.attributes.display);
    case 'group':
      return groupName(resource.attributes.home, resource.attributes.name);
    case 'assignment':
      return `roles of ${principalName(resource.attributes.principal)} on ${resource.attributes.scope}`;
  }
}

export function principalName(principal: Principal): string {
  if (principal.type === 'member') return principal.member;
  const { home, name } = splitGroupPath(principal.group);
  return groupName(home, name);
}

/** Somebody can be a member of the organization and of scopes below: which is part of the name where it is one below. */
function memberName(scope: ScopePath, display: string): string {
  return scope.includes('/') ? `member ${display} of ${scope}` : `member ${display}`;
}

/** Groups below the organization may share a name, so where they live is part of it. */
function groupName(home: ScopePath, name: string): string {
  return home.includes('/') ? `group ${name} in ${home}` : `group ${name}`;
}
