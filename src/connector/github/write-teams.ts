import { choicesIn } from '../../resource/choices.ts';
import { type GroupPath, groupPath } from '../../resource/identifiers.ts';
import type { Entries, GroupAttributes } from '../../resource/resource.ts';
import type { OwnAttributes } from '../../resource/resource-types.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { decodeJson } from '../protocol/json-object.ts';
import { sameNames } from '../protocol/same-names.ts';
import { numberOf, textOf } from './github-conventions.ts';
import { GITHUB_PATHS, githubOrigin } from './github-endpoint.ts';
import type { GithubTeam } from './github-facts.ts';
import { GITHUB_DONE, type GithubWriteContext, lookAt, looksLike, makeStep } from './github-write-step.ts';
import { enterTeam, teamAt } from './known-teams.ts';
import { readRestList } from './rest-lists.ts';
import { personId, personShape, teamShape } from './rest-shapes.ts';
import { takeOut } from './write-team-members.ts';

const TEAM = 'GET /orgs/{org}/teams/{team_slug}';

/** Creates a team that is empty: GitHub makes whoever creates one its first member. */
export async function createTeam(
  writeContext: GithubWriteContext,
  group: GroupAttributes,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const path = groupPath(group.home, group.name);
  const { login: org } = endpoint;
  if (index.teams.has(path)) return GITHUB_DONE;
  const look = { route: TEAM, parameters: { org, team_slug: group.name } } as const;
  const made = await makeStep(writeContext, {
    name: `team ${group.name}`,
    path: GITHUB_PATHS.team(org, group.name),
    request: {
      route: 'POST /orgs/{org}/teams',
      parameters: {
        org,
        name: group.title,
        description: group.description,
        privacy: 'closed',
        ...settingParameters(group.settings),
      },
    },
    isDone: () => looksLike(writeContext, look, () => true, false),
  });
  if (!made.ok) return made;
  const found = made.value === null ? await lookAt(writeContext, look) : success({ body: made.value.body });
  if (!found.ok) return found;
  const team = decodeJson(found.value?.body, teamShape);
  if (!team.ok) return failure(undocumented(writeContext, group.name, team.fault));
  const { ofEnterprise, ...known } = team.value;
  if (known.slug !== group.name) return failure(otherSlug(writeContext, group.name, known.slug));
  enterTeam(writeContext, path, { ...known, owner: 'organization', members: [], repositories: [] });
  // Where nobody saw the answer, somebody else may have made the team, with people of their own.
  return made.value === null ? GITHUB_DONE : emptyTeam(writeContext, path);
}

async function emptyTeam(writeContext: GithubWriteContext, path: GroupPath): Promise<Outcome<null>> {
  const { endpoint, client } = writeContext;
  const team = teamAt(writeContext, path);
  if (!team.ok) return team;
  const first = await readRestList(client, endpoint, {
    name: `people of team ${team.value.slug}`,
    route: 'GET /orgs/{org}/teams/{team_slug}/members',
    parameters: { org: endpoint.login, team_slug: team.value.slug },
    item: personShape,
    id: personId,
  });
  if (!first.ok) return first;
  for (const { login } of first.value) {
    const left = await takeOut(writeContext, team.value, login);
    if (!left.ok) return left;
  }
  return GITHUB_DONE;
}

/** In the words of the API; nothing of what nobody asks for. */
function settingParameters(settings: Entries) {
  const chosen = choicesIn(settings);
  const [privacy, notifications] = [chosen.get('privacy'), chosen.get('notifications')];
  return {
    ...(privacy === undefined ? {} : { privacy }),
    ...(notifications === undefined ? {} : { notification_setting: `notifications_${notifications}` }),
  };
}

/** What GitHub is asked to make of a team. */
interface WantedTeam {
  readonly name: string;
  readonly description: string;
  readonly privacy: GithubTeam['privacy'];
  readonly notifies: boolean;
}

