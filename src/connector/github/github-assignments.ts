import {
  groupKey,
  type MemberId,
  memberKey,
  type Principal,
  type ScopePath,
} from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { entriesFrom, resourceWith } from '../../resource/resource-types.ts';
import { GITHUB_PATHS, type GithubEndpoint } from './github-endpoint.ts';
import { type GithubIndex, roleKeyOf } from './github-index.ts';
import type { GithubNaming } from './github-naming.ts';
import { directGrants } from './team-grants.ts';

/** Who has which roles, on the organization and on its repositories. */
export class GithubAssignments {
  readonly #index: GithubIndex;
  readonly #endpoint: GithubEndpoint;
  readonly #naming: GithubNaming;

  constructor(index: GithubIndex, endpoint: GithubEndpoint, naming: GithubNaming) {
    this.#index = index;
    this.#endpoint = endpoint;
    this.#naming = naming;
  }

  *all(): Generator<Resource> {
    yield* this.#onOrganization();
    const grants = directGrants(this.#index.organization);
    for (const [scope, repository] of this.#index.repositories) {
      const { login } = this.#endpoint;
      const roles = new Map<MemberId, { readonly role: string; readonly login: string }>();
      for (const { person, role } of repository.invitations) {
        roles.set(this.#naming.person(person), { role, login: person.login });
      }
      for (const { person, role } of repository.collaborators) {
        roles.set(this.#naming.person(person), { role, login: person.login });
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
      if (role === 'admin') toPerson(this.#naming.person(person), 'owner');
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
      for (const person of role.people) toPerson(this.#naming.person(person), key);
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
    const origin = this.#naming.at(path);
    return resourceWith('assignment', { scope, principal, roles: entriesFrom(roles, origin) }, origin);
  }
}
