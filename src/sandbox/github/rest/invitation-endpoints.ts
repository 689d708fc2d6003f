import { created, type GithubCall, NO_CONTENT, type StandInEndpoint } from '../door/github-call.ts';
import { GithubRefusal, notFound, validationFailed } from '../rules/github-refusal.ts';
import { invite } from '../rules/organization-invitations.ts';
import type {
  GithubInvitationRecord,
  GithubOrganizationRecord,
  GithubTeamMemberRole,
} from '../world/github-records.ts';
import { choiceIn, choiceInQuery, listIn, numberParam, textIn, wholeNumberIn } from './call-input.ts';
import { invitationJson } from './invitation-json.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { actorId, actorLogin, organizationOf } from './place.ts';
import { teamJson } from './team-json.ts';

const ROLES = ['all', 'admin', 'direct_member', 'billing_manager', 'hiring_manager'] as const;

export const INVITATION_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/invitations',
    need: NEEDS.readInvitations,
    handle: (call) => {
      const organization = inviting(call);
      const role = choiceInQuery(call, 'role', ROLES, 'all');
      const open = [...organization.invitations.values()].filter(
        (one) => role === 'all' || one.role === role,
      );
      return page(call, open, (invitation) => invitationJson(call, organization, invitation));
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/failed_invitations',
    need: NEEDS.readInvitations,
    handle: (call) => {
      const organization = inviting(call);
      const failed = [...organization.failedInvitations.values()];
      return page(call, failed, (invitation) => invitationJson(call, organization, invitation));
    },
  },
  {
    method: 'POST',
    path: '/orgs/{org}/invitations',
    need: NEEDS.writeMembers,
    createsContent: true,
    handle: (call) => {
      const organization = inviting(call);
      const invitation = send(call, organization);
      const login = invitation.userId === null ? null : call.world.user(invitation.userId).login;
      call.world.record(organization, {
        action: 'org.invite_member',
        actor: actorLogin(call),
        ...(login === null ? {} : { user: login }),
      });
      return created(invitationJson(call, organization, invitation));
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/invitations/{invitation_id}',
    need: NEEDS.writeMembers,
    handle: (call) => {
      const organization = inviting(call);
      const id = numberParam(call, 'invitation_id');
      // A failed one is cleared away by the same call.
      const invitation = organization.invitations.get(id) ?? organization.failedInvitations.get(id);
      if (!organization.invitations.delete(id) && !organization.failedInvitations.delete(id))
        throw notFound();
      const login = invitation?.userId == null ? null : call.world.user(invitation.userId).login;
      call.world.record(organization, {
        action: 'org.cancel_invitation',
        actor: actorLogin(call),
        ...(login === null ? {} : { user: login }),
      });
      return NO_CONTENT;
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/invitations/{invitation_id}/teams',
    need: NEEDS.readInvitations,
    handle: (call) => {
      const organization = inviting(call);
      const invitation = organization.invitations.get(numberParam(call, 'invitation_id'));
      if (invitation === undefined) throw notFound();
      const teams = [...invitation.teams.keys()].flatMap((id) => organization.teams.get(id) ?? []);
      return page(call, teams, (team) => teamJson(organization, team, call.origin));
    },
  },
];

/** "This endpoint is not available for Enterprise Managed User (EMU) organizations." */
function inviting(call: GithubCall): GithubOrganizationRecord {
  const organization = organizationOf(call);
  if (organization.managedUsers !== null) throw notFound();
  return organization;
}

function send(call: GithubCall, organization: GithubOrganizationRecord): GithubInvitationRecord {
  const id = wholeNumberIn(call, 'invitee_id');
  const email = textIn(call, 'email');
  if (id === undefined && email === undefined) {
    throw new GithubRefusal(422, 'Invalid request.\n\n"invitee_id" or "email" has to be supplied.');
  }
  const user = id === undefined ? undefined : call.world.users.get(id);
  if (id !== undefined && user === undefined) throw notFound();
  if (user !== undefined && organization.members.has(user.id)) {
    const message = 'Invitee is already a part of this org';
    throw validationFailed('OrganizationInvitation', 'data', 'unprocessable', message);
  }
  const roles = ['admin', 'direct_member', 'billing_manager', 'reinstate'] as const;
  const role = choiceIn(call, 'role', roles) ?? 'direct_member';
  const teams = new Map<number, GithubTeamMemberRole>();
  for (const teamId of listIn(call, 'team_ids', (value): value is number => Number.isInteger(value))) {
    if (!organization.teams.has(teamId))
      throw validationFailed('OrganizationInvitation', 'team_ids', 'invalid');
    teams.set(teamId, 'member');
  }
  const invitee = { user: user ?? null, email: user?.email ?? email ?? null };
  return invite(call.world, organization, actorId(call), invitee, role, teams);
}
