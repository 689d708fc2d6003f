import type { GithubCall } from '../door/github-call.ts';
import { forbidden, notFound } from '../rules/github-refusal.ts';
import type {
  GithubOrganizationRecord,
  GithubRepositoryRecord,
  GithubTeamRecord,
  GithubUserRecord,
} from '../world/github-records.ts';
import { fold, repositoryByName, teamBySlug } from '../world/github-world.ts';
import { numberParam, pathParam } from './call-input.ts';

/** What the parameters of a path name. Not found is 404, as it is for what a caller must not see. */

/** "API requests that use the old organization's name will return a 404 error." */
export function organizationOf(call: GithubCall): GithubOrganizationRecord {
  const { org, org_id } = call.params;
  const found =
    org === undefined
      ? call.world.organizations.get(org_id === undefined ? Number.NaN : numberParam(call, 'org_id'))
      : call.world.organizationByLogin(org);
  if (found === undefined) throw notFound();
  return found;
}

export interface GithubTeamPlace {
  readonly organization: GithubOrganizationRecord;
  readonly team: GithubTeamRecord;
}

/** By slug, or by number with and without the organization's. */
export function teamOf(call: GithubCall): GithubTeamPlace {
  const { team_id: id, org_id } = call.params;
  if (id !== undefined) {
    const found = call.world.teamById(numberParam(call, 'team_id'));
    const elsewhere = org_id !== undefined && found?.organization.id !== numberParam(call, 'org_id');
    if (found === undefined || elsewhere) throw notFound();
    return found;
  }
  const organization = organizationOf(call);
  const team = teamBySlug(organization, pathParam(call, 'team_slug'));
  if (team === undefined) throw notFound();
  return { organization, team };
}

export interface GithubRepositoryPlace {
  readonly organization: GithubOrganizationRecord;
  readonly repository: GithubRepositoryRecord;
  /** The path has a name that the repository had before. */
  readonly moved: boolean;
}

export function repositoryOf(call: GithubCall): GithubRepositoryPlace {
  const { owner = '', repo = '', repository_id } = call.params;
  if (repository_id !== undefined) {
    for (const organization of call.world.organizations.values()) {
      const repository = organization.repositories.get(numberParam(call, 'repository_id'));
      if (repository !== undefined) return { organization, repository, moved: false };
    }
    throw notFound();
  }
  const organization = call.world.organizationByLogin(owner);
  const repository = organization && repositoryByName(organization, repo);
  if (organization === undefined || repository === undefined) throw notFound();
  return { organization, repository, moved: fold(repository.name) !== fold(repo) };
}

export function userOf(call: GithubCall): GithubUserRecord {
  const user = call.world.userByLogin(pathParam(call, 'username'));
  if (user === undefined) throw notFound();
  return user;
}

/** null for an App: it is nobody. */
export function actorId(call: GithubCall): number | null {
  return call.actor.kind === 'user' ? call.actor.user.id : null;
}

export function actorLogin(call: GithubCall): string {
  switch (call.actor.kind) {
    case 'user':
      return call.actor.user.login;
    case 'installation':
      return `${call.actor.slug}[bot]`;
    case 'app':
      return `app ${call.actor.appId}`;
  }
}

/** An owner, or an App with the permission that was asked for already. */
export function mayManage(call: GithubCall, organization: GithubOrganizationRecord): boolean {
  if (call.actor.kind === 'installation') return call.actor.organizationId === organization.id;
  return call.actor.kind === 'user' && organization.members.get(call.actor.user.id) === 'admin';
}

/** "… must either be an organization owner or a team maintainer." */
export function refuseUnlessTeamAdmin(call: GithubCall, { organization, team }: GithubTeamPlace): void {
  const maintains = call.actor.kind === 'user' && team.members.get(call.actor.user.id) === 'maintainer';
  if (!maintains && !mayManage(call, organization))
    throw forbidden('You must be an owner or a team maintainer.');
}
