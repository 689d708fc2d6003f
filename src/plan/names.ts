import { type Principal, splitGroupPath } from '../resource/reference.ts';
import type { Resource } from '../resource/resource.ts';

/** A resource in the words of a review: `group engineering`, `roles of group qa on acme`. */
export function nameOf(resource: Resource): string {
  switch (resource.type) {
    case 'scope':
      return `${resource.attributes.kind} ${resource.attributes.path}`;
    case 'role':
      return `role ${resource.attributes.name}`;
    case 'member':
      return `member ${resource.attributes.display}`;
    case 'group':
      return `group ${resource.attributes.name}`;
    case 'assignment':
      return `roles of ${principalName(resource.attributes.principal)} on ${resource.attributes.scope}`;
  }
}

export function principalName(principal: Principal): string {
  return principal.type === 'member' ? principal.member : `group ${splitGroupPath(principal.group).name}`;
}
