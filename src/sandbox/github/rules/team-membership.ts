import type {
  GithubOrganizationRecord,
  GithubTeamMemberRole,
  GithubTeamRecord,
  GithubUserRecord,
} from '../world/github-records.ts';
import type { GithubWorld } from '../world/github-world.ts';
import { notFound } from './github-refusal.ts';
import { invitationOf, invite } from './organization-invitations.ts';
import { refuseForeignMembers } from './team-changes.ts';
import { descendantsAndSelf } from './team-tree.ts';

export interface GithubTeamMembership {
  readonly role: GithubTeamMemberRole;
  readonly state: 'active' | 'pending';
}

export interface GithubListedMember {
  readonly userId: number;
  readonly role: GithubTeamMemberRole;
  /** Through a child team only. */
  readonly inherited: boolean;
}

/** "The `role` for organization owners is set to `maintainer`." */
export function shownTeamRole(
  organization: GithubOrganizationRecord,
  userId: number,
  role: GithubTeamMemberRole,
): GithubTeamMemberRole {
  return organization.members.get(userId) === 'admin' ? 'maintainer' : role;
}

/** "Team members will include the members of child teams." */
export function teamMembers(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
): readonly GithubListedMember[] {
  const listed = new Map<number, GithubListedMember>();
  for (const below of descendantsAndSelf(organization, team)) {
    for (const [userId, role] of below.members) {
      if (listed.has(userId)) continue;
      const own = below === team;
      const shown = shownTeamRole(organization, userId, own ? role : 'member');
      listed.set(userId, { userId, role: shown, inherited: !own });
    }
  }
  return [...listed.values()];
}

export function teamMembershipOf(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
  user: GithubUserRecord,
): GithubTeamMembership | null {
  const member = teamMembers(organization, team).find(({ userId }) => userId === user.id);
  if (member !== undefined) return { role: member.role, state: 'active' };
  const invited = invitationOf(organization, user)?.teams.get(team.id);
  return invited === undefined ? null : { role: invited, state: 'pending' };
}

/** Who is no member of the organization is invited, and the membership is pending until that is accepted. */
export function putTeamMembership(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
  actorId: number | null,
  user: GithubUserRecord,
  role: GithubTeamMemberRole,
): void {
  refuseForeignMembers(team);
  if (organization.members.has(user.id)) team.members.set(user.id, role);
  else {
    const teams = new Map([[team.id, role]]);
    invite(world, organization, actorId, { user, email: user.email }, 'direct_member', teams);
  }
}

/** "Removing team membership does not delete the user, it just removes their membership from the team." */
export function deleteTeamMembership(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
  user: GithubUserRecord,
): void {
  refuseForeignMembers(team);
  if (team.members.delete(user.id)) return;
  if (invitationOf(organization, user)?.teams.delete(team.id)) return;
  throw notFound();
}
