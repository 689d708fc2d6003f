import type { UnknownList } from '../../resource/resource.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { JsonObject } from '../protocol/json-object.ts';
import type { GithubRestReads } from './github-client.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import type {
  GithubOrganizationRole,
  GithubPerson,
  GithubRepositoryRole,
  GithubTeam,
} from './github-facts.ts';
import { readTeamRepositories } from './read-by-rest.ts';
import { readRestList } from './rest-lists.ts';
import { personId, personShape, repositoryRoleShape } from './rest-shapes.ts';
import { hiddenBecause } from './unknown-lists.ts';

/**
 * Roles of the organization with who was given each, by name. One request, and two more for each role. Where they cannot
 * be read, nobody's roles on the organization are known: an owner may hold others.
 */
export async function readOrganizationRoles(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
): Promise<
  Outcome<{ readonly roles: readonly GithubOrganizationRole[]; readonly unknown: readonly UnknownList[] }>
> {
  const name = `roles of organization ${endpoint.login}`;
  const listed = await readRestList(client, endpoint, {
    name,
    route: 'GET /orgs/{org}/organization-roles',
    parameters: { org: endpoint.login },
    below: 'roles',
    unpaged: true,
    item: roleOfOrganization,
    id: personId,
  });
  const read = listed.ok
    ? await Promise.all(listed.value.map((role) => withHolders(client, endpoint, role)))
    : [listed];
  const roles: GithubOrganizationRole[] = [];
  for (const one of read) {
    if (one.ok) {
      roles.push(one.value);
      continue;
    }
    const because = hiddenBecause(one);
    if (because === null) return one;
    return success({
      roles: [],
      unknown: [{ name, type: 'assignment', of: { scope: endpoint.organization }, because }],
    });
  }
  return success({ roles, unknown: [] });
}

function roleOfOrganization(found: JsonObject): Omit<GithubOrganizationRole, 'people' | 'teams'> {
  const source = found.has('source') ? found.textOrNull('source') : null;
  return {
    id: found.whole('id'),
    name: found.text('name'),
    source: source === 'Predefined' || source === 'Enterprise' ? source : 'Organization',
    baseRole: found.textOrNull('base_role'),
  };
}

interface Holder<T> {
  readonly holder: T;
  /** `indirect` alone is held by being in a team, and was given to nobody. */
  readonly assignment: string | null;
}

async function withHolders(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  role: Omit<GithubOrganizationRole, 'people' | 'teams'>,
): Promise<Outcome<GithubOrganizationRole>> {
  const parameters = { org: endpoint.login, role_id: role.id };
  const [people, teams] = await Promise.all([
    readRestList(client, endpoint, {
      name: `people with role ${role.name}`,
      route: 'GET /orgs/{org}/organization-roles/{role_id}/users',
      parameters,
      item: (found): Holder<GithubPerson> => ({
        holder: personShape(found),
        assignment: assignmentOf(found),
      }),
      id: ({ holder }) => personId(holder),
    }),
    readRestList(client, endpoint, {
      name: `teams with role ${role.name}`,
      route: 'GET /orgs/{org}/organization-roles/{role_id}/teams',
      parameters,
      item: (found): Holder<{ readonly id: number; readonly slug: string }> => ({
        holder: { id: found.whole('id'), slug: found.text('slug') },
        assignment: assignmentOf(found),
      }),
      id: ({ holder }) => personId(holder),
    }),
  ]);
  if (!people.ok) return people;
  if (!teams.ok) return teams;
  return success({ ...role, people: direct(people.value), teams: direct(teams.value) });
}

function assignmentOf(found: JsonObject): string | null {
  return found.has('assignment') ? found.textOrNull('assignment') : null;
}

function direct<T>(holders: readonly Holder<T>[]): readonly T[] {
  return holders.flatMap(({ holder, assignment }) => (assignment === 'indirect' ? [] : [holder]));
}

/**
 * Roles for repositories that the organization made. None, or a plan without them (404), means that the five of GitHub's
 * own are all there is, and GraphQL tells the truth of each grant.
 */
export async function readRepositoryRoles(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  absentWhile: string | null,
): Promise<Outcome<readonly GithubRepositoryRole[] | null>> {
  const listed = await readRestList(client, endpoint, {
    name: `repository roles of ${endpoint.login}`,
    route: 'GET /orgs/{org}/custom-repository-roles',
    parameters: { org: endpoint.login },
    below: 'custom_roles',
    absentWhile,
    unpaged: true,
    item: repositoryRoleShape,
    id: personId,
  });
  if (listed.ok) return listed;
  const because = hiddenBecause(listed);
  if (because === null) return listed;
  return success(/\(404\)/.test(because.message) ? [] : null);
}

/** Grants of teams by the names of their roles: one request for each team that has any. */
export async function withRoleNames(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  teams: readonly GithubTeam[],
): Promise<Outcome<readonly GithubTeam[]>> {
  const read = await Promise.all(
    teams.map(async (team): Promise<Outcome<GithubTeam>> => {
      if (team.repositories.length === 0) return success(team);
      const repositories = await readTeamRepositories(client, endpoint, team.slug);
      return repositories.ok ? success({ ...team, repositories: repositories.value }) : repositories;
    }),
  );
  const named: GithubTeam[] = [];
  for (const one of read) {
    if (!one.ok) return one;
    named.push(one.value);
  }
  return success(named);
}
