import { nodeId } from '../rest/node-id.ts';
import { baseRoleOf, grantsOf, highestRole } from '../rules/repository-access.ts';
import { collaboratorsOf } from '../rules/repository-collaborators.ts';
import type { GithubOrganizationRecord, GithubRepositoryRecord } from '../world/github-records.ts';
import { fold } from '../world/github-world.ts';
import { connection, type GithubPageArguments } from './graphql-connection.ts';
import { type GraphqlContext, isOwner } from './graphql-context.ts';
import { userFields } from './user-fields.ts';

interface CollaboratorArguments extends GithubPageArguments {
  readonly affiliation?: 'ALL' | 'DIRECT' | 'OUTSIDE' | null;
  readonly login?: string | null;
}

export function repositoryFields(
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
  context: GraphqlContext,
  listed: boolean,
): object {
  const name = `${organization.login}/${repository.name}`;
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: name,
    description: repository.description,
    isArchived: repository.archived,
    isDisabled: false,
    isFork: false,
    isPrivate: repository.visibility !== 'public',
    visibility: repository.visibility.toUpperCase(),
    url: `${context.origin}/${name}`,
    createdAt: new Date(repository.createdAt).toISOString(),
    updatedAt: new Date(repository.updatedAt).toISOString(),
    collaborators: ({ affiliation, login, ...page }: CollaboratorArguments) => {
      if (!isOwner(context, organization) && !mayPush(organization, repository, context)) return null;
      const people = collaboratorsOf(organization, repository, lower(affiliation ?? 'ALL')).filter(
        (id) => !login || fold(context.world.user(id).login) === fold(login),
      );
      return connection(people, page, {
        keyOf: (id) => id,
        node: (id) => userFields(context.world.user(id), context),
        edge: (id) => collaboratorEdge(organization, repository, id, context),
        ...(listed ? { nested: context.nested } : {}),
      });
    },
  };
}

function lower(affiliation: 'ALL' | 'DIRECT' | 'OUTSIDE'): 'all' | 'direct' | 'outside' {
  switch (affiliation) {
    case 'ALL':
      return 'all';
    case 'DIRECT':
      return 'direct';
    case 'OUTSIDE':
      return 'outside';
  }
}

function mayPush(
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
  { actor }: GraphqlContext,
): boolean {
  if (actor.kind !== 'user') return false;
  const roles = grantsOf(organization, repository, actor.user.id).map(({ role }) =>
    baseRoleOf(organization, role),
  );
  return roles.some((role) => role === 'write' || role === 'maintain' || role === 'admin');
}

function collaboratorEdge(
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
  userId: number,
  context: GraphqlContext,
): object {
  const grants = grantsOf(organization, repository, userId);
  const highest = highestRole(
    organization,
    grants.map(({ role }) => role),
  );
  return {
    permission: baseRoleOf(organization, highest ?? 'read').toUpperCase(),
    permissionSources: () =>
      grants.map(({ from, role }) => ({
        organization: () => context.fieldsOf(organization, 'organization'),
        // Four values only: the name of the role says the rest.
        permission: fieldOf(baseRoleOf(organization, role)),
        roleName: role,
        source: () =>
          from === 'repository'
            ? repositoryFields(organization, repository, context, true)
            : context.fieldsOf(organization, from),
      })),
  };
}

function fieldOf(role: string): 'ADMIN' | 'READ' | 'WRITE' {
  if (role === 'admin') return 'ADMIN';
  return role === 'write' || role === 'maintain' ? 'WRITE' : 'READ';
}
