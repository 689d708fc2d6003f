import {
  type GroupPath,
  groupPath,
  type MemberId,
  memberId,
  type ScopePath,
} from '../../resource/identifiers.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type {
  GithubInvitation,
  GithubOrganization,
  GithubOrganizationRole,
  GithubPerson,
  GithubRepository,
  GithubRepositoryRole,
  GithubTeam,
} from './github-facts.ts';
import { repositoryScope } from './unknown-lists.ts';

/** What was read, found by the keys that documents have. Written things are entered as they are made. */
export interface GithubIndex {
  readonly organization: GithubOrganization;
  readonly people: Map<MemberId, GithubPerson>;
  readonly members: Map<MemberId, 'admin' | 'member'>;
  /** Waiting, and of somebody with a login. */
  readonly invitations: Map<MemberId, GithubInvitation>;
  readonly failedInvitations: Map<MemberId, readonly GithubInvitation[]>;
  readonly teams: Map<GroupPath, GithubTeam>;
  readonly teamPaths: Map<number, GroupPath>;
  readonly repositories: Map<ScopePath, GithubRepository>;
  readonly organizationRoles: Map<string, GithubOrganizationRole>;
  readonly repositoryRoles: Map<string, GithubRepositoryRole>;
}

/** Names that things are told under in place of their own, by `team:7`, `repository:8`, `user:9`. */
export type GivenNames = ReadonlyMap<string, string>;

/**
 * Roles are known by what they are called; a key is the name as documents can write it. Fails with
 * connector-contradiction where two things have one key: one of them would be taken for the other.
 */
export function roleKeyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '');
}

export function indexGithub(
  organization: GithubOrganization,
  endpoint: GithubEndpoint,
  names: GivenNames = new Map(),
): Outcome<GithubIndex> {
  const fold = (login: string): MemberId => memberId(login, endpoint.platform.members.compare);
  const twice: string[] = [];
  const keyed = <T>(items: readonly T[], keyOf: (item: T) => string, what: string): Map<string, T> => {
    const map = new Map<string, T>();
    for (const item of items) {
      const key = keyOf(item);
      if (map.has(key)) twice.push(`${what} ${key}`);
      map.set(key, item);
    }
    return map;
  };
  const personKey = ({ id, login }: GithubPerson): MemberId => fold(names.get(`user:${id}`) ?? login);
  const teamPath = ({ id, slug }: GithubTeam): GroupPath =>
    // A team of the enterprise is `ent:staff`, and no key of a document has a colon.
    groupPath(endpoint.organization, names.get(`team:${id}`) ?? slug.replace(/^ent:/, ''));
  const members = keyed(organization.members, ({ person }) => personKey(person), 'member');
  const teams = keyed(organization.teams, teamPath, 'team');
  const repositories = keyed(
    organization.repositories,
    ({ id, name }) => repositoryScope(endpoint, names.get(`repository:${id}`) ?? name),
    'repository',
  );
  const known = (invitations: readonly GithubInvitation[]) =>
    invitations.flatMap((invitation): readonly (readonly [MemberId, GithubInvitation])[] => {
      if (invitation.login === null) return [];
      const key = fold(invitation.login);
      return members.has(key) ? [] : [[key, invitation]];
    });
  const index: GithubIndex = {
    organization,
    people: new Map(peopleIn(organization).map((person) => [personKey(person), person])),
    members: new Map([...members].map(([key, { role }]) => [key, role])),
    invitations: new Map(known(organization.invitations)),
    failedInvitations: grouped(known(organization.failedInvitations)),
    teams,
    teamPaths: new Map(organization.teams.map((team) => [team.id, teamPath(team)])),
    repositories,
    organizationRoles: keyed(
      organization.organizationRoles,
      ({ name }) => roleKeyOf(name),
      'organization role',
    ),
    repositoryRoles: keyed(organization.repositoryRoles, ({ name }) => roleKeyOf(name), 'repository role'),
  };
  if (twice.length === 0) return success(index);
  const message = `${endpoint.login}: more than one thing is called ${twice.join(', ')} in documents`;
  const origin = githubOrigin(endpoint, GITHUB_PATHS.organization(endpoint.login));
  const hint = twice.some((one) => one.startsWith('repository '))
    ? 'A name that begins with a dot, a dash or an underscore has that sign as a word in documents: `.github` is `dot-github`. Rename the other repository on GitHub.'
    : null;
  return failure(diagnostic('connector-contradiction', message, origin, { hint }));
}

function grouped(
  invitations: readonly (readonly [MemberId, GithubInvitation])[],
): Map<MemberId, readonly GithubInvitation[]> {
  const groups = new Map<MemberId, GithubInvitation[]>();
  for (const [key, invitation] of invitations) groups.set(key, [...(groups.get(key) ?? []), invitation]);
  return groups;
}

/** Everybody who is told of, wherever. */
function peopleIn(organization: GithubOrganization): readonly GithubPerson[] {
  return [
    ...organization.repositories.flatMap(({ collaborators, invitations }) => [
      ...invitations.map(({ person }) => person),
      ...collaborators.map(({ person }) => person),
    ]),
    ...organization.organizationRoles.flatMap(({ people }) => people),
    ...organization.teams.flatMap(({ members }) => members.map(({ person }) => person)),
    ...organization.members.map(({ person }) => person),
  ];
}

/** The team that one is a child of. */
export function parentPathOf({ teams, teamPaths }: GithubIndex, group: GroupPath): GroupPath | null {
  const parentId = teams.get(group)?.parentId;
  return parentId === undefined || parentId === null ? null : (teamPaths.get(parentId) ?? null);
}

/** Whoever belongs to the organization, or is on the way in: for them a repository is no place of their own. */
export function belongsToOrganization(index: GithubIndex, member: MemberId): boolean {
  return index.members.has(member) || index.invitations.has(member);
}