function wantedTeam(team: GithubTeam, { title, description, settings }: OwnAttributes<'group'>): WantedTeam {
  const chosen = choicesIn(settings);
  const [privacy, notifications] = [chosen.get('privacy'), chosen.get('notifications')];
  return {
    name: title,
    description,
    privacy: privacy === 'closed' || privacy === 'secret' ? privacy : team.privacy,
    notifies: notifications === undefined ? team.notifies : notifications === 'enabled',
  };
}

/** Name, description and what it is set to; the slug follows the name. */
export async function updateTeam(
  writeContext: GithubWriteContext,
  path: GroupPath,
  own: OwnAttributes<'group'>,
): Promise<Outcome<null>> {
  const { endpoint } = writeContext;
  const { login: org } = endpoint;
  const team = teamAt(writeContext, path);
  if (!team.ok) return team;
  const { slug } = team.value;
  const wanted = wantedTeam(team.value, own);
  const made = await makeStep(writeContext, {
    name: `team ${slug}`,
    path: GITHUB_PATHS.team(org, slug),
    request: {
      route: 'PATCH /orgs/{org}/teams/{team_slug}',
      parameters: {
        org,
        team_slug: slug,
        name: own.title,
        description: own.description,
        ...settingParameters(own.settings),
      },
    },
    isDone: () => isTeamLike(writeContext, team.value.id, wanted),
  });
  if (!made.ok) return made;
  const told = made.value === null ? null : textOf(made.value.body, 'slug');
  enterTeam(writeContext, path, { ...team.value, ...wanted, slug: told ?? slug });
  return GITHUB_DONE;
}

/** By the list: a team that has another name has another slug. */
async function isTeamLike(
  { client, endpoint }: GithubWriteContext,
  id: number,
  wanted: WantedTeam,
): Promise<Outcome<boolean>> {
  const teams = await readRestList(client, endpoint, {
    name: `teams of ${endpoint.login}`,
    route: 'GET /orgs/{org}/teams',
    parameters: { org: endpoint.login },
    item: teamShape,
    id: personId,
  });
  if (!teams.ok) return teams;
  const now = teams.value.find((team) => team.id === id);
  return success(
    now?.name === wanted.name &&
      now.description === wanted.description &&
      now.privacy === wanted.privacy &&
      now.notifies === wanted.notifies,
  );
}

/**
 * GitHub deletes all that is below a team with it, and asks nobody whether it is as it was: its people and the teams below
 * it are read once more before. Fails with live-changed.
 */
export async function deleteTeam(writeContext: GithubWriteContext, path: GroupPath): Promise<Outcome<null>> {
  const { endpoint, index, client } = writeContext;
  const team = index.teams.get(path);
  if (team === undefined) return GITHUB_DONE;
  const { login: org } = endpoint;
  const parameters = { org, team_slug: team.slug };
  const name = `team ${team.slug}`;
  const now = await lookAt(writeContext, { route: TEAM, parameters });
  if (!now.ok) return now;
  if (now.value === null) {
    index.teams.delete(path);
    return GITHUB_DONE;
  }
  const [people, below] = await Promise.all([
    readRestList(client, endpoint, {
      name: `people of ${name}`,
      route: 'GET /orgs/{org}/teams/{team_slug}/members',
      parameters,
      item: personShape,
      id: personId,
    }),
    readRestList(client, endpoint, {
      name: `teams below ${name}`,
      route: 'GET /orgs/{org}/teams/{team_slug}/teams',
      parameters,
      item: teamShape,
      id: personId,
    }),
  ]);
  if (!people.ok) return people;
  if (!below.ok) return below;
  const knownBelow = [...index.teams.values()].filter(({ parentId }) => parentId === team.id);
  const known = peopleBelow(team, [...index.teams.values()]);
  const isAsRead =
    numberOf(now.value.body, 'id') === team.id &&
    sameNames(below.value.map(personId), knownBelow.map(personId)) &&
    people.value.every((person) => known.has(person.id)) &&
    team.members.every(({ person }) => people.value.some(({ id }) => id === person.id));
  if (!isAsRead) return failure(changedTeam(writeContext, team));
  const made = await makeStep(writeContext, {
    name,
    path: GITHUB_PATHS.team(org, team.slug),
    request: { route: 'DELETE /orgs/{org}/teams/{team_slug}', parameters },
    isDone: () => looksLike(writeContext, { route: TEAM, parameters }, () => false, true),
  });
  if (!made.ok) return made;
  for (const [key, { id, parentId }] of index.teams) {
    if (id === team.id || parentId === team.id) index.teams.delete(key);
  }
  return GITHUB_DONE;
}

