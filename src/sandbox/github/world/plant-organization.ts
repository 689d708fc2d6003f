import { teamSlug } from '../rules/team-tree.ts';
import type {
  CompleteSeedInvitation,
  CompleteSeedOrganization,
  CompleteSeedRepository,
  CompleteSeedTeam,
} from './complete-seed.ts';
import type { GithubOrganizationRecord, GithubTeamMemberRole, GithubTeamRecord } from './github-records.ts';
import { type GithubWork, noWork } from './github-work.ts';
import { fold, type GithubWorld, teamBySlug } from './github-world.ts';
import { PREDEFINED_ROLES } from './organization-role-catalogue.ts';

const LONG_AGO = Date.UTC(2020, 0, 1);

export function plantOrganization(world: GithubWorld, seed: CompleteSeedOrganization): void {
  const organization = emptyOrganization(world, seed);
  world.addOrganization(organization);
  for (const login of seed.members) organization.members.set(idOf(world, login), 'member');
  for (const login of seed.owners) organization.members.set(idOf(world, login), 'admin');
  for (const login of seed.billingManagers) organization.billingManagers.add(idOf(world, login));
  for (const login of seed.blocked) organization.blocked.add(idOf(world, login));
  plantRoles(world, organization, seed);
  for (const repository of seed.repositories) plantRepository(world, organization, repository);
  for (const team of seed.teams) plantTeam(world, organization, team);
  for (const { name, parent } of seed.teams) {
    if (parent !== undefined) team(organization, name).parentId = team(organization, parent).id;
  }
  for (const [name, { users = [], teams = [] }] of Object.entries(seed.roleAssignments)) {
    const role = [...organization.roles.values()].find((one) => one.name === name);
    if (role === undefined) throw new Error(`${seed.login} has no role ${name}`);
    for (const login of users) role.users.add(idOf(world, login));
    for (const one of teams) role.teams.add(team(organization, one).id);
  }
  for (const invitation of seed.invitations) plantInvitation(world, organization, invitation);
}

function emptyOrganization(world: GithubWorld, seed: CompleteSeedOrganization): GithubOrganizationRecord {
  if (world.organizationByLogin(seed.login)) throw new Error(`organization ${seed.login} is written twice`);
  return {
    id:
      seed.id === undefined
        ? world.numbers.of('organization', fold(seed.login))
        : world.numbers.keep('organization', seed.id),
    login: seed.login,
    name: seed.name ?? seed.login,
    plan: seed.plan ?? 'team',
    seats: seed.seats ?? null,
    createdAt: instant(seed.createdAt),
    updatedAt: instant(seed.createdAt),
    basePermission: seed.basePermission ?? 'read',
    settings: new Map(),
    managedUsers: seed.managedUsers ?? null,
    members: new Map(),
    billingManagers: new Set(),
    teams: new Map(),
    repositories: new Map(),
    repositoryNames: new Map(),
    invitations: new Map(),
    failedInvitations: new Map(),
    invitationTimes: [],
    roles: new Map(),
    repositoryRoles: new Map(),
    externalGroups: new Map(),
    blocked: new Set(),
    events: [],
  };
}

function plantRoles(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  seed: CompleteSeedOrganization,
): void {
  const times = { createdAt: LONG_AGO, updatedAt: LONG_AGO };
  for (const role of PREDEFINED_ROLES) {
    organization.roles.set(role.id, {
      ...role,
      source: 'Predefined',
      users: new Set(),
      teams: new Set(),
      ...times,
    });
  }
  for (const role of seed.organizationRoles) {
    const id = world.numbers.of('organization role', `${fold(seed.login)}/${role.name}`);
    organization.roles.set(id, {
      id,
      name: role.name,
      description: role.description ?? null,
      baseRole: role.baseRole ?? null,
      source: role.source ?? 'Organization',
      permissions: role.permissions ?? [],
      users: new Set(),
      teams: new Set(),
      ...times,
    });
  }
  for (const role of seed.customRepositoryRoles) {
    const id = world.numbers.of('repository role', `${fold(seed.login)}/${role.name}`);
    const { name, base, description = null, permissions = [] } = role;
    organization.repositoryRoles.set(id, { id, name, base, description, permissions, createdAt: LONG_AGO });
  }
  for (const group of seed.externalGroups) {
    const id = world.numbers.of('external group', `${fold(seed.login)}/${group.name}`);
    const members = group.members.map((login) => idOf(world, login));
    organization.externalGroups.set(id, { id, name: group.name, members, updatedAt: LONG_AGO });
  }
}

