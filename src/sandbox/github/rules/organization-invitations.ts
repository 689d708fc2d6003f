import type {
  GithubInvitationRecord,
  GithubInvitationRole,
  GithubOrganizationRecord,
  GithubTeamMemberRole,
  GithubUserRecord,
} from '../world/github-records.ts';
import type { GithubWorld } from '../world/github-world.ts';
import { GithubRefusal, validationFailed } from './github-refusal.ts';

const DAY = 86_400_000;
const LIFE = 7 * DAY;

export interface GithubInvitee {
  readonly user: GithubUserRecord | null;
  readonly email: string | null;
}

/** Sends one, or adds to the one that is open already. */
export function invite(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  inviterId: number | null,
  invitee: GithubInvitee,
  role: GithubInvitationRole,
  teams: ReadonlyMap<number, GithubTeamMemberRole> = new Map(),
): GithubInvitationRecord {
  const open = openInvitation(organization, invitee);
  if (open !== undefined) {
    for (const [id, teamRole] of teams) open.teams.set(id, teamRole);
    return open;
  }
  if (organization.managedUsers !== null) {
    throw validationFailed(
      'OrganizationInvitation',
      'invitee',
      'unprocessable',
      'Enterprise managed users cannot be invited to this organization.',
    );
  }
  // In which words is not documented.
  if (invitee.user !== null && organization.blocked.has(invitee.user.id)) {
    throw validationFailed(
      'OrganizationInvitation',
      'invitee',
      'unprocessable',
      'A blocked user cannot be invited.',
    );
  }
  refuseBeyondLimits(world, organization);
  const now = world.clock.now();
  const invitation: GithubInvitationRecord = {
    id: world.nextNumber(),
    userId: invitee.user?.id ?? null,
    email: invitee.user === null ? invitee.email : null,
    role,
    teams: new Map(teams),
    inviterId,
    createdAt: now,
    failedAt: null,
    failedReason: null,
  };
  organization.invitations.set(invitation.id, invitation);
  organization.invitationTimes.push(now);
  // A new one takes the place of those that failed before.
  for (const [id, failed] of organization.failedInvitations) {
    if (isFor(failed, invitee)) organization.failedInvitations.delete(id);
  }
  return invitation;
}

/** "… limited to 50 invitations within a 24 hour period. If more than one month old or on a paid plan, 500." */
function refuseBeyondLimits(world: GithubWorld, organization: GithubOrganizationRecord): void {
  const now = world.clock.now();
  const old = now - organization.createdAt > 30 * DAY;
  const limit = old || organization.plan !== 'free' ? 500 : 50;
  const sent = organization.invitationTimes.filter((at) => at > now - DAY).length;
  if (sent >= limit) {
    throw validationFailed('OrganizationInvitation', 'data', 'unprocessable', 'Over invitation rate limit');
  }
  // "An unused license must be available before you can invite a new member."
  if (organization.seats !== null && filledSeats(organization) >= organization.seats) {
    throw validationFailed('OrganizationInvitation', 'data', 'unprocessable', 'No available seats');
  }
}

export function filledSeats(organization: GithubOrganizationRecord): number {
  const outside = outsideCollaborators(organization).length;
  return organization.members.size + organization.invitations.size + outside;
}

export function outsideCollaborators(organization: GithubOrganizationRecord): readonly number[] {
  const outside = new Set<number>();
  for (const repository of organization.repositories.values()) {
    for (const id of repository.collaborators.keys()) if (!organization.members.has(id)) outside.add(id);
  }
  return [...outside];
}

export function openInvitation(
  organization: GithubOrganizationRecord,
  invitee: GithubInvitee,
): GithubInvitationRecord | undefined {
  return [...organization.invitations.values()].find((one) => isFor(one, invitee));
}

export function invitationOf(
  organization: GithubOrganizationRecord,
  user: GithubUserRecord,
): GithubInvitationRecord | undefined {
  return openInvitation(organization, { user, email: user.email });
}

function isFor(invitation: GithubInvitationRecord, { user, email }: GithubInvitee): boolean {
  if (user !== null && invitation.userId === user.id) return true;
  return (
    email !== null && invitation.email !== null && invitation.email.toLowerCase() === email.toLowerCase()
  );
}

/** "… expire after 7 days": they move to the failed ones. */
export function expireInvitations(world: GithubWorld): void {
  const now = world.clock.now();
  for (const organization of world.organizations.values()) {
    for (const [id, invitation] of organization.invitations) {
      const failedAt = invitation.createdAt + LIFE;
      if (failedAt > now) continue;
      organization.invitations.delete(id);
      const failedReason = 'Invitation expired. User did not accept this invite for 7 days.';
      organization.failedInvitations.set(id, { ...invitation, failedAt, failedReason });
    }
  }
}

export function isExpired(world: GithubWorld, { createdAt }: { readonly createdAt: number }): boolean {
  return createdAt + LIFE <= world.clock.now();
}

/** What the invited person does: from then on a member, and in the teams of the invitation. */
export function acceptInvitation(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  user: GithubUserRecord,
): void {
  const invitation = invitationOf(organization, user);
  if (invitation === undefined) throw new GithubRefusal(404, 'Not Found');
  organization.invitations.delete(invitation.id);
  if (invitation.role === 'billing_manager') organization.billingManagers.add(user.id);
  else organization.members.set(user.id, invitation.role === 'admin' ? 'admin' : 'member');
  for (const [teamId, role] of invitation.teams) organization.teams.get(teamId)?.members.set(user.id, role);
  world.record(organization, { action: 'org.add_member', actor: user.login, user: user.login });
}
