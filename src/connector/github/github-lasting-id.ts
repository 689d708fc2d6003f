import { groupPath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import type { GithubIndex } from './github-index.ts';

/** GitHub's number of a thing, which stays whatever it is called; null for what is not there. */
export function githubLastingId(
  index: GithubIndex,
  { organization }: GithubEndpoint,
  resource: Resource,
): string | null {
  switch (resource.type) {
    case 'scope': {
      const { path } = resource.attributes;
      if (path === organization) return `organization:${index.organization.id}`;
      return idText('repository', index.repositories.get(path)?.id);
    }
    case 'role': {
      const { name } = resource.attributes;
      return idText('role', (index.repositoryRoles.get(name) ?? index.organizationRoles.get(name))?.id);
    }
    case 'member': {
      const id = index.people.get(resource.attributes.member)?.id;
      return idText('user', id);
    }
    case 'group': {
      const { home, name } = resource.attributes;
      return idText('team', index.teams.get(groupPath(home, name))?.id);
    }
    case 'assignment': {
      const { scope, principal } = resource.attributes;
      const at = scope === organization ? index.organization.id : index.repositories.get(scope)?.id;
      const who =
        principal.type === 'member'
          ? index.people.get(principal.member)?.id
          : index.teams.get(principal.group)?.id;
      return at === undefined || who === undefined ? null : `${at}|${principal.type}:${who}`;
    }
  }
}

function idText(what: 'repository' | 'role' | 'user' | 'team', id: number | undefined): string | null {
  return id === undefined ? null : `${what}:${id}`;
}
