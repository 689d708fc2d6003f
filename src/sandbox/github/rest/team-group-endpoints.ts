import { type GithubCall, ok, type StandInEndpoint } from '../door/github-call.ts';
import { GithubRefusal, notFound } from '../rules/github-refusal.ts';
import type { GithubExternalGroupRecord, GithubOrganizationRecord } from '../world/github-records.ts';
import { numberParam } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { type GithubTeamPlace, organizationOf, teamOf } from './place.ts';
import { onTeam } from './team-paths.ts';

/** What an identity provider keeps, to read. */
export const TEAM_GROUP_ENDPOINTS: readonly StandInEndpoint[] = [
  ...onTeam('/team-sync/group-mappings', {
    method: 'GET',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { team } = groupTeam(call);
      const groups = team.source === 'team-sync' ? team.groups : [];
      return ok({ groups: groups.map(syncGroupJson) });
    },
  }),
  {
    method: 'GET',
    path: '/orgs/{org}/team-sync/groups',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { plan, managedUsers, teams } = organizationOf(call);
      // Accounts of an enterprise come with groups of its own, and are not synchronized.
      if (plan !== 'enterprise' || managedUsers !== null) throw notFound();
      const names = [...teams.values()].flatMap(({ source, groups }) =>
        source === 'team-sync' ? groups : [],
      );
      return ok({ groups: [...new Set(names)].map(syncGroupJson) });
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/teams/{team_slug}/external-groups',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { organization, team } = groupTeam(call);
      const group =
        team.externalGroupId === null ? undefined : organization.externalGroups.get(team.externalGroupId);
      return ok({ groups: group === undefined ? [] : [simpleGroupJson(group)] });
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/external-groups',
    need: NEEDS.readTeams,
    handle: (call) => ok({ groups: [...managed(call).externalGroups.values()].map(simpleGroupJson) }),
  },
  {
    method: 'GET',
    path: '/orgs/{org}/external-group/{group_id}',
    need: NEEDS.readTeams,
    handle: (call) => {
      const organization = managed(call);
      const group = organization.externalGroups.get(numberParam(call, 'group_id'));
      if (group === undefined) throw notFound();
      const teams = [...organization.teams.values()].filter(
        ({ externalGroupId }) => externalGroupId === group.id,
      );
      return ok({
        ...simpleGroupJson(group),
        teams: teams.map(({ id, name }) => ({ team_id: id, team_name: name })),
        members: group.members.map((id) => {
          const user = call.world.user(id);
          return {
            member_id: id,
            member_login: user.login,
            member_name: user.name ?? user.login,
            member_email: user.email ?? '',
          };
        }),
      });
    },
  },
];

function groupTeam(call: GithubCall): GithubTeamPlace {
  const place = teamOf(call);
  if (place.team.source === 'enterprise') {
    throw new GithubRefusal(422, 'This endpoint does not support enterprise teams.');
  }
  if (place.organization.plan !== 'enterprise') throw notFound();
  return place;
}

/** External groups belong to enterprises with managed users. */
function managed(call: GithubCall): GithubOrganizationRecord {
  const organization = organizationOf(call);
  if (organization.managedUsers === null) throw notFound();
  return organization;
}

function syncGroupJson(name: string) {
  return { group_id: name, group_name: name, group_description: '' };
}

function simpleGroupJson({ id, name, updatedAt }: GithubExternalGroupRecord) {
  return { group_id: id, group_name: name, updated_at: new Date(updatedAt).toISOString() };
}
