import type { JsonObject } from '../protocol/json-object.ts';
import {
  type GithubPerson,
  type GithubTeam,
  type GithubTeamMember,
  type GithubTeamRepository,
  pageRole,
} from './github-facts.ts';
import { connectionIn, type ListPart } from './graphql-pages.ts';

/** What lists of GitHub's GraphQL hold: things with parts of other lists, which may go on. */

type WithoutLists = Omit<GithubTeam, 'members' | 'repositories'>;

export interface TeamPart extends WithoutLists {
  readonly members: ListPart<GithubTeamMember>;
  readonly repositories: ListPart<GithubTeamRepository>;
}

export interface RepositoryPart {
  readonly id: number;
  readonly name: string;
  readonly archived: boolean;
  /** Null: whoever asks may not see them. */
  readonly collaborators: ListPart<Direct> | null;
}

/** Somebody in the list of direct collaborators; null where what they hold comes from elsewhere after all. */
export interface Direct {
  readonly person: GithubPerson;
  readonly role: string | null;
}

export const TEAM_MEMBERS = {
  items: 'edges',
  item: (edge: JsonObject): GithubTeamMember | null => {
    const person = personIn(edge);
    return person === null
      ? null
      : { person, role: edge.text('role') === 'MAINTAINER' ? 'maintainer' : 'member' };
  },
  id: ({ person }: GithubTeamMember) => String(person.id),
} as const;

export const TEAM_REPOSITORIES = {
  items: 'edges',
  item: (edge: JsonObject): GithubTeamRepository | null => {
    const node = edge.optional('node');
    if (node === null) return null;
    return { id: node.whole('databaseId'), name: node.text('name'), role: pageRole(edge.text('permission')) };
  },
  id: ({ id }: GithubTeamRepository) => String(id),
} as const;

export const DIRECT = {
  items: 'edges',
  item: (edge: JsonObject): Direct | null => {
    const person = personIn(edge);
    return person === null ? null : { person, role: directRole(edge) };
  },
  id: ({ person }: Direct) => String(person.id),
} as const;

/** The role that was given on the repository itself: what an owner or a team has is no grant to this person. */
function directRole(edge: JsonObject): string | null {
  const own = edge
    .list('permissionSources')
    .find((source) => source.object('source').text('__typename') === 'Repository');
  if (own === undefined) return null;
  return pageRole(own.textOrNull('roleName') ?? own.text('permission'));
}

export function personIn(edge: JsonObject): GithubPerson | null {
  const node = edge.optional('node');
  return node === null ? null : { id: node.whole('databaseId'), login: node.text('login') };
}

export function teamIn(node: JsonObject): TeamPart {
  const slug = node.text('slug');
  return {
    id: node.whole('databaseId'),
    slug,
    name: node.text('name'),
    description: node.textOrEmpty('description'),
    privacy: node.text('privacy') === 'SECRET' ? 'secret' : 'closed',
    notifies: node.text('notificationSetting') === 'NOTIFICATIONS_ENABLED',
    parentId: node.optional('parentTeam')?.whole('databaseId') ?? null,
    // GraphQL does not tell whose a team is; the prefix is GitHub's own for those of an enterprise.
    owner: slug.startsWith('ent:') ? 'enterprise' : 'organization',
    members: connectionIn(node.object('members'), TEAM_MEMBERS),
    repositories: connectionIn(node.object('repositories'), TEAM_REPOSITORIES),
  };
}
