import type { PlatformSettings } from '../../platform/platform-definition.ts';
import { choicesOfPairs } from '../../resource/choices.ts';
import { type GroupPath, groupPath } from '../../resource/identifiers.ts';
import type { Entries, Resource, ResourceTypeName } from '../../resource/resource.ts';
import { entriesFrom, resourceWith } from '../../resource/resource-types.ts';
import type { Origin } from '../../source/origin.ts';
import { compareText } from '../../source/text-order.ts';
import { BASE_PERMISSION } from './base-permission.ts';
import { GithubAssignments } from './github-assignments.ts';
import { GITHUB_PATHS, type GithubEndpoint } from './github-endpoint.ts';
import type { GithubTeam } from './github-facts.ts';
import type { GithubIndex, GivenNames } from './github-index.ts';
import { GithubMemberships } from './github-memberships.ts';
import { GithubNaming } from './github-naming.ts';
import { permissionNamed } from './repository-permissions.ts';

const ORDER: readonly ResourceTypeName[] = ['scope', 'role', 'member', 'group', 'assignment'];

/** The organization as resources in canonical form, sorted; roles of GitHub's own are left out. */
export function githubResources(
  index: GithubIndex,
  endpoint: GithubEndpoint,
  names: GivenNames = new Map(),
): readonly Resource[] {
  const naming = new GithubNaming(endpoint, names);
  const mapping = new Mapping(index, endpoint, naming);
  return [
    ...mapping.scopes(),
    ...mapping.roles(),
    ...new GithubMemberships(index, endpoint, naming).all(),
    ...mapping.groups(),
    ...new GithubAssignments(index, endpoint, naming).all(),
  ].sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || compareText(a.address, b.address));
}

class Mapping {
  readonly #index: GithubIndex;
  readonly #endpoint: GithubEndpoint;
  readonly #naming: GithubNaming;

  constructor(index: GithubIndex, endpoint: GithubEndpoint, naming: GithubNaming) {
    this.#index = index;
    this.#endpoint = endpoint;
    this.#naming = naming;
  }

  *scopes(): Generator<Resource> {
    const { organization, platform, login } = this.#endpoint;
    const { name, basePermission } = this.#index.organization;
    const origin = this.#naming.at(GITHUB_PATHS.organization(login));
    const rules = platform.scopeKinds.get(platform.root)?.settings;
    const settings = toldSettings([[BASE_PERMISSION, basePermission]], rules, origin);
    const root = { path: organization, kind: platform.root, title: name ?? login, settings, parent: null };
    yield resourceWith('scope', root, origin);
    for (const [path, repository] of this.#index.repositories) {
      const attributes = { path, kind: 'repository', title: repository.name, parent: organization };
      yield resourceWith(
        'scope',
        attributes,
        this.#naming.at(GITHUB_PATHS.repository(login, repository.name)),
      );
    }
  }

  *roles(): Generator<Resource> {
    const { organization: home, login, platform } = this.#endpoint;
    const origin = this.#naming.at(`${GITHUB_PATHS.organization(login)}/custom-repository-roles`);
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
      const at = this.#naming.at(`${GITHUB_PATHS.roles(login)}/${role.id}`);
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

  *groups(): Generator<Resource> {
    for (const [path, team] of this.#index.teams) yield this.#group(path, team);
  }

  #group(path: GroupPath, team: GithubTeam): Resource {
    const { organization: home, login } = this.#endpoint;
    const origin = this.#naming.at(GITHUB_PATHS.team(login, team.slug));
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
        [...team.members.map(({ person }) => this.#naming.person(person)), ...waiting].sort(),
        origin,
      ),
      membershipRoles: choicesOfPairs(
        team.members.map(
          ({ person, role }) => [this.#naming.person(person), role === 'member' ? '' : role] as const,
        ),
        origin,
      ),
      groups: entriesFrom(children.sort(), origin),
    };
    return resourceWith('group', attributes, origin);
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