function plantRepository(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  seed: CompleteSeedRepository,
): void {
  const full = `${fold(organization.login)}/${fold(seed.name)}`;
  const id =
    seed.id === undefined ? world.numbers.of('repository', full) : world.numbers.keep('repository', seed.id);
  const collaborators = Object.entries(seed.collaborators);
  organization.repositories.set(id, {
    id,
    name: seed.name,
    visibility: seed.visibility ?? 'private',
    archived: seed.archived,
    description: null,
    collaborators: new Map(collaborators.map(([login, role]) => [idOf(world, login), role])),
    invitations: new Map(
      seed.invitations.map(({ login, role, createdAt }) => {
        const number = world.nextNumber();
        const invitation = { id: number, userId: idOf(world, login), role, inviterId: null };
        return [number, { ...invitation, createdAt: instant(createdAt, world.clock.now()) }];
      }),
    ),
    work: plantWork(world, seed),
    createdAt: LONG_AGO,
    updatedAt: LONG_AGO,
  });
  for (const name of [...seed.formerNames, seed.name]) organization.repositoryNames.set(fold(name), id);
}

function plantWork(world: GithubWorld, { pulls }: CompleteSeedRepository): GithubWork {
  const work = noWork();
  for (const { number, author, head, base, branch } of pulls) {
    const { id, login } = world.user(idOf(world, author));
    work.issues.set(number, {
      number,
      author: { id, login, type: 'User' },
      title: `Change ${number}`,
      body: null,
      isOpen: true,
      isLocked: false,
      labels: [],
      pull: { head, headBranch: branch, base, baseBranch: 'main' },
      createdAt: world.clock.now(),
      updatedAt: world.clock.now(),
    });
  }
  return work;
}

function plantTeam(world: GithubWorld, organization: GithubOrganizationRecord, seed: CompleteSeedTeam): void {
  // The prefix is GitHub's own for teams that belong to an enterprise.
  const slug = `${seed.source === 'enterprise' ? 'ent:' : ''}${teamSlug(seed.name)}`;
  if (teamBySlug(organization, slug)) throw new Error(`${organization.login} has two teams ${slug}`);
  const key = `${fold(organization.login)}/${slug}`;
  const id = seed.id === undefined ? world.numbers.of('team', key) : world.numbers.keep('team', seed.id);
  const members = new Map<number, GithubTeamMemberRole>();
  for (const login of seed.members) members.set(idOf(world, login), 'member');
  for (const login of seed.maintainers) members.set(idOf(world, login), 'maintainer');
  const repositories = new Map<number, string>();
  for (const [name, role] of Object.entries(seed.repositories)) {
    const repositoryId = organization.repositoryNames.get(fold(name));
    if (repositoryId === undefined) throw new Error(`team ${seed.name}: no repository ${name}`);
    repositories.set(repositoryId, role);
  }
  const group = [...organization.externalGroups.values()].find(({ name }) => name === seed.groups[0]);
  organization.teams.set(id, {
    id,
    name: seed.name,
    slug,
    description: seed.description ?? null,
    privacy: seed.privacy ?? 'closed',
    notifications: seed.notifications,
    permission: 'pull',
    parentId: null,
    source: seed.source ?? 'organization',
    members,
    repositories,
    groups: [...seed.groups],
    externalGroupId: seed.source === 'external-group' ? (group?.id ?? null) : null,
    createdAt: LONG_AGO,
    updatedAt: LONG_AGO,
  });
}

function plantInvitation(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  seed: CompleteSeedInvitation,
): void {
  const id = world.nextNumber();
  const createdAt = instant(seed.createdAt, world.clock.now());
  const failed = seed.failed !== undefined;
  (failed ? organization.failedInvitations : organization.invitations).set(id, {
    id,
    userId: seed.login === undefined ? null : idOf(world, seed.login),
    email: seed.email ?? null,
    role: seed.role ?? 'direct_member',
    teams: new Map(seed.teams.map((name) => [team(organization, name).id, 'member'])),
    inviterId: null,
    createdAt,
    failedAt: failed ? createdAt : null,
    failedReason: seed.failed ?? null,
  });
}

function team(organization: GithubOrganizationRecord, name: string): GithubTeamRecord {
  const found = teamBySlug(organization, teamSlug(name));
  if (found === undefined) throw new Error(`${organization.login} has no team ${name}`);
  return found;
}

function idOf(world: GithubWorld, login: string): number {
  const user = world.userByLogin(login);
  if (user === undefined) throw new Error(`no user ${login}`);
  return user.id;
}

function instant(text: string | undefined, otherwise: number = LONG_AGO): number {
  return text === undefined ? otherwise : Date.parse(text);
}
