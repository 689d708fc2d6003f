import { type GithubCall, NO_CONTENT, ok, type StandInEndpoint } from '../door/github-call.ts';
import { forbidden, notFound, validationFailed } from '../rules/github-refusal.ts';
import { effectiveRole, teamRepositories } from '../rules/repository-access.ts';
import type { GithubRepositoryRecord } from '../world/github-records.ts';
import { repositoryByName } from '../world/github-world.ts';
import { pathParam, textIn } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { actorLogin, type GithubTeamPlace, mayManage, refuseUnlessTeamAdmin, teamOf } from './place.ts';
import { refuseArchived } from './repository-endpoints.ts';
import { repositoryFullJson, repositoryJson } from './repository-json.ts';
import { fromRestPermission } from './repository-role.ts';
import { onTeam } from './team-paths.ts';

const WITH_PERMISSIONS = 'application/vnd.github.v3.repository+json';

export const TEAM_REPOSITORY_ENDPOINTS: readonly StandInEndpoint[] = [
  ...onTeam('/repos', {
    method: 'GET',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      const grants = [...teamRepositories(organization, team)].flatMap(([id, role]) => {
        const repository = organization.repositories.get(id);
        return repository === undefined ? [] : [{ repository, role }];
      });
      return page(call, grants, ({ repository, role }) =>
        repositoryJson(organization, repository, role, call.origin),
      );
    },
  }),
  ...onTeam('/repos/{owner}/{repo}', {
    method: 'GET',
    need: NEEDS.readTeams,
    handle: (call) => {
      const { organization, team } = teamOf(call);
      const own = ownRepository(call, organization.login);
      const repository = own ? repositoryByName(organization, pathParam(call, 'repo')) : undefined;
      const role = repository && teamRepositories(organization, team).get(repository.id);
      if (repository === undefined || role === undefined) throw notFound();
      if (!call.accept.includes(WITH_PERMISSIONS)) return NO_CONTENT;
      return ok(repositoryFullJson(organization, repository, role, call.origin));
    },
  }),
  ...onTeam('/repos/{owner}/{repo}', {
    method: 'PUT',
    need: NEEDS.writeTeamRepositories,
    handle: (call) => {
      const place = teamOf(call);
      const { organization, team } = place;
      const repository = writableRepository(call, place);
      const permission = textIn(call, 'permission') ?? team.permission;
      team.repositories.set(repository.id, fromRestPermission(organization, permission));
      record(call, place, 'team.add_repository', repository);
      return NO_CONTENT;
    },
  }),
  ...onTeam('/repos/{owner}/{repo}', {
    method: 'DELETE',
    need: NEEDS.writeTeamRepositories,
    handle: (call) => {
      const place = teamOf(call);
      const repository = repositoryByName(place.organization, pathParam(call, 'repo'));
      if (repository === undefined || !ownRepository(call, place.organization.login)) throw notFound();
      if (!isRepositoryAdmin(call, place, repository)) refuseUnlessTeamAdmin(call, place);
      refuseArchived(repository);
      place.team.repositories.delete(repository.id);
      record(call, place, 'team.remove_repository', repository);
      return NO_CONTENT;
    },
  }),
];

/** "… a `422` if you attempt to add a repository to a team that is not owned by the organization." */
function writableRepository(call: GithubCall, place: GithubTeamPlace): GithubRepositoryRecord {
  if (!ownRepository(call, place.organization.login)) {
    throw validationFailed(
      'Team',
      'repository',
      'invalid',
      'The repository is not owned by the organization',
    );
  }
  const repository = repositoryByName(place.organization, pathParam(call, 'repo'));
  if (repository === undefined) throw notFound();
  if (!isRepositoryAdmin(call, place, repository)) throw forbidden('Must have admin rights to Repository.');
  refuseArchived(repository);
  return repository;
}

function ownRepository(call: GithubCall, login: string): boolean {
  return pathParam(call, 'owner').toLowerCase() === login.toLowerCase();
}

function isRepositoryAdmin(
  call: GithubCall,
  { organization }: GithubTeamPlace,
  repository: GithubRepositoryRecord,
): boolean {
  if (mayManage(call, organization)) return true;
  return (
    call.actor.kind === 'user' && effectiveRole(organization, repository, call.actor.user.id) === 'admin'
  );
}

function record(
  call: GithubCall,
  { organization, team }: GithubTeamPlace,
  action: string,
  repository: GithubRepositoryRecord,
): void {
  call.world.record(organization, {
    action,
    actor: actorLogin(call),
    team: team.slug,
    repo: repository.name,
  });
}
