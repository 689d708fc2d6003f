import type { PlatformSettings } from '../../platform/platform-definition.ts';
import { choicesOfPairs } from '../../resource/choices.ts';
import {
  type GroupPath,
  groupKey,
  groupPath,
  type MemberId,
  memberId,
  memberKey,
  type Principal,
  type ScopePath,
} from '../../resource/identifiers.ts';
import type {
  Entries,
  Invitation,
  MembershipState,
  Resource,
  ResourceTypeName,
} from '../../resource/resource.ts';
import { entriesFrom, resource, resourceWith } from '../../resource/resource-types.ts';
import type { Origin } from '../../source/origin.ts';
import { BASE_PERMISSION } from './base-permission.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type { GithubInvitation, GithubPerson, GithubRepository, GithubTeam } from './github-facts.ts';
import { belongsToOrganization, type GithubIndex, type GivenNames, roleKeyOf } from './github-index.ts';
import { permissionNamed } from './repository-permissions.ts';
import { directGrants } from './team-grants.ts';

const ORDER: readonly ResourceTypeName[] = ['scope', 'role', 'member', 'group', 'assignment'];

/** An invitation is over after so many days, to an organization and to a repository alike. */
export const INVITATION_DAYS = 7;
const DAY_MS = 86_400_000;

/** The organization as resources in canonical form, sorted; roles of GitHub's own are left out. */
export function githubResources(
  index: GithubIndex,
  endpoint: GithubEndpoint,
  names: GivenNames = new Map(),
): readonly Resource[] {
  const mapping = new Mapping(index, endpoint, names);
  return [
    ...mapping.scopes(),
    ...mapping.roles(),
    ...mapping.members(),
    ...mapping.groups(),
    ...mapping.assignments(),
  ].sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || (a.address < b.address ? -1 : 1));
}

class Mapping {
  readonly #index: GithubIndex;
  readonly #endpoint: GithubEndpoint;
  readonly #names: GivenNames;

  constructor(index: GithubIndex, endpoint: GithubEndpoint, names: GivenNames) {
    this.#index = index;
    this.#endpoint = endpoint;
    this.#names = names;
  }

  #at(path: string): Origin {
    return githubOrigin(this.#endpoint, path);
  }

  #key(login: string): MemberId {
    return memberId(login, this.#endpoint.platform.members.compare);
  }

