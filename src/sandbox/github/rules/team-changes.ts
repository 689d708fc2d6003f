import type {
  GithubOrganizationRecord,
  GithubTeamRecord,
  GithubUserRecord,
} from '../world/github-records.ts';
import { type GithubWorld, teamBySlug } from '../world/github-world.ts';
import { forbidden, GithubRefusal, validationFailed } from './github-refusal.ts';
import { ancestorsAndSelf, childTeams, descendantsAndSelf, teamSlug } from './team-tree.ts';

/** Members that are left out stay as they are; a parent of null is none. */
export interface GithubTeamChange {
  readonly name?: string;
  readonly description?: string | null;
  readonly privacy?: 'closed' | 'secret';
  readonly notifications?: boolean;
  readonly permission?: 'pull' | 'push' | 'admin';
  readonly parentId?: number | null;
}

export function createTeam(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  creator: GithubUserRecord | null,
  change: GithubTeamChange & { readonly name: string; readonly maintainers: readonly GithubUserRecord[] },
): GithubTeamRecord {
  const slug = freeSlug(organization, change.name, null);
  const parentId = change.parentId ?? null;
  const parent = parentId === null ? null : parentTeam(organization, parentId);
  // For a non-nested team the default is `secret`, for a child team `closed`.
  const privacy = change.privacy ?? (parent === null ? 'secret' : 'closed');
  refuseSecretNesting(privacy, parent, false);
  const now = world.clock.now();
  const team: GithubTeamRecord = {
    id: world.nextNumber(),
    name: change.name,
    slug,
    description: change.description ?? null,
    privacy,
    notifications: change.notifications ?? true,
    permission: change.permission ?? 'pull',
    parentId,
    source: 'organization',
    members: new Map(),
    repositories: new Map(),
    groups: [],
    externalGroupId: null,
    createdAt: now,
    updatedAt: now,
  };
  for (const user of change.maintainers) {
    if (!organization.members.has(user.id)) {
      throw validationFailed(
        'Team',
        'maintainers',
        'invalid',
        `${user.login} is not a member of the organization`,
      );
    }
    team.members.set(user.id, 'maintainer');
  }
  // "When you create a new team, you automatically become a team maintainer." An App is nobody who could be one.
  if (creator !== null && organization.members.has(creator.id)) team.members.set(creator.id, 'maintainer');
  organization.teams.set(team.id, team);
  return team;
}

/** The slug follows the name. Says whether anything changed. */
export function changeTeam(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
  change: GithubTeamChange,
): boolean {
  if (team.source === 'enterprise')
    throw new GithubRefusal(422, 'This endpoint does not support enterprise teams.');
  const parentId = change.parentId === undefined ? team.parentId : change.parentId;
  const parent = parentId === null ? null : parentTeam(organization, parentId);
  if (parent !== null && ancestorsAndSelf(organization, parent).includes(team)) {
    throw validationFailed('Team', 'parent_team_id', 'invalid', 'A team cannot be below itself');
  }
  const privacy = change.privacy ?? team.privacy;
  refuseSecretNesting(privacy, parent, childTeams(organization, team).length > 0);
  const slug = change.name === undefined ? team.slug : freeSlug(organization, change.name, team);
  const before = JSON.stringify(team);
  Object.assign(team, {
    name: change.name ?? team.name,
    slug,
    description: change.description === undefined ? team.description : change.description,
    privacy,
    notifications: change.notifications ?? team.notifications,
    permission: change.permission ?? team.permission,
    parentId,
  });
  if (JSON.stringify(team) === before) return false;
  team.updatedAt = world.clock.now();
  return true;
}

/** "If you are an organization owner, deleting a parent team will delete all of its child teams as well." */
export function deleteTeam(organization: GithubOrganizationRecord, team: GithubTeamRecord): void {
  if (team.source === 'enterprise')
    throw new GithubRefusal(422, 'This endpoint does not support enterprise teams.');
  for (const { id } of descendantsAndSelf(organization, team)) {
    organization.teams.delete(id);
    for (const role of organization.roles.values()) role.teams.delete(id);
    for (const invitation of organization.invitations.values()) invitation.teams.delete(id);
  }
}

/** Members of a team that an identity provider or an enterprise keeps are not written here. */
export function refuseForeignMembers(team: GithubTeamRecord): void {
  if (team.source === 'enterprise') throw forbidden('This team is managed by the enterprise.');
  if (team.source !== 'organization') {
    throw forbidden("This team's membership is managed by an identity provider.");
  }
}

function parentTeam(organization: GithubOrganizationRecord, id: number): GithubTeamRecord {
  const parent = organization.teams.get(id);
  if (parent === undefined) throw validationFailed('Team', 'parent_team_id', 'invalid', 'No such team');
  return parent;
}

/** "When a team is nested, the `privacy` for parent teams cannot be `secret`", nor that of the child. */
function refuseSecretNesting(
  privacy: 'closed' | 'secret',
  parent: GithubTeamRecord | null,
  hasChildren: boolean,
): void {
  if (privacy === 'secret' && (parent !== null || hasChildren)) {
    throw validationFailed('Team', 'privacy', 'invalid', 'Secret teams cannot be nested');
  }
  if (parent?.privacy === 'secret') {
    throw validationFailed('Team', 'parent_team_id', 'invalid', 'Secret teams cannot have child teams');
  }
}

function freeSlug(
  organization: GithubOrganizationRecord,
  name: string,
  self: GithubTeamRecord | null,
): string {
  const slug = teamSlug(name);
  if (slug === '') throw validationFailed('Team', 'name', 'invalid');
  const other = teamBySlug(organization, slug);
  if (other !== undefined && other !== self) {
    throw validationFailed('Team', 'name', 'already_exists', 'Name must be unique for this org');
  }
  return slug;
}
