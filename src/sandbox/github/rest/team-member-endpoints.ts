import { type GithubCall, NO_CONTENT, ok, type StandInEndpoint } from '../door/github-call.ts';
import { notFound } from '../rules/github-refusal.ts';
import {
  deleteTeamMembership,
  type GithubTeamMembership,
  putTeamMembership,
  teamMembers,
  teamMembershipOf,
} from '../rules/team-membership.ts';
import { choiceIn, choiceInQuery } from './call-input.ts';
import { invitationJson } from './invitation-json.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { userJson } from './person-json.ts';
import { actorId, actorLogin, type GithubTeamPlace, refuseUnlessTeamAdmin, teamOf, userOf } from './place.ts';
import { onTeam } from './team-paths.ts';

export const TEAM_MEMBER_ENDPOINTS: readonly StandInEndpoint[] = [
  ...onTeam('/members', {
    method: 'GET',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      const role = choiceInQuery(call, 'role', ['member', 'maintainer', 'all'], 'all');
      const members = teamMembers(organization, team).filter(
        (member) => role === 'all' || member.role === role,
      );
      return page(call, members, (member) => ({
        ...userJson(call.world.user(member.userId), call.origin),
        role: member.role,
        inherited: member.inherited,
      }));
    },
  }),
  ...onTeam('/memberships/{username}', {
    method: 'GET',
    need: NEEDS.readTeams,
    handle: (call) => ok(membership(call, teamOf(call))),
  }),
  ...onTeam('/memberships/{username}', {
    method: 'PUT',
    need: NEEDS.writeTeams,
    createsContent: true,
    handle: (call) => {
      const place = teamOf(call);
      refuseUnlessTeamAdmin(call, place);
      const { organization, team } = place;
      const user = userOf(call);
      const role = choiceIn(call, 'role', ['member', 'maintainer']) ?? 'member';
      putTeamMembership(call.world, organization, team, actorId(call), user, role);
      record(call, place, 'team.add_member');
      return ok(membership(call, place));
    },
  }),
  ...onTeam('/memberships/{username}', {
    method: 'DELETE',
    need: NEEDS.writeTeams,
    handle: (call) => {
      const place = teamOf(call);
      refuseUnlessTeamAdmin(call, place);
      deleteTeamMembership(place.organization, place.team, userOf(call));
      record(call, place, 'team.remove_member');
      return NO_CONTENT;
    },
  }),
  ...onTeam('/invitations', {
    method: 'GET',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      const invitations = [...organization.invitations.values()].filter(({ teams }) => teams.has(team.id));
      return page(call, invitations, (invitation) => invitationJson(call, organization, invitation));
    },
  }),
];

function membership(
  call: GithubCall,
  { organization, team }: GithubTeamPlace,
): GithubTeamMembership & { url: string } {
  const user = userOf(call);
  const found = teamMembershipOf(organization, team, user);
  if (found === null) throw notFound();
  const url = `${call.origin}/organizations/${organization.id}/team/${team.id}/memberships/${user.login}`;
  return { url, ...found };
}

function record(call: GithubCall, { organization, team }: GithubTeamPlace, action: string): void {
  const user = userOf(call).login;
  call.world.record(organization, { action, actor: actorLogin(call), user, team: team.slug });
}