  #person({ id, login }: GithubPerson): MemberId {
    return this.#key(this.#names.get(`user:${id}`) ?? login);
  }

  #shown({ id, login }: GithubPerson): string {
    return this.#names.get(`user:${id}`) ?? login;
  }

  *scopes(): Generator<Resource> {
    const { organization, platform, login } = this.#endpoint;
    const { name, basePermission } = this.#index.organization;
    const origin = this.#at(GITHUB_PATHS.organization(login));
    const rules = platform.scopeKinds.get(platform.root)?.settings;
    const settings = toldSettings([[BASE_PERMISSION, basePermission]], rules, origin);
    const root = { path: organization, kind: platform.root, title: name ?? login, settings, parent: null };
    yield resourceWith('scope', root, origin);
    for (const [path, repository] of this.#index.repositories) {
      const attributes = { path, kind: 'repository', title: repository.name, parent: organization };
      yield resourceWith('scope', attributes, this.#at(GITHUB_PATHS.repository(login, repository.name)));
    }
  }

  *roles(): Generator<Resource> {
    const { organization: home, login, platform } = this.#endpoint;
    const origin = this.#at(`${GITHUB_PATHS.organization(login)}/custom-repository-roles`);
    for (const [key, role] of this.#index.repositoryRoles) {
      if (platform.roles.has(key)) continue;
      yield resourceWith(
        'role',
        {
          home,
          name: key,
          title: role.name,
          description: role.description,
          permissions: entriesFrom([...new Set(role.permissions.map(permissionNamed))].sort(), origin),
          includes: entriesFrom([role.baseRole], origin),
        },
        origin,
      );
    }
    for (const [key, role] of this.#index.organizationRoles) {
      if (platform.roles.has(key) || this.#index.repositoryRoles.has(key)) continue;
      // One of GitHub's own that the platform file does not know yet, and that nobody holds: nobody made it.
      if (role.source === 'Predefined' && role.people.length + role.teams.length === 0) continue;
      const at = this.#at(`${GITHUB_PATHS.roles(login)}/${role.id}`);
      yield resourceWith(
        'role',
        {
          home,
          name: key,
          title: role.name,
          includes: entriesFrom(['member', ...(role.baseRole === null ? [] : [role.baseRole])].sort(), at),
        },
        at,
      );
    }
  }

  *members(): Generator<Resource> {
    const { organization, login } = this.#endpoint;
    for (const { person } of this.#index.organization.members) {
      yield this.#member(organization, person, 'active', null, GITHUB_PATHS.membership(login, person.login));
    }
    for (const [member, invitation] of this.#index.invitations) {
      yield this.#invited(member, invitation, [], 'invited');
    }
    for (const [member, failed] of this.#index.failedInvitations) {
      const [last, ...before] = [...failed].sort((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
      if (last === undefined || this.#index.invitations.has(member)) continue;
      yield this.#invited(member, last, before, 'expired');
    }
    for (const [scope, repository] of this.#index.repositories) yield* this.#outsiders(scope, repository);
  }

  #invited(
    member: MemberId,
    { login, sentAt }: GithubInvitation,
    before: readonly GithubInvitation[],
    state: MembershipState,
  ): Resource {
    const shown = login ?? member;
    const path = GITHUB_PATHS.membership(this.#endpoint.login, shown);
    return resource(
      'member',
      {
        scope: this.#endpoint.organization,
        member,
        display: shown,
        state,
        invitation: invitationTold(sentAt, before.length + 1),
      },
      this.#at(path),
    );
  }

  *#outsiders(scope: ScopePath, { name, collaborators, invitations }: GithubRepository): Generator<Resource> {
    const { login } = this.#endpoint;
    for (const { person } of collaborators) {
      if (belongsToOrganization(this.#index, this.#person(person))) continue;
      yield this.#member(scope, person, 'active', null, GITHUB_PATHS.collaborator(login, name, person.login));
    }
    const there = new Set(collaborators.map(({ person }) => person.id));
    for (const { person, sentAt, expired } of invitations) {
      if (there.has(person.id) || belongsToOrganization(this.#index, this.#person(person))) continue;
      const path = GITHUB_PATHS.collaborator(login, name, person.login);
      yield this.#member(scope, person, expired ? 'expired' : 'invited', invitationTold(sentAt, 1), path);
    }
  }

  #member(
    scope: ScopePath,
    person: GithubPerson,
    state: MembershipState,
    invitation: Invitation | null,
    path: string,
  ): Resource {
    const attributes = {
      scope,
      member: this.#person(person),
      display: this.#shown(person),
      state,
      invitation,
    };
    return resource('member', attributes, this.#at(path));
  }

  *groups(): Generator<Resource> {
    for (const [path, team] of this.#index.teams) yield this.#group(path, team);
  }

  #group(path: GroupPath, team: GithubTeam): Resource {
    const { organization: home, login } = this.#endpoint;
    const origin = this.#at(GITHUB_PATHS.team(login, team.slug));
    const waiting = [...this.#index.invitations].flatMap(([member, { teamIds }]) =>
      teamIds.includes(team.id) ? [member] : [],
    );
    const children = [...this.#index.teams].flatMap(([child, { parentId }]) =>
      parentId === team.id ? [child] : [],
    );
    const attributes = {
      home,
      name: path.slice(groupPath(home, '').length),
      title: team.name,
      description: team.description,
      settings: toldSettings(
        [
          ['notifications', team.notifies ? 'enabled' : 'disabled'],
          ['privacy', team.privacy],
        ],
        this.#endpoint.platform.groups.settings,
        origin,
      ),
      members: entriesFrom(
        [...team.members.map(({ person }) => this.#person(person)), ...waiting].sort(),
        origin,
      ),
      membershipRoles: choicesOfPairs(
        team.members.map(
          ({ person, role }) => [this.#person(person), role === 'member' ? '' : role] as const,
        ),
        origin,
      ),
      groups: entriesFrom(children.sort(), origin),
    };
    return resourceWith('group', attributes, origin);
  }

  *assignments(): Generator<Resource> {
    yield* this.#onOrganization();
    const grants = directGrants(this.#index.organization);
    for (const [scope, repository] of this.#index.repositories) {
      const { login } = this.#endpoint;
      const roles = new Map<MemberId, { readonly role: string; readonly login: string }>();
      for (const { person, role } of repository.invitations) {
        roles.set(this.#person(person), { role, login: person.login });
      }
      for (const { person, role } of repository.collaborators) {
        roles.set(this.#person(person), { role, login: person.login });
      }
      for (const [member, { role, login: known }] of roles) {
        const path = GITHUB_PATHS.collaborator(login, repository.name, known);
        yield this.#assignment(scope, { type: 'member', member }, [roleKeyOf(role)], path);
      }
      for (const [group, team] of this.#index.teams) {
        const role = grants.get(team.id)?.get(repository.id);
        if (role === undefined) continue;
        const path = GITHUB_PATHS.teamRepository(login, team.slug, repository.name);
        yield this.#assignment(scope, { type: 'group', group }, [roleKeyOf(role)], path);
      }
    }
  }

  *#onOrganization(): Generator<Resource> {
    const { organization, login } = this.#endpoint;
    const roles = new Map<
      string,
      { readonly principal: Principal; readonly roles: Set<string>; path: string }
    >();
    const give = (principal: Principal, key: string, role: string, path: string): void => {
      const known = roles.get(key) ?? { principal, roles: new Set<string>(), path };
      known.roles.add(role);
      roles.set(key, known);
    };
    const toPerson = (member: MemberId, role: string): void =>
      give({ type: 'member', member }, memberKey(member), role, GITHUB_PATHS.membership(login, member));
    for (const { person, role } of this.#index.organization.members) {
      if (role === 'admin') toPerson(this.#person(person), 'owner');
    }
    const waiting = [...this.#index.invitations].map(([member, one]) => [member, one.role] as const);
    const failed = [...this.#index.failedInvitations].flatMap(([member, all]) =>
      this.#index.invitations.has(member) ? [] : all.map((one) => [member, one.role] as const),
    );
    for (const [member, role] of [...waiting, ...failed]) {
      if (role === 'admin') toPerson(member, 'owner');
      if (role === 'billing_manager') toPerson(member, 'billing_manager');
    }
    for (const [key, role] of this.#index.organizationRoles) {
      for (const person of role.people) toPerson(this.#person(person), key);
      for (const { id, slug } of role.teams) {
        const group = this.#index.teamPaths.get(id);
        // Made while everything was read: the next read has it.
        if (group === undefined) continue;
        give({ type: 'group', group }, groupKey(group), key, GITHUB_PATHS.team(login, slug));
      }
    }
    for (const { principal, roles: held, path } of roles.values()) {
      yield this.#assignment(organization, principal, [...held].sort(), path);
    }
  }

  #assignment(scope: ScopePath, principal: Principal, roles: readonly string[], path: string): Resource {
    const origin = this.#at(path);
    return resource('assignment', { scope, principal, roles: entriesFrom(roles, origin) }, origin);
  }
}

/** What the platform file has a setting for, and GitHub tells. */
function toldSettings(
  told: readonly (readonly [string, string | null])[],
  rules: PlatformSettings | undefined,
  origin: Origin,
): Entries {
  return choicesOfPairs(
    told.flatMap(([name, value]) =>
      value !== null && rules?.get(name)?.values.has(value) === true ? [[name, value] as const] : [],
    ),
    origin,
  );
}

function invitationTold(sentAt: string, sent: number): Invitation {
  const expires = new Date(Date.parse(sentAt) + INVITATION_DAYS * DAY_MS).toISOString();
  return { sent, sentAt, expiresAt: expires.replace(/\.000Z$/, 'Z') };
}
