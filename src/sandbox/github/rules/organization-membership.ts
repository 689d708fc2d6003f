import type {
  GithubOrganizationMemberRole,
  GithubOrganizationRecord,
  GithubUserRecord,
} from '../world/github-records.ts';
import type { GithubWorld } from '../world/github-world.ts';
import { forbidden, notFound } from './github-refusal.ts';
import { invitationOf, invite } from './organization-invitations.ts';
import { highestRole, teamRepositories } from './repository-access.ts';

export interface GithubOrganizationMembership {
  readonly state: 'active' | 'pending';
  readonly role: GithubOrganizationMemberRole | 'billing_manager';
}

export function membershipOf(
  organization: GithubOrganizationRecord,
  user: GithubUserRecord,
): GithubOrganizationMembership | null {
  const role = organization.members.get(user.id);
  if (role !== undefined) return { state: 'active', role };
  if (organization.billingManagers.has(user.id)) return { state: 'active', role: 'billing_manager' };
  const invitation = invitationOf(organization, user);
  if (invitation === undefined) return null;
  if (invitation.role === 'admin' || invitation.role === 'billing_manager') {
    return { state: 'pending', role: invitation.role };
  }
  return { state: 'pending', role: 'member' };
}

/** A member's role changes at once; anybody else is invited, and is pending until the invitation is accepted. */
export function putMembership(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  actorId: number | null,
  user: GithubUserRecord,
  role: GithubOrganizationMemberRole,
): void {
  const present = organization.members.get(user.id);
  if (present !== undefined) {
    if (present === 'admin' && role === 'member') refuseLastOwner(organization, user);
    organization.members.set(user.id, role);
    return;
  }
  // A managed account belongs to the enterprise already: nobody asks it.
  if (organization.managedUsers !== null && user.managedBy === organization.managedUsers) {
    organization.members.set(user.id, role);
    return;
  }
  const invitationRole = role === 'admin' ? 'admin' : 'direct_member';
  invite(world, organization, actorId, { user, email: user.email }, invitationRole).role = invitationRole;
}

export function refuseLastOwner(organization: GithubOrganizationRecord, user: GithubUserRecord): void {
  const owners = [...organization.members].filter(([, role]) => role === 'admin');
  if (owners.length === 1 && owners[0]?.[0] === user.id) {
    throw forbidden(`Cannot remove the last owner of the ${organization.login} organization.`);
  }
}

/** "Removing a user … will remove them from all teams and they will no longer have any access to the repositories." */
export function removeMember(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  user: GithubUserRecord,
  settlesAfter: number,
): void {
  if (!organization.members.has(user.id)) throw notFound();
  refuseLastOwner(organization, user);
  organization.members.delete(user.id);
  world.inBackground(settlesAfter, () => {
    // Come back meanwhile: what was granted since stays.
    if (organization.members.has(user.id)) return;
    takeEverything(organization, user.id);
  });
}

/** An active membership ends; an invitation is cancelled. */
export function deleteMembership(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  user: GithubUserRecord,
  settlesAfter: number,
): void {
  if (organization.members.has(user.id)) {
    removeMember(world, organization, user, settlesAfter);
    return;
  }
  if (organization.billingManagers.delete(user.id)) return;
  const invitation = invitationOf(organization, user);
  if (invitation === undefined) throw notFound();
  organization.invitations.delete(invitation.id);
}

/** "… they'll only have access to the repositories that their current team membership allows." */
export function convertToOutsideCollaborator(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  user: GithubUserRecord,
  settlesAfter: number,
): void {
  if (!organization.members.has(user.id)) {
    throw forbidden(`${user.login} is not a member of the ${organization.login} organization.`);
  }
  refuseLastOwner(organization, user);
  organization.members.delete(user.id);
  world.inBackground(settlesAfter, () => {
    for (const team of organization.teams.values()) {
      if (!team.members.has(user.id)) continue;
      for (const [id, role] of teamRepositories(organization, team)) {
        const repository = organization.repositories.get(id);
        const highest = highestRole(organization, [role, repository?.collaborators.get(user.id) ?? role]);
        if (highest !== null) repository?.collaborators.set(user.id, highest);
      }
    }
    takeMemberships(organization, user.id);
  });
}

function takeMemberships(organization: GithubOrganizationRecord, userId: number): void {
  for (const team of organization.teams.values()) team.members.delete(userId);
  for (const role of organization.roles.values()) role.users.delete(userId);
}

function takeEverything(organization: GithubOrganizationRecord, userId: number): void {
  takeMemberships(organization, userId);
  for (const repository of organization.repositories.values()) repository.collaborators.delete(userId);
}
