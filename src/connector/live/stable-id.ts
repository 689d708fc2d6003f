import { groupPath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { assignmentIdKey, type LiveIndex, scopeMemberKey } from './live-index.ts';

/** The id of an object, which stays when somebody gives it another slug; null for what is not there. */
export function stableIdOf(liveIndex: LiveIndex, resource: Resource, organization: string): string | null {
  switch (resource.type) {
    case 'scope':
      return liveIndex.scopes.get(resource.attributes.path)?.id ?? null;
    case 'role':
      return liveIndex.roles.get(resource.attributes.name)?.id ?? null;
    case 'group': {
      const { home, name } = resource.attributes;
      return liveIndex.groups.get(groupPath(home, name))?.id ?? null;
    }
    case 'member': {
      const { scope, member } = resource.attributes;
      if (scope === organization) return liveIndex.members.get(member)?.id ?? null;
      return liveIndex.scopeMembers.get(scopeMemberKey(scope, member))?.id ?? null;
    }
    case 'assignment': {
      const { scope, principal } = resource.attributes;
      const at = liveIndex.scopes.get(scope)?.id;
      const who =
        principal.type === 'member'
          ? liveIndex.members.get(principal.member)?.id
          : liveIndex.groups.get(principal.group)?.id;
      if (at === undefined || who === undefined) return null;
      return liveIndex.assignments.get(assignmentIdKey(at, principal.type, who))?.id ?? null;
    }
  }
}
