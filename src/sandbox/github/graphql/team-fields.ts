import { nodeId } from '../rest/node-id.ts';
import { baseRoleOf, teamRepositories } from '../rules/repository-access.ts';
import { shownTeamRole, teamMembers } from '../rules/team-membership.ts';
import { ancestorsAndSelf, childTeams, descendantsAndSelf } from '../rules/team-tree.ts';
import type {
  GithubInvitationRecord,
  GithubOrganizationRecord,
  GithubTeamRecord,
} from '../world/github-records.ts';
import { connection, type GithubPageArguments } from './graphql-connection.ts';
import type { GraphqlContext } from './graphql-context.ts';
import { repositoryFields } from './repository-fields.ts';
import { userFields } from './user-fields.ts';

interface MemberArguments extends GithubPageArguments {
  readonly membership?: 'ALL' | 'CHILD_TEAM' | 'IMMEDIATE' | null;
  readonly role?: 'MAINTAINER' | 'MEMBER' | null;
}

/** `listed`: in a connection itself, so that its own connections are nested. */
export function teamFields(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
  context: GraphqlContext,
  listed: boolean,
): object {
  const { world, origin } = context;
  const counted = listed ? { nested: context.nested } : {};
  const another = (one: GithubTeamRecord) => teamFields(organization, one, context, true);
  const keyOf = ({ id }: GithubTeamRecord) => id;
  return {
    __typename: 'Team',
    id: nodeId('Team', team.id),
    databaseId: team.id,
    name: team.name,
    slug: team.slug,
    combinedSlug: `${organization.login}/${team.slug}`,
    description: team.description,
    privacy: team.privacy === 'secret' ? 'SECRET' : 'VISIBLE',
    notificationSetting: team.notifications ? 'NOTIFICATIONS_ENABLED' : 'NOTIFICATIONS_DISABLED',
    url: `${origin}/orgs/${organization.login}/teams/${team.slug}`,
    createdAt: new Date(team.createdAt).toISOString(),
    updatedAt: new Date(team.updatedAt).toISOString(),
    organization: () => context.fieldsOf(organization, 'organization'),
    parentTeam: () => {
      const parent = team.parentId === null ? undefined : organization.teams.get(team.parentId);
      return parent === undefined ? null : teamFields(organization, parent, context, listed);
    },
    childTeams: ({ immediateOnly, ...page }: GithubPageArguments & { readonly immediateOnly?: boolean }) => {
      const all =
        immediateOnly === false
          ? descendantsAndSelf(organization, team).slice(1)
          : childTeams(organization, team);
      return connection(all, page, { keyOf, node: another, ...counted });
    },
    ancestors: (page: GithubPageArguments) =>
      connection(ancestorsAndSelf(organization, team).slice(1), page, { keyOf, node: another, ...counted }),
    members: ({ membership, role, ...page }: MemberArguments) => {
      const members = listedMembers(organization, team, membership ?? 'ALL').filter(
        (member) => !role || member.role.toUpperCase() === role,
      );
      return connection(members, page, {
        keyOf: ({ userId }) => userId,
        node: ({ userId }) => userFields(world.user(userId), context),
        edge: (member) => ({ role: member.role.toUpperCase() }),
        ...counted,
      });
    },
    repositories: (page: GithubPageArguments) => {
      const grants = [...teamRepositories(organization, team)].flatMap(([id, role]) => {
        const repository = organization.repositories.get(id);
        return repository === undefined ? [] : [{ repository, role }];
      });
      return connection(grants, page, {
        keyOf: ({ repository }) => repository.id,
        node: ({ repository }) => repositoryFields(organization, repository, context, true),
        // Of a custom role the schema knows only the role that it builds upon.
        edge: ({ role }) => ({ permission: baseRoleOf(organization, role).toUpperCase() }),
        ...counted,
      });
    },
    invitations: (page: GithubPageArguments) => {
      const open = [...organization.invitations.values()].filter(({ teams }) => teams.has(team.id));
      return connection(open, page, {
        keyOf: ({ id }) => id,
        node: (invitation) => invitationFields(organization, invitation, context),
        ...counted,
      });
    },
  };
}

/** IMMEDIATE is the team's own; without it members of child teams are listed too. */
function listedMembers(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
  membership: 'ALL' | 'CHILD_TEAM' | 'IMMEDIATE',
) {
  if (membership !== 'IMMEDIATE') {
    return teamMembers(organization, team).filter(({ inherited }) => membership === 'ALL' || inherited);
  }
  return [...team.members].map(([userId, role]) => ({
    userId,
    role: shownTeamRole(organization, userId, role),
  }));
}

function invitationFields(
  organization: GithubOrganizationRecord,
  invitation: GithubInvitationRecord,
  context: GraphqlContext,
): object {
  const { userId } = invitation;
  return {
    __typename: 'OrganizationInvitation',
    id: nodeId('OrganizationInvitation', invitation.id),
    createdAt: new Date(invitation.createdAt).toISOString(),
    email: invitation.email,
    invitationType: userId === null ? 'EMAIL' : 'USER',
    invitee: userId === null ? null : userFields(context.world.user(userId), context),
    organization: () => context.fieldsOf(organization, 'organization'),
    role: invitation.role.toUpperCase(),
  };
}
