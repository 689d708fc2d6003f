import { splitChoice } from '../resource/choices.ts';
import { type Principal, type ScopePath, splitGroupPath } from '../resource/identifiers.ts';
import type { Resource } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';

/** A resource in the words of a review: `group engineering`, `roles of group qa on acme`. */
export function displayNameOf(resource: Resource, spelling: Spelling): string {
  switch (resource.type) {
    case 'scope':
      return `${resource.attributes.kind} ${resource.attributes.path}`;
    case 'role':
      return `role ${resource.attributes.name}`;
    case 'member':
      return memberName(resource.attributes.scope, spelling(resource.attributes.member));
    case 'group':
      return groupName(resource.attributes.home, resource.attributes.name);
    case 'assignment':
      return `roles of ${principalName(resource.attributes.principal, spelling)} on ${resource.attributes.scope}`;
  }
}

export function principalName(principal: Principal, spelling: Spelling): string {
  if (principal.type === 'member') return spelling(principal.member);
  const { home, name } = splitGroupPath(principal.group);
  return groupName(home, name);
}

/** One entry of a map-like attribute: of `members` it is a person, of their roles a person and what they are. */
export function entryName(field: string, entry: string, spelling: Spelling): string {
  if (field === 'membership-roles') {
    const { subject, value } = splitChoice(entry);
    return `${spelling(subject)} as ${value}`;
  }
  if (field === 'settings') {
    const { subject, value } = splitChoice(entry);
    return `${subject}: ${value}`;
  }
  return field === 'members' ? spelling(entry) : entry;
}

/** Somebody can be a member of the organization and of scopes below: which is part of the name where it is one below. */
function memberName(scope: ScopePath, person: string): string {
  return scope.includes('/') ? `member ${person} of ${scope}` : `member ${person}`;
}

/** Groups below the organization may share a name, so where they live is part of it. */
function groupName(home: ScopePath, name: string): string {
  return home.includes('/') ? `group ${name} in ${home}` : `group ${name}`;
}
