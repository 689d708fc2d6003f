import { apiRole } from './github-facts.ts';
import type { GithubIndex } from './github-index.ts';

/** What GitHub calls a role of a repository that documents call by its key. */
export function apiName(role: string, { repositoryRoles }: Pick<GithubIndex, 'repositoryRoles'>): string {
  return repositoryRoles.get(role)?.name ?? role;
}

/** The same for a request. */
export function permissionFor(role: string, index: Pick<GithubIndex, 'repositoryRoles'>): string {
  return apiRole(apiName(role, index));
}
