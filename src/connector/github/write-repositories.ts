import type { GroupPath, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import type { ScopeAttributes } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { numberOf, textOf } from './github-conventions.ts';
import { GITHUB_PATHS, githubOrigin } from './github-endpoint.ts';
import type { GithubTeam } from './github-facts.ts';
import { GITHUB_DONE, type GithubWriteContext, lookAt, looksLike, makeStep } from './github-write-step.ts';
import { teamAt } from './known-teams.ts';
import { readTeamRepositories } from './read-by-rest.ts';
import { apiName, permissionFor } from './role-words.ts';
import { repositoryAt } from './write-collaborators.ts';

const REPOSITORY = 'GET /repos/{owner}/{repo}';

/** Creates an empty, private repository: whoever wants it public says so on GitHub. */
export async function createRepository(
  writeContext: GithubWriteContext,
  { path, title }: ScopeAttributes,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  if (index.repositories.has(path)) return GITHUB_DONE;
  const look = { route: REPOSITORY, parameters: { owner: endpoint.login, repo: title } } as const;
  const made = await makeStep(writeContext, {
    name: `repository ${title}`,
    path: GITHUB_PATHS.repository(endpoint.login, title),
    request: {
      route: 'POST /orgs/{org}/repos',
      parameters: { org: endpoint.login, name: title, private: true },
    },
    isDone: () => looksLike(writeContext, look, (body) => textOf(body, 'name') === title, false),
  });
  if (!made.ok) return made;
  const found = made.value === null ? await lookAt(writeContext, look) : success({ body: made.value.body });
  if (!found.ok) return found;
  const id = numberOf(found.value?.body, 'id');
  if (id === null) {
    const origin = githubOrigin(endpoint, GITHUB_PATHS.repository(endpoint.login, title));
    return failure(
      diagnostic('connector-protocol', `The answer about repository ${title} has no id`, origin),
    );
  }
  index.repositories.set(path, { id, name: title, archived: false, collaborators: [], invitations: [] });
  return GITHUB_DONE;
}

/** The name as it is spelled, or another one. */
export async function renameRepository(
  writeContext: GithubWriteContext,
  path: ScopePath,
  title: string,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const repository = repositoryAt(writeContext, path);
  if (!repository.ok) return repository;
  const { name } = repository.value;
  const made = await makeStep(writeContext, {
    name: `repository ${name}`,
    path: GITHUB_PATHS.repository(endpoint.login, name),
    request: {
      route: 'PATCH /repos/{owner}/{repo}',
      parameters: { owner: endpoint.login, repo: name, name: title },
    },
    isDone: () =>
      looksLike(
        writeContext,
        { route: REPOSITORY, parameters: { owner: endpoint.login, repo: title } },
        (body) => textOf(body, 'name') === title,
        false,
      ),
  });
  if (!made.ok) return made;
  index.repositories.set(path, { ...repository.value, name: title });
  return GITHUB_DONE;
}

/** The one role of a team on a repository, changed in place. */
export async function setTeamRole(
  writeContext: GithubWriteContext,
  scope: ScopePath,
  group: GroupPath,
  role: RoleKey,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const permission = permissionFor(role, index);
  const name = apiName(role, index);
  return changeTeamRole(writeContext, scope, group, name, (team, repo) => ({
    route: 'PUT /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}',
    parameters: { org: endpoint.login, team_slug: team.slug, owner: endpoint.login, repo, permission },
  }));
}

export async function removeTeamRole(
  writeContext: GithubWriteContext,
  scope: ScopePath,
  group: GroupPath,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  if (!index.teams.has(group) || !index.repositories.has(scope)) return GITHUB_DONE;
  return changeTeamRole(writeContext, scope, group, null, (team, repo) => ({
    route: 'DELETE /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}',
    parameters: { org: endpoint.login, team_slug: team.slug, owner: endpoint.login, repo },
  }));
}

async function changeTeamRole(
  writeContext: GithubWriteContext,
  scope: ScopePath,
  group: GroupPath,
  role: string | null,
  request: (team: GithubTeam, repository: string) => Parameters<typeof makeStep>[1]['request'],
): Promise<Outcome<null>> {
  const { endpoint, index, client } = writeContext;
  const team = teamAt(writeContext, group);
  if (!team.ok) return team;
  const repository = repositoryAt(writeContext, scope);
  if (!repository.ok) return repository;
  const { id, name } = repository.value;
  const { slug } = team.value;
  const before = team.value.repositories.find((one) => one.id === id)?.role;
  const made = await makeStep(writeContext, {
    name: `access of team ${slug} to ${name}`,
    path: GITHUB_PATHS.teamRepository(endpoint.login, slug, name),
    request: request(team.value, name),
    isDone: async () => {
      const now = await readTeamRepositories(client, endpoint, slug);
      if (!now.ok) return now;
      const shown = now.value.find((one) => one.id === id)?.role;
      // What a parent gives is still shown where the team's own grant is gone.
      return success(role === null ? shown === undefined || shown !== before : shown === role);
    },
  });
  if (!made.ok) return made;
  const others = (index.teams.get(group) ?? team.value).repositories.filter((one) => one.id !== id);
  index.teams.set(group, {
    ...(index.teams.get(group) ?? team.value),
    repositories: role === null ? others : [...others, { id, name, role }],
  });
  return GITHUB_DONE;
}
