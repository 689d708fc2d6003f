import { groupPath } from '../../resource/reference.ts';
import type { Resource } from '../../resource/resource.ts';
import { assignmentIdKey, type LiveIndex, scopeMemberKey } from './directory.ts';

/** The id of an object, which stays when somebody gives it another slug; null for what is not there. */
export function stableIdOf(directory: LiveIndex, resource: Resource, organization: string): string | null {
  switch (resource.type) {
    case 'scope':
      return directory.scopes.get(resource.attributes.path)?.id ?? null;
    case 'role':
      return directory.roles.get(resource.attributes.name)?.id ?? null;
    case 'group': {
      const { home, name } = resource.attributes;
      return directory.groups.get(groupPath(home, name))?.id ?? null;
    }
    case 'member': {
      const { scope, member } = resource.attributes;
      if (scope === organization) return directory.members.get(member)?.id ?? null;
      return directory.scopeMembers.get(scopeMemberKey(scope, member))?.id ?? null;
    }
    case 'assignment': {
      const { scope, principal } = resource.attributes;
      const at = directory.scopes.get(scope)?.id;
      const who =
        principal.type === 'member'
          ? directory.members.get(principal.member)?.id
          : directory.groups.get(principal.group)?.id;
      if (at === undefined || who === undefined) return null;
      return directory.assignments.get(assignmentIdKey(at, principal.type, who))?.id ?? null;
    }
  }
}
