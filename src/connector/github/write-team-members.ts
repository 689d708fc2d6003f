import type { GroupPath, MemberId } from '../../resource/identifiers.ts';
import type { Outcome } from '../../source/outcome.ts';
import { decodeJson } from '../protocol/json-object.ts';
import { GITHUB_PATHS } from './github-endpoint.ts';
import type { GithubTeam } from './github-facts.ts';
import { GITHUB_DONE, type GithubWriteContext, looksLike, makeStep } from './github-write-step.ts';
import { enterTeam, teamAt } from './known-teams.ts';

export async function addTeamMember(
  writeContext: GithubWriteContext,
  path: GroupPath,
  member: MemberId,
  asked: string | null,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const role = teamRole(asked);
  const team = teamAt(writeContext, path);
  if (!team.ok) return team;
  const person = index.people.get(member);
  const invitation = index.invitations.get(member);
  // Put in again as a member, a maintainer would be one no more.
  if (person !== undefined && team.value.members.some((one) => one.person.id === person.id))
    return GITHUB_DONE;
  if (invitation?.teamIds.includes(team.value.id) === true) return GITHUB_DONE;
  const { login: org } = endpoint;
  const username = person?.login ?? invitation?.login ?? member;
  const parameters = { org, team_slug: team.value.slug, username };
  const made = await makeStep(writeContext, {
    name: `${username} in team ${team.value.slug}`,
    path: `${GITHUB_PATHS.team(org, team.value.slug)}/memberships/${encodeURIComponent(username)}`,
    request: {
      route: 'PUT /orgs/{org}/teams/{team_slug}/memberships/{username}',
      parameters: { ...parameters, role },
    },
    isDone: () =>
      looksLike(
        writeContext,
        { route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}', parameters },
        () => true,
        false,
      ),
  });
  if (!made.ok) return made;
  if (invitation !== undefined) {
    index.invitations.set(member, { ...invitation, teamIds: [...invitation.teamIds, team.value.id] });
  } else if (person !== undefined) {
    enterTeam(writeContext, path, {
      ...team.value,
      members: [...team.value.members, { person, role }],
    });
  }
  return GITHUB_DONE;
}

/** Somebody who is in the team is a maintainer of it, or no more. */
export async function setTeamMemberRole(
  writeContext: GithubWriteContext,
  path: GroupPath,
  member: MemberId,
  asked: string | null,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const role = teamRole(asked);
  const team = teamAt(writeContext, path);
  if (!team.ok) return team;
  const person = index.people.get(member);
  const { login: org } = endpoint;
  const username = person?.login ?? member;
  const parameters = { org, team_slug: team.value.slug, username };
  const made = await makeStep(writeContext, {
    name: `${username} as ${role} of team ${team.value.slug}`,
    path: `${GITHUB_PATHS.team(org, team.value.slug)}/memberships/${encodeURIComponent(username)}`,
    request: {
      route: 'PUT /orgs/{org}/teams/{team_slug}/memberships/{username}',
      parameters: { ...parameters, role },
    },
    isDone: () =>
      looksLike(
        writeContext,
        { route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}', parameters },
        (body) => {
          const told = decodeJson(body, (o) => o.text('role'));
          return told.ok && told.value === role;
        },
        false,
      ),
  });
  if (!made.ok) return made;
  enterTeam(writeContext, path, {
    ...team.value,
    members: team.value.members.map((one) => (one.person.id === person?.id ? { ...one, role } : one)),
  });
  return GITHUB_DONE;
}

function teamRole(asked: string | null): 'maintainer' | 'member' {
  return asked === 'maintainer' ? 'maintainer' : 'member';
}

export async function removeTeamMember(
  writeContext: GithubWriteContext,
  path: GroupPath,
  member: MemberId,
): Promise<Outcome<null>> {
  const { index } = writeContext;
  const team = index.teams.get(path);
  if (team === undefined) return GITHUB_DONE;
  const person = index.people.get(member);
  const invitation = index.invitations.get(member);
  const out = await takeOut(writeContext, team, person?.login ?? invitation?.login ?? member);
  if (!out.ok) return out;
  if (invitation !== undefined) {
    index.invitations.set(member, {
      ...invitation,
      teamIds: invitation.teamIds.filter((id) => id !== team.id),
    });
  }
  enterTeam(writeContext, path, {
    ...team,
    members: team.members.filter((one) => one.person.id !== person?.id),
  });
  return GITHUB_DONE;
}

export async function takeOut(
  writeContext: GithubWriteContext,
  { slug }: GithubTeam,
  username: string,
): Promise<Outcome<null>> {
  const { login: org } = writeContext.endpoint;
  const parameters = { org, team_slug: slug, username };
  const made = await makeStep(writeContext, {
    name: `${username} in team ${slug}`,
    path: `${GITHUB_PATHS.team(org, slug)}/memberships/${encodeURIComponent(username)}`,
    request: { route: 'DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}', parameters },
    // Whoever is in a team below is found here too: then nothing is known of it.
    isDone: () =>
      looksLike(
        writeContext,
        { route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}', parameters },
        () => false,
        true,
      ),
  });
  return made.ok ? GITHUB_DONE : made;
}
