import type { UnknownList } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { GithubReads } from './github-client.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type { GithubCollaborator, GithubMember, GithubStructure, GithubTeam } from './github-facts.ts';
import {
  COLLABORATORS_QUERY,
  MEMBERS_QUERY,
  REPOSITORIES_QUERY,
  TEAM_MEMBERS_QUERY,
  TEAM_REPOSITORIES_QUERY,
  TEAMS_QUERY,
} from './graphql-documents.ts';
import {
  connectionIn,
  type GraphqlList,
  type ListPart,
  type PageSizes,
  readGraphqlList,
} from './graphql-pages.ts';
import {
  DIRECT,
  personIn,
  type RepositoryPart,
  TEAM_MEMBERS,
  TEAM_REPOSITORIES,
  type TeamPart,
  teamIn,
} from './graphql-shapes.ts';
import { unknownCollaborators } from './unknown-lists.ts';

/** Lists of one level. */
const PLAIN_SIZES: GraphqlList<unknown>['sizes'] = [
  { first: 100 },
  { first: 50 },
  { first: 25 },
  { first: 10 },
];

/** Lists in a list: as many of both as GitHub still answers whole. */
const TEAM_SIZES: GraphqlList<unknown>['sizes'] = [
  { first: 25, members: 50, repositories: 40 },
  { first: 12, members: 50, repositories: 40 },
  { first: 6, members: 50, repositories: 40 },
  { first: 3, members: 25, repositories: 20 },
  { first: 1, members: 10, repositories: 10 },
];

const REPOSITORY_SIZES: GraphqlList<unknown>['sizes'] = [
  { first: 50, people: 30 },
  { first: 25, people: 30 },
  { first: 12, people: 30 },
  { first: 6, people: 20 },
  { first: 1, people: 10 },
];

interface ShownRepository extends Pick<RepositoryPart, 'id' | 'name' | 'archived'> {
  readonly collaborators: readonly GithubCollaborator[] | null;
}

/** Members, teams and repositories, each list whole by its own count. */
export async function readStructureByGraphql(
  client: Pick<GithubReads, 'query'>,
  endpoint: GithubEndpoint,
): Promise<Outcome<GithubStructure>> {
  const lists = new OrganizationLists(client, endpoint);
  const [members, teams, repositories] = await Promise.all([
    lists.members(),
    lists.teams(),
    lists.repositories(),
  ]);
  if (!members.ok) return members;
  if (!teams.ok) return teams;
  if (!repositories.ok) return repositories;
  const unknown: UnknownList[] = [];
  const shown = repositories.value.map(({ id, name, archived, collaborators }) => {
    if (collaborators === null) unknown.push(...unknownCollaborators(endpoint, name));
    return { id, name, archived, collaborators: collaborators ?? [] };
  });
  return success({ members: members.value, teams: teams.value, repositories: shown, unknown });
}

class OrganizationLists {
  readonly #client: Pick<GithubReads, 'query'>;
  readonly #endpoint: GithubEndpoint;

  constructor(client: Pick<GithubReads, 'query'>, endpoint: GithubEndpoint) {
    this.#client = client;
    this.#endpoint = endpoint;
  }

