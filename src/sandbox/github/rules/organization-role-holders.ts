import type {
  GithubOrganizationRecord,
  GithubOrganizationRoleRecord,
  GithubTeamRecord,
} from '../world/github-records.ts';
import { teamsOfRole } from './repository-access.ts';
import { ancestorsAndSelf } from './team-tree.ts';

/** "Determines if the user has a direct, indirect, or mixed relationship to a role." */
export type GithubAssignment = 'direct' | 'indirect' | 'mixed';

export interface GithubRoleUser {
  readonly userId: number;
  readonly assignment: GithubAssignment;
  readonly through: readonly GithubTeamRecord[];
}

export interface GithubRoleTeam {
  readonly team: GithubTeamRecord;
  readonly assignment: GithubAssignment;
}

/** People with the role themselves, and members of teams that hold it. */
export function usersOfRole(
  organization: GithubOrganizationRecord,
  role: GithubOrganizationRoleRecord,
): readonly GithubRoleUser[] {
  const through = new Map<number, GithubTeamRecord[]>();
  for (const team of teamsOfRole(organization, role.teams)) {
    for (const userId of team.members.keys()) through.set(userId, [...(through.get(userId) ?? []), team]);
  }
  const people = new Set([...role.users, ...through.keys()]);
  return [...people].map((userId) => {
    const teams = through.get(userId) ?? [];
    return { userId, assignment: assignment(role.users.has(userId), teams.length > 0), through: teams };
  });
}

/** Teams with the role themselves, and those below such a team. */
export function assignedTeams(
  organization: GithubOrganizationRecord,
  role: GithubOrganizationRoleRecord,
): readonly GithubRoleTeam[] {
  return teamsOfRole(organization, role.teams).map((team) => {
    const above = ancestorsAndSelf(organization, team).slice(1);
    const inherited = above.some(({ id }) => role.teams.has(id));
    return { team, assignment: assignment(role.teams.has(team.id), inherited) };
  });
}

function assignment(direct: boolean, indirect: boolean): GithubAssignment {
  if (direct) return indirect ? 'mixed' : 'direct';
  return 'indirect';
}
