import type { UnknownList } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { GithubRestReads } from './github-client.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type {
  GithubMember,
  GithubPerson,
  GithubRepository,
  GithubStructure,
  GithubTeam,
} from './github-facts.ts';
import { type RestList, readRestList } from './rest-lists.ts';
import {
  personId,
  personShape,
  type RestTeam,
  repositoryShape,
  roleShape,
  teamRepositoryShape,
  teamShape,
} from './rest-shapes.ts';
import { hiddenBecause, repositoryScope, unknownPeopleOf } from './unknown-lists.ts';

/**
 * The same as by GraphQL, without it: many more requests, and people of a child team are listed in its parents, so who is
 * in both is taken for one of the child alone. For servers that have no GraphQL.
 */
export async function readStructureByRest(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
): Promise<Outcome<GithubStructure>> {
  const [members, teams, repositories] = await Promise.all([
    readMembersByRest(client, endpoint),
    readTeamsByRest(client, endpoint),
    readRepositoriesByRest(client, endpoint),
  ]);
  if (!members.ok) return members;
  if (!teams.ok) return teams;
  if (!repositories.ok) return repositories;
  return success({ members: members.value, teams: teams.value, ...repositories.value });
}

async function readMembersByRest(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
): Promise<Outcome<readonly GithubMember[]>> {
  const of = (role: 'admin' | 'all') =>
    readRestList(client, endpoint, {
      ...PEOPLE,
      name: `members of ${endpoint.login} (${role})`,
      route: 'GET /orgs/{org}/members',
      parameters: { org: endpoint.login, role },
    });
  const [owners, all] = await Promise.all([of('admin'), of('all')]);
  if (!owners.ok) return owners;
  if (!all.ok) return all;
  const members = withRoles(all.value, owners.value, 'admin', 'member');
  return members ?? failure(between(endpoint, `members of ${endpoint.login}`));
}

/**
 * Everybody with a role, by a list of all and a list of some. Never by two lists of some: who changes sides while they are
 * read would be in neither, and be taken for gone. Null where somebody is in the shorter one alone.
 */
function withRoles<const A extends string, const B extends string>(
  all: readonly GithubPerson[],
  some: readonly GithubPerson[],
  theirs: A,
  others: B,
): Outcome<readonly { readonly person: GithubPerson; readonly role: A | B }[]> | null {
  const ids = new Set(some.map(({ id }) => id));
  const known = new Set(all.map(({ id }) => id));
  if (some.some(({ id }) => !known.has(id))) return null;
  return success(all.map((person) => ({ person, role: ids.has(person.id) ? theirs : others })));
}

function between({ login, ...endpoint }: GithubEndpoint, name: string): Diagnostic {
  const origin = githubOrigin({ login, ...endpoint }, GITHUB_PATHS.organization(login));
  return diagnostic(
    'connector-incomplete-read',
    `${name}: somebody came or went while they were read`,
    origin,
  );
}

export async function readTeamsByRest(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
): Promise<Outcome<readonly GithubTeam[]>> {
  const listed = await readRestList(client, endpoint, {
    name: `teams of ${endpoint.login}`,
    route: 'GET /orgs/{org}/teams',
    parameters: { org: endpoint.login },
    item: teamShape,
    id: personId,
  });
  if (!listed.ok) return listed;
  const read = await Promise.all(
    listed.value.map(async (team) => {
      const [maintainers, all, repositories] = await Promise.all([
        teamPeople(client, endpoint, team, 'maintainer'),
        teamPeople(client, endpoint, team, 'all'),
        readTeamRepositories(client, endpoint, team.slug),
      ]);
      if (!maintainers.ok) return maintainers;
      if (!all.ok) return all;
      if (!repositories.ok) return repositories;
      const members = withRoles(all.value, maintainers.value, 'maintainer', 'member');
      if (members === null) return failure(between(endpoint, `people of team ${team.slug}`));
      if (!members.ok) return members;
      return success(shownTeam(team, members.value, repositories.value));
    }),
  );
  const teams: GithubTeam[] = [];
  for (const one of read) {
    if (!one.ok) return one;
    teams.push(one.value);
  }
  return success(teams.map((team) => immediate(team, teams)));
}

function shownTeam(
  { ofEnterprise, ...team }: RestTeam,
  members: GithubTeam['members'],
  repositories: GithubTeam['repositories'],
): GithubTeam {
  return { ...team, owner: ofEnterprise ? 'enterprise' : 'organization', members, repositories };
}

/** Without those who are in a team below: the list has them too. */
function immediate(team: GithubTeam, all: readonly GithubTeam[]): GithubTeam {
  const below = new Set<number>();
  const seen = new Set<number>([team.id]);
  for (const parent of seen) {
    for (const child of all) {
      if (child.parentId !== parent || seen.has(child.id)) continue;
      seen.add(child.id);
      for (const { person } of child.members) below.add(person.id);
    }
  }
  return { ...team, members: team.members.filter(({ person }) => !below.has(person.id)) };
}

function teamPeople(
  client: GithubRestReads,
  { login, ...endpoint }: GithubEndpoint,
  { slug }: RestTeam,
  role: 'maintainer' | 'all',
): Promise<Outcome<readonly GithubPerson[]>> {
  return readRestList(
    client,
    { login, ...endpoint },
    {
      ...PEOPLE,
      name: `people of team ${slug} (${role})`,
      route: 'GET /orgs/{org}/teams/{team_slug}/members',
      parameters: { org: login, team_slug: slug, role },
    },
  );
}

/** Repositories of a team by the names of its roles there: GraphQL has no word for a role that an organization made. */
export function readTeamRepositories(client: GithubRestReads, endpoint: GithubEndpoint, slug: string) {
  return readRestList(client, endpoint, {
    name: `repositories of team ${slug}`,
    route: 'GET /orgs/{org}/teams/{team_slug}/repos',
    parameters: { org: endpoint.login, team_slug: slug },
    item: teamRepositoryShape,
    id: personId,
  });
}

async function readRepositoriesByRest(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
): Promise<Outcome<Pick<GithubStructure, 'repositories' | 'unknown'>>> {
  const listed = await readRestList(client, endpoint, {
    name: `repositories of ${endpoint.login}`,
    route: 'GET /orgs/{org}/repos',
    parameters: { org: endpoint.login },
    item: repositoryShape,
    id: personId,
  });
  if (!listed.ok) return listed;
  const unknown: UnknownList[] = [];
  const repositories: Omit<GithubRepository, 'invitations'>[] = [];
  const read = await Promise.all(
    listed.value.map(async (repository) => {
      const name = `collaborators of repository ${repository.name}`;
      const people = await readRestList(client, endpoint, {
        name,
        route: 'GET /repos/{owner}/{repo}/collaborators',
        parameters: { owner: endpoint.login, repo: repository.name, affiliation: 'direct' },
        item: (found) => ({ person: personShape(found), role: roleShape(found) }),
        id: ({ person }) => personId(person),
      });
      return { repository, name, people };
    }),
  );
  for (const { repository, name, people } of read) {
    const because = people.ok ? null : hiddenBecause(people);
    if (!people.ok && because === null) return people;
    if (because !== null) {
      unknown.push(...unknownPeopleOf(endpoint, name, repositoryScope(endpoint, repository.name), because));
    }
    repositories.push({ ...repository, collaborators: people.ok ? people.value : [] });
  }
  return success({ repositories, unknown });
}

const PEOPLE = { item: personShape, id: personId } satisfies Partial<RestList<GithubPerson>>;