  async members(): Promise<Outcome<readonly GithubMember[]>> {
    const { login } = this.#endpoint;
    return this.#list<GithubMember>({
      name: `members of ${login}`,
      path: `${GITHUB_PATHS.organization(login)}/members`,
      document: MEMBERS_QUERY,
      sizes: PLAIN_SIZES,
      within: ['organization'],
      items: 'edges',
      item: (edge) => {
        const person = personIn(edge);
        return person === null ? null : { person, role: edge.text('role') === 'ADMIN' ? 'admin' : 'member' };
      },
      id: ({ person }) => String(person.id),
    });
  }

  async teams(): Promise<Outcome<readonly GithubTeam[]>> {
    const { login } = this.#endpoint;
    const parts = await this.#list<TeamPart>({
      name: `teams of ${login}`,
      path: `${GITHUB_PATHS.organization(login)}/teams`,
      document: TEAMS_QUERY,
      sizes: TEAM_SIZES,
      within: ['organization'],
      items: 'nodes',
      item: teamIn,
      id: ({ id }) => String(id),
    });
    if (!parts.ok) return parts;
    return allOf(parts.value.map((part) => this.#wholeTeam(part)));
  }

  async #wholeTeam(part: TeamPart): Promise<Outcome<GithubTeam>> {
    const { login } = this.#endpoint;
    const path = GITHUB_PATHS.team(login, part.slug);
    const of = { path, variables: { slug: part.slug }, sizes: PLAIN_SIZES, within: ['organization', 'team'] };
    const [members, repositories] = await Promise.all([
      this.#rest(part.members, {
        ...of,
        ...TEAM_MEMBERS,
        name: `people of team ${part.slug}`,
        document: TEAM_MEMBERS_QUERY,
      }),
      this.#rest(part.repositories, {
        ...of,
        ...TEAM_REPOSITORIES,
        name: `repositories of team ${part.slug}`,
        document: TEAM_REPOSITORIES_QUERY,
      }),
    ]);
    if (!members.ok) return members;
    if (!repositories.ok) return repositories;
    return success({ ...part, members: members.value, repositories: repositories.value });
  }

  async repositories(): Promise<Outcome<readonly ShownRepository[]>> {
    const { login } = this.#endpoint;
    const parts = await this.#list<RepositoryPart>({
      name: `repositories of ${login}`,
      path: `${GITHUB_PATHS.organization(login)}/repos`,
      document: REPOSITORIES_QUERY,
      sizes: REPOSITORY_SIZES,
      within: ['organization'],
      items: 'nodes',
      item: (node) => ({
        id: node.whole('databaseId'),
        name: node.text('name'),
        archived: node.flag('isArchived'),
        collaborators:
          node.optional('collaborators') === null ? null : connectionIn(node.object('collaborators'), DIRECT),
      }),
      id: ({ id }) => String(id),
    });
    if (!parts.ok) return parts;
    return allOf(parts.value.map((part) => this.#wholeRepository(part)));
  }

  async #wholeRepository(part: RepositoryPart): Promise<Outcome<ShownRepository>> {
    const { name, collaborators } = part;
    if (collaborators === null) return success({ ...part, collaborators });
    const people = await this.#rest(collaborators, {
      ...DIRECT,
      name: `collaborators of repository ${name}`,
      path: `${GITHUB_PATHS.repository(this.#endpoint.login, name)}/collaborators`,
      document: COLLABORATORS_QUERY,
      variables: { name },
      sizes: PLAIN_SIZES,
      within: ['organization', 'repository'],
    });
    if (!people.ok) return people;
    const direct = people.value.flatMap(({ person, role }): readonly GithubCollaborator[] =>
      role === null ? [] : [{ person, role }],
    );
    return success({ ...part, collaborators: direct });
  }

  /** A list that came along with another one: as it is where it is whole, and read for itself where it goes on. */
  async #rest<T>(part: ListPart<T>, plan: ListParts<T>): Promise<Outcome<readonly T[]>> {
    if (part.next !== null) return this.#list(plan);
    const ids = new Set(part.items.map(plan.id));
    if (part.hidden === 0 && part.total === part.items.length && ids.size === part.total)
      return success(part.items);
    const hidden = part.hidden === 0 ? '' : `, and GitHub shows no name for ${part.hidden}`;
    const message = `${plan.name}: ${ids.size} came of ${part.total}${hidden}`;
    return failure(diagnostic('connector-incomplete-read', message, this.#at(plan.path)));
  }

  #list<T>({ path, variables = {}, ...list }: ListParts<T>): Promise<Outcome<readonly T[]>> {
    const { login } = this.#endpoint;
    return readGraphqlList(this.#client, {
      ...list,
      origin: this.#at(path),
      variables: { login, ...variables },
    });
  }

  #at(path: string): Origin {
    return githubOrigin(this.#endpoint, path);
  }
}

type ListParts<T> = Omit<GraphqlList<T>, 'origin' | 'variables' | 'sizes'> & {
  readonly path: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly sizes: readonly [PageSizes, ...PageSizes[]];
};

/** All values, or the first that is none. */
async function allOf<T>(reads: readonly Promise<Outcome<T>>[]): Promise<Outcome<readonly T[]>> {
  const values: T[] = [];
  for (const one of await Promise.all(reads)) {
    if (!one.ok) return one;
    values.push(one.value);
  }
  return success(values);
}
