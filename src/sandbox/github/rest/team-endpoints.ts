import { created, type GithubCall, NO_CONTENT, ok, type StandInEndpoint } from '../door/github-call.ts';
import { validationFailed } from '../rules/github-refusal.ts';
import { changeTeam, createTeam, deleteTeam, type GithubTeamChange } from '../rules/team-changes.ts';
import { childTeams } from '../rules/team-tree.ts';
import type {
  GithubOrganizationRecord,
  GithubTeamRecord,
  GithubUserRecord,
} from '../world/github-records.ts';
import { repositoryByName, teamBySlug } from '../world/github-world.ts';
import {
  choiceIn,
  choiceInQuery,
  isText,
  listIn,
  requiredTextIn,
  textIn,
  wholeNumberIn,
} from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { actorLogin, mayManage, organizationOf, refuseUnlessTeamAdmin, teamOf } from './place.ts';
import { teamFullJson, teamJson } from './team-json.ts';
import { onTeam } from './team-paths.ts';

export const TEAM_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/teams',
    need: NEEDS.readTeams,
    handle: (call) => {
      const organization = organizationOf(call);
      const type = choiceInQuery(call, 'team_type', ['all', 'enterprise', 'organization'], 'all');
      const teams = visibleTeams(call, organization).filter(
        ({ source }) => type === 'all' || (type === 'enterprise') === (source === 'enterprise'),
      );
      return page(call, teams, (team) => teamJson(organization, team, call.origin));
    },
  },
  {
    method: 'POST',
    path: '/orgs/{org}/teams',
    need: NEEDS.createTeams,
    createsContent: true,
    handle: (call) => {
      const organization = organizationOf(call);
      const creator = call.actor.kind === 'user' ? call.actor.user : null;
      const change = { ...changeIn(call, organization), name: requiredTextIn(call, 'name') };
      const maintainers = maintainersIn(call);
      const repositories = listIn(call, 'repo_names', isText).map((name) =>
        namedRepository(organization, name),
      );
      const team = createTeam(call.world, organization, creator, { ...change, maintainers });
      for (const id of repositories) team.repositories.set(id, 'read');
      call.world.record(organization, { action: 'team.create', actor: actorLogin(call), team: team.slug });
      return created(teamFullJson(organization, team, call.origin));
    },
  },
  ...onTeam('', {
    method: 'GET',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      return ok(teamFullJson(organization, team, call.origin));
    },
  }),
  ...onTeam('', {
    method: 'PATCH',
    need: NEEDS.writeTeams,
    handle: (call) => {
      const place = teamOf(call);
      refuseUnlessTeamAdmin(call, place);
      const { organization, team } = place;
      const changed = changeTeam(call.world, organization, team, changeIn(call, organization));
      if (changed) {
        call.world.record(organization, { action: 'team.update', actor: actorLogin(call), team: team.slug });
      }
      // 200 is "when the updated information already exists".
      return (changed ? created : ok)(teamFullJson(organization, team, call.origin));
    },
  }),
  ...onTeam('', {
    method: 'DELETE',
    need: NEEDS.writeTeams,
    handle: (call) => {
      const place = teamOf(call);
      refuseUnlessTeamAdmin(call, place);
      deleteTeam(place.organization, place.team);
      const { slug } = place.team;
      call.world.record(place.organization, { action: 'team.destroy', actor: actorLogin(call), team: slug });
      return NO_CONTENT;
    },
  }),
  ...onTeam('/teams', {
    method: 'GET',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      return page(call, childTeams(organization, team), (child) =>
        teamJson(organization, child, call.origin),
      );
    },
  }),
];

/** A secret team is "only visible to organization owners and members of this team". */
function visibleTeams(call: GithubCall, organization: GithubOrganizationRecord): readonly GithubTeamRecord[] {
  const teams = [...organization.teams.values()];
  const { actor } = call;
  if (mayManage(call, organization) || actor.kind !== 'user') return teams;
  return teams.filter(({ privacy, members }) => privacy === 'closed' || members.has(actor.user.id));
}

function changeIn(call: GithubCall, organization: GithubOrganizationRecord): GithubTeamChange {
  const name = textIn(call, 'name');
  const description = textIn(call, 'description');
  const privacy = choiceIn(call, 'privacy', ['closed', 'secret']);
  const settings = ['notifications_enabled', 'notifications_disabled'] as const;
  const notifications = choiceIn(call, 'notification_setting', settings);
  // Version 2026-03-10 has it no more.
  const old = call.version === '2022-11-28';
  const permission = old ? choiceIn(call, 'permission', ['pull', 'push', 'admin']) : undefined;
  const parentId = parentIn(call, organization);
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(privacy === undefined ? {} : { privacy }),
    ...(notifications === undefined ? {} : { notifications: notifications === 'notifications_enabled' }),
    ...(permission === undefined ? {} : { permission }),
    ...(parentId === undefined ? {} : { parentId }),
  };
}

/** By number or by slug: "Ignored when `parent_team_id` is also provided." null makes it a team at the top. */
function parentIn(call: GithubCall, organization: GithubOrganizationRecord): number | null | undefined {
  if (call.body.parent_team_id === null) return null;
  const id = wholeNumberIn(call, 'parent_team_id');
  if (id !== undefined) return id;
  if (call.body.parent_team_slug === null) return null;
  const slug = textIn(call, 'parent_team_slug');
  if (slug === undefined) return undefined;
  const parent = teamBySlug(organization, slug);
  if (parent === undefined) throw validationFailed('Team', 'parent_team_slug', 'invalid', 'No such team');
  return parent.id;
}

function maintainersIn(call: GithubCall): readonly GithubUserRecord[] {
  return listIn(call, 'maintainers', isText).map((login) => {
    const user = call.world.userByLogin(login);
    if (user === undefined) throw validationFailed('Team', 'maintainers', 'invalid', `${login} is no user`);
    return user;
  });
}

function namedRepository(organization: GithubOrganizationRecord, fullName: string): number {
  const repository = repositoryByName(organization, fullName.slice(fullName.indexOf('/') + 1));
  if (repository === undefined)
    throw validationFailed('Team', 'repo_names', 'invalid', `${fullName} is no repository`);
  return repository.id;
}
