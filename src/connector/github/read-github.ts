import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { JsonObject } from '../protocol/json-object.ts';
import type { GithubReads } from './github-client.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type { GithubLicence, GithubOrganization, GithubStructure, GithubTeam } from './github-facts.ts';
import { readStructureByGraphql } from './read-by-graphql.ts';
import { readStructureByRest } from './read-by-rest.ts';
import { readEnterpriseTeams } from './read-enterprise-teams.ts';
import { type IdentityProvider, readIdentityProvider } from './read-identity-teams.ts';
import { readOrganizationInvitations, readRepositoryInvitations } from './read-invitations.ts';
import { readOrganizationRoles, readRepositoryRoles, withRoleNames } from './read-organization-roles.ts';
import { readRestList, readRestObject } from './rest-lists.ts';
import { personId, personShape } from './rest-shapes.ts';
import { hiddenBecause } from './unknown-lists.ts';

/**
 * Everything of an organization, or nothing. Its own object first: everything else of an organization that is not there
 * would be a list without an entry. Fails as `LiveReader.read`.
 */
export async function readGithub(
  client: GithubReads,
  endpoint: GithubEndpoint,
  graphql: boolean,
): Promise<Outcome<GithubOrganization>> {
  const found = await readAbout(client, endpoint);
  if (!found.ok) return found;
  const { plan, seats, filledSeats, createdAt, ...about } = found.value;
  const absentWhile = withoutEnterprise(plan);
  const [structure, invited, roles, repositoryRoles, blocked] = await Promise.all([
    graphql ? readStructureByGraphql(client, endpoint) : readStructureByRest(client, endpoint),
    readOrganizationInvitations(client, endpoint),
    readOrganizationRoles(client, endpoint),
    readRepositoryRoles(client, endpoint, absentWhile),
    readBlocked(client, endpoint),
  ]);
  if (!structure.ok) return structure;
  if (!invited.ok) return invited;
  if (!roles.ok) return roles;
  if (!repositoryRoles.ok) return repositoryRoles;
  if (!blocked.ok) return blocked;
  const [teams, repositories] = await Promise.all([
    readTeamFacts(
      client,
      endpoint,
      structure.value,
      {
        roleNames: graphql && repositoryRoles.value?.length !== 0,
        enterprise: graphql && absentWhile === null,
      },
      absentWhile,
    ),
    readRepositoryInvitations(client, endpoint, structure.value.repositories),
  ]);
  if (!teams.ok) return teams;
  if (!repositories.ok) return repositories;
  return success({
    ...about,
    licence: { plan, seats, filledSeats, createdAt, isManaged: teams.value.isManaged },
    members: structure.value.members,
    teams: teams.value.teams,
    repositories: repositories.value.repositories,
    organizationRoles: roles.value.roles,
    repositoryRoles: repositoryRoles.value ?? [],
    invitations: invited.value.invitations,
    failedInvitations: invited.value.failedInvitations,
    blocked: blocked.value,
    unknown: [
      ...structure.value.unknown,
      ...(teams.value.isManaged ? [] : invited.value.unknown),
      ...roles.value.unknown,
      ...repositories.value.unknown,
    ],
  });
}

/** The organization's own object: what tells whether it is there, and seen. */
export async function readAbout(client: GithubReads, endpoint: GithubEndpoint) {
  const { login } = endpoint;
  const about = await readRestObject(client, endpoint, {
    name: `organization ${login}`,
    route: 'GET /orgs/{org}',
    parameters: { org: login },
    shape: (found) => ({
      id: found.whole('id'),
      login: found.text('login'),
      name: found.textOrNull('name'),
      // Null, or not there at all, where the token is not an owner's: that is no value.
      basePermission: found.textOrNull('default_repository_permission'),
      createdAt: found.has('created_at') ? found.textOrNull('created_at') : null,
      ...licenceIn(found),
    }),
  });
  if (about.ok) return about;
  const hidden = hiddenBecause(about);
  if (hidden === null || !/\(404\)/.test(hidden.message)) return about;
  const message = `There is no organization ${login} on GitHub, or this token may not see it`;
  return failure(
    diagnostic(
      'unknown-live-organization',
      message,
      githubOrigin(endpoint, GITHUB_PATHS.organization(login)),
      {
        hint: 'Compare organization in bylaw.yaml with the address of its page on GitHub.',
      },
    ),
  );
}

/**
 * Custom roles, identity providers and teams of an enterprise come with Enterprise. On these plans a list of them that was not there need not be
 * asked for again at once: not having it costs quota each time.
 */
function withoutEnterprise(plan: string | null): string | null {
  return plan === 'free' || plan === 'team' ? `plan ${plan}` : null;
}

/** Shown to owners alone, and to Apps that may read the plan. */
function licenceIn(found: JsonObject): Pick<GithubLicence, 'plan' | 'seats' | 'filledSeats'> {
  const plan = found.optional('plan');
  const number = (name: string) => (plan?.has(name) === true ? plan.whole(name) : null);
  return {
    plan: plan === null ? null : plan.textOrNull('name'),
    seats: number('seats'),
    filledSeats: number('filled_seats'),
  };
}

interface TeamFacts extends Pick<IdentityProvider, 'isManaged'> {
  readonly teams: readonly GithubTeam[];
}

async function readTeamFacts(
  client: GithubReads,
  endpoint: GithubEndpoint,
  { teams }: GithubStructure,
  /** What GraphQL does not tell of teams. */
  unsaid: { readonly roleNames: boolean; readonly enterprise: boolean },
  absentWhile: string | null,
): Promise<Outcome<TeamFacts>> {
  const [provided, named, enterprise] = await Promise.all([
    readIdentityProvider(client, endpoint, teams, absentWhile),
    unsaid.roleNames ? withRoleNames(client, endpoint, teams) : success(teams),
    unsaid.enterprise ? readEnterpriseTeams(client, endpoint) : success(new Set<number>()),
  ]);
  if (!provided.ok) return provided;
  if (!named.ok) return named;
  if (!enterprise.ok) return enterprise;
  const { groupsOf, isManaged } = provided.value;
  const owned = named.value.map((team): GithubTeam => {
    if (enterprise.value.has(team.id)) return { ...team, owner: 'enterprise' };
    const groups = groupsOf.get(team.id);
    if (groups === undefined || team.owner !== 'organization') return team;
    return { ...team, owner: groups };
  });
  return success({ teams: owned, isManaged });
}

/** Whoever may not read it does without: GitHub then refuses an invitation when it comes to it. */
async function readBlocked(
  client: GithubReads,
  endpoint: GithubEndpoint,
): Promise<Outcome<ReadonlySet<string> | null>> {
  const blocked = await readRestList(client, endpoint, {
    name: `people whom ${endpoint.login} blocks`,
    route: 'GET /orgs/{org}/blocks',
    parameters: { org: endpoint.login },
    item: personShape,
    id: personId,
  });
  if (blocked.ok) return success(new Set(blocked.value.map(({ login }) => login.toLowerCase())));
  return hiddenBecause(blocked) === null ? blocked : success(null);
}
