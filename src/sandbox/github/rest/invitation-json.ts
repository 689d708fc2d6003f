import type { GithubCall } from '../door/github-call.ts';
import type { GithubInvitationRecord, GithubOrganizationRecord } from '../world/github-records.ts';
import { nodeId } from './node-id.ts';
import { userJson } from './person-json.ts';

export function invitationJson(
  call: GithubCall,
  organization: GithubOrganizationRecord,
  invitation: GithubInvitationRecord,
) {
  const { world, origin } = call;
  const owner = [...organization.members].find(([, role]) => role === 'admin')?.[0];
  const inviterId = invitation.inviterId ?? owner;
  const failed = invitation.failedAt === null ? null : new Date(invitation.failedAt).toISOString();
  return {
    id: invitation.id,
    node_id: nodeId('OrganizationInvitation', invitation.id),
    // "If the invitee is not a GitHub member, the `login` field in the return hash will be `null`."
    login: invitation.userId === null ? null : world.user(invitation.userId).login,
    email: invitation.email,
    role: invitation.role,
    created_at: new Date(invitation.createdAt).toISOString(),
    failed_at: failed,
    failed_reason: invitation.failedReason,
    ...(inviterId === undefined ? {} : { inviter: userJson(world.user(inviterId), origin) }),
    team_count: invitation.teams.size,
    invitation_teams_url: `${origin}/orgs/${organization.login}/invitations/${invitation.id}/teams`,
    invitation_source: 'member',
  };
}
