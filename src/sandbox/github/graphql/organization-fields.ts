import { nodeId } from '../rest/node-id.ts';
import type { GithubOrganizationRecord, GithubUserRecord } from '../world/github-records.ts';
import { fold, repositoryByName, teamBySlug } from '../world/github-world.ts';
import { connection, type GithubPageArguments } from './graphql-connection.ts';
import { type GraphqlContext, isOwner, refuseUnlessReader } from './graphql-context.ts';
import { repositoryFields } from './repository-fields.ts';
import { teamFields } from './team-fields.ts';
import { nullableUserFields, userFields } from './user-fields.ts';

interface TeamArguments extends GithubPageArguments {
  readonly privacy?: 'SECRET' | 'VISIBLE' | null;
  readonly rootTeamsOnly?: boolean | null;
  readonly orderBy?: { readonly direction: 'ASC' | 'DESC' } | null;
}

interface RepositoryArguments extends GithubPageArguments {
  readonly isArchived?: boolean | null;
  readonly visibility?: 'INTERNAL' | 'PRIVATE' | 'PUBLIC' | null;
}

export function organizationFields(organization: GithubOrganizationRecord, context: GraphqlContext) {
  const { world, origin, actor } = context;
  const reader = (field: string) => refuseUnlessReader(context, organization, field);
  return {
    __typename: 'Organization',
    id: nodeId('Organization', organization.id),
    databaseId: organization.id,
    login: organization.login,
    name: organization.name,
    url: `${origin}/${organization.login}`,
    createdAt: new Date(organization.createdAt).toISOString(),
    viewerCanAdminister: isOwner(context, organization),
    viewerIsAMember: actor.kind === 'user' && organization.members.has(actor.user.id),
    membersWithRole: (page: GithubPageArguments) => {
      reader('membersWithRole');
      return connection([...organization.members], page, {
        keyOf: ([id]) => id,
        node: ([id]) => nullableUserFields(world.user(id), context),
        edge: ([id, role]) => ({
          role: role.toUpperCase(),
          hasTwoFactorEnabled: isOwner(context, organization) ? world.user(id).twoFactor : null,
        }),
      });
    },
    pendingMembers: (page: GithubPageArguments) => {
      reader('pendingMembers');
      // People whose address alone is known are not among them: they are nobody yet.
      const invited = [...organization.invitations.values()].flatMap(({ userId }) =>
        userId === null ? [] : [world.user(userId)],
      );
      return connection(invited, page, { keyOf, node: (user) => userFields(user, context) });
    },
    team: ({ slug }: { readonly slug: string }) => {
      reader('team');
      const team = teamBySlug(organization, slug);
      return team === undefined ? null : teamFields(organization, team, context, false);
    },
    teams: ({ privacy, rootTeamsOnly, orderBy, ...page }: TeamArguments) => {
      reader('teams');
      const teams = [...organization.teams.values()].filter((team) => {
        if (rootTeamsOnly && team.parentId !== null) return false;
        if (!isOwner(context, organization) && team.privacy === 'secret') {
          if (actor.kind !== 'user' || !team.members.has(actor.user.id)) return false;
        }
        return !privacy || (privacy === 'SECRET') === (team.privacy === 'secret');
      });
      if (orderBy)
        teams.sort((a, b) => (fold(a.name) < fold(b.name) ? -1 : 1) * (orderBy.direction === 'ASC' ? 1 : -1));
      return connection(teams, page, {
        keyOf: ({ id }) => id,
        node: (team) => teamFields(organization, team, context, true),
      });
    },
    repository: ({ name }: { readonly name: string }) => {
      const repository = repositoryByName(organization, name);
      return repository === undefined ? null : repositoryFields(organization, repository, context, false);
    },
    repositories: ({ isArchived, visibility, ...page }: RepositoryArguments) => {
      const repositories = [...organization.repositories.values()].filter(
        (one) =>
          (typeof isArchived !== 'boolean' || one.archived === isArchived) &&
          (!visibility || one.visibility.toUpperCase() === visibility),
      );
      return connection(repositories, page, {
        keyOf: ({ id }) => id,
        node: (repository) => repositoryFields(organization, repository, context, true),
      });
    },
  };
}

function keyOf({ id }: GithubUserRecord): number {
  return id;
}