/** The list of a team's people has those of the teams below it too. */
function peopleBelow(team: GithubTeam, all: readonly GithubTeam[]): ReadonlySet<number> {
  const line = new Set([team]);
  for (const one of line) for (const child of all) if (child.parentId === one.id) line.add(child);
  return new Set([...line].flatMap(({ members }) => members.map(({ person }) => person.id)));
}

/** A team has one parent at most: another takes the place of the one before. */
export async function nestTeam(
  writeContext: GithubWriteContext,
  path: GroupPath,
  child: GroupPath,
): Promise<Outcome<null>> {
  const parent = teamAt(writeContext, path);
  return parent.ok ? setParent(writeContext, child, parent.value.id) : parent;
}

/** Only where the parent is still that one: who moved elsewhere meanwhile stays there. */
export async function unnestTeam(
  writeContext: GithubWriteContext,
  path: GroupPath,
  child: GroupPath,
): Promise<Outcome<null>> {
  const { index } = writeContext;
  const parent = index.teams.get(path);
  if (parent === undefined || index.teams.get(child)?.parentId !== parent.id) return GITHUB_DONE;
  return setParent(writeContext, child, null);
}

async function setParent(
  writeContext: GithubWriteContext,
  child: GroupPath,
  parentId: number | null,
): Promise<Outcome<null>> {
  const { endpoint } = writeContext;
  const team = teamAt(writeContext, child);
  if (!team.ok) return team;
  const { login: org } = endpoint;
  const parameters = { org, team_slug: team.value.slug };
  const made = await makeStep(writeContext, {
    name: `team ${team.value.slug}`,
    path: GITHUB_PATHS.team(org, team.value.slug),
    request: {
      route: 'PATCH /orgs/{org}/teams/{team_slug}',
      parameters: { ...parameters, parent_team_id: parentId },
    },
    isDone: () =>
      looksLike(
        writeContext,
        { route: TEAM, parameters },
        (body) => {
          const now = decodeJson(body, teamShape);
          return now.ok && now.value.parentId === parentId;
        },
        false,
      ),
  });
  if (!made.ok) return made;
  enterTeam(writeContext, child, { ...team.value, parentId });
  return GITHUB_DONE;
}

function changedTeam({ endpoint }: GithubWriteContext, { slug }: GithubTeam): Diagnostic {
  const origin = githubOrigin(endpoint, GITHUB_PATHS.team(endpoint.login, slug));
  return diagnostic('live-changed', `team ${slug} changed since it was read; it was left as it is`, origin);
}

function otherSlug({ endpoint }: GithubWriteContext, wanted: string, slug: string): Diagnostic {
  const origin = githubOrigin(endpoint, GITHUB_PATHS.team(endpoint.login, slug));
  return diagnostic(
    'connector-contradiction',
    `GitHub made a team ${slug} where ${wanted} was asked for`,
    origin,
  );
}

function undocumented({ endpoint }: GithubWriteContext, slug: string, fault: string): Diagnostic {
  const origin = githubOrigin(endpoint, GITHUB_PATHS.team(endpoint.login, slug));
  return diagnostic(
    'connector-protocol',
    `The answer about team ${slug} is not as GitHub documents it: ${fault}`,
    origin,
  );
}
