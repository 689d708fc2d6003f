import type {
  GithubSeed,
  GithubSeedInvitation,
  GithubSeedOrganization,
  GithubSeedRepository,
  GithubSeedTeam,
  GithubSeedUser,
} from './github-seed.ts';

const NONE: readonly never[] = [];

/** What a seed that leaves something out means, said once. */
export function completeSeed(seed: GithubSeed) {
  return {
    tokens: NONE as NonNullable<GithubSeed['tokens']>,
    ...seed,
    users: seed.users === undefined ? NONE : seed.users.map(completeUser),
    organizations: seed.organizations.map(completeOrganization),
  };
}

export function completeUser(user: GithubSeedUser) {
  return { twoFactor: true, hiddenInGraphql: false, ...user };
}

function completeOrganization(organization: GithubSeedOrganization) {
  const { teams, repositories, invitations } = organization;
  return {
    members: NONE,
    billingManagers: NONE,
    blocked: NONE,
    organizationRoles: NONE,
    roleAssignments: {},
    customRepositoryRoles: NONE,
    externalGroups: NONE,
    ...organization,
    teams: teams === undefined ? NONE : teams.map(completeTeam),
    repositories: repositories === undefined ? NONE : repositories.map(completeRepository),
    invitations: invitations === undefined ? NONE : invitations.map(completeInvitation),
  };
}

function completeTeam(team: GithubSeedTeam) {
  return {
    notifications: true,
    maintainers: NONE,
    members: NONE,
    repositories: {},
    groups: NONE,
    ...team,
  };
}

function completeRepository(repository: GithubSeedRepository) {
  return {
    archived: false,
    collaborators: {},
    invitations: NONE,
    pulls: NONE,
    formerNames: NONE,
    ...repository,
  };
}

function completeInvitation(invitation: GithubSeedInvitation) {
  return { teams: NONE, ...invitation };
}

export type CompleteSeed = ReturnType<typeof completeSeed>;
export type CompleteSeedUser = ReturnType<typeof completeUser>;
export type CompleteSeedOrganization = ReturnType<typeof completeOrganization>;
export type CompleteSeedTeam = ReturnType<typeof completeTeam>;
export type CompleteSeedRepository = ReturnType<typeof completeRepository>;
export type CompleteSeedInvitation = ReturnType<typeof completeInvitation>;
