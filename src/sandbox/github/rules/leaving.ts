import type { GithubOrganizationRecord, GithubUserRecord } from '../world/github-records.ts';
import type { GithubWorld } from '../world/github-world.ts';
import { notFound } from './github-refusal.ts';
import { invitationOf } from './organization-invitations.ts';
import { removeMember } from './organization-membership.ts';

/** What people do about their own place, on GitHub's pages: no request of the API is for it. */

/** "org.remove_member: A member was removed from an organization, either manually or …": who leaves is the actor. */
export function leaveOrganization(
  world: GithubWorld,
  organization: GithubOrganizationRecord,
  user: GithubUserRecord,
  settlesAfter: number,
): void {
  removeMember(world, organization, user, settlesAfter);
  world.record(organization, { action: 'org.remove_member', actor: user.login, user: user.login });
}

/** It is gone, and is not among the failed ones. Whether the log of GitHub names it is not documented: here it does not. */
export function declineInvitation(organization: GithubOrganizationRecord, user: GithubUserRecord): void {
  const invitation = invitationOf(organization, user);
  if (invitation === undefined) throw notFound();
  organization.invitations.delete(invitation.id);
}
