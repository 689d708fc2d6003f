import { created, type GithubCall, NO_CONTENT, ok, type StandInEndpoint } from '../door/github-call.ts';
import { forbidden, type GithubRefusal, notFound, validationFailed } from '../rules/github-refusal.ts';
import { baseRoleOf, effectiveRole, rankOf, teamRepositories } from '../rules/repository-access.ts';
import type { GithubOrganizationRecord, GithubRepositoryRecord } from '../world/github-records.ts';
import { noWork } from '../world/github-work.ts';
import { fold, repositoryByName } from '../world/github-world.ts';
import { choiceIn, flagIn, requiredTextIn, textIn } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import {
  actorId,
  actorLogin,
  type GithubRepositoryPlace,
  mayManage,
  organizationOf,
  repositoryOf,
} from './place.ts';
import { repositoryFullJson } from './repository-json.ts';
import { teamOnRepositoryJson } from './team-json.ts';

const VISIBILITIES = ['public', 'private', 'internal'] as const;
/** A repository has its own paths by number too: that is where redirects lead. */
const PREFIXES = ['/repos/{owner}/{repo}', '/repositories/{repository_id}'];

export function onRepository(
  rest: string,
  endpoint: Omit<StandInEndpoint, 'path'>,
): readonly StandInEndpoint[] {
  return PREFIXES.map((prefix) => ({ ...endpoint, path: `${prefix}${rest}` }));
}

export const REPOSITORY_ENDPOINTS: readonly StandInEndpoint[] = [
  ...onRepository('', {
    method: 'GET',
    need: NEEDS.readRepository,
    handle: (call) => {
      const { organization, repository, role } = visible(call);
      return ok(repositoryFullJson(organization, repository, role, call.origin));
    },
  }),
  ...onRepository('', {
    method: 'PATCH',
    need: NEEDS.writeRepositoryAccess,
    handle: (call) => {
      const { organization, repository } = administered(call);
      // An archived repository can be opened again, and nothing else.
      if (repository.archived && flagIn(call, 'archived') !== false) refuseArchived(repository);
      change(call, organization, repository);
      return ok(repositoryFullJson(organization, repository, 'admin', call.origin));
    },
  }),
  ...onRepository('', {
    method: 'DELETE',
    need: NEEDS.writeRepositoryAccess,
    handle: (call) => {
      const { organization, repository } = administered(call);
      organization.repositories.delete(repository.id);
      for (const [name, id] of organization.repositoryNames) {
        if (id === repository.id) organization.repositoryNames.delete(name);
      }
      for (const team of organization.teams.values()) team.repositories.delete(repository.id);
      call.world.record(organization, {
        action: 'repo.destroy',
        actor: actorLogin(call),
        repo: repository.name,
      });
      return NO_CONTENT;
    },
  }),
  {
    method: 'POST',
    path: '/orgs/{org}/repos',
    need: { ...NEEDS.writeRepositoryAccess, by: 'member' },
    createsContent: true,
    handle: (call) => {
      const organization = organizationOf(call);
      const repository = create(call, organization);
      call.world.record(organization, {
        action: 'repo.create',
        actor: actorLogin(call),
        repo: repository.name,
      });
      return created(repositoryFullJson(organization, repository, 'admin', call.origin));
    },
  },
  ...onRepository('/teams', {
    method: 'GET',
    need: NEEDS.readRepositoryAccess,
    handle: (call) => {
      const { organization, repository } = administered(call);
      const teams = [...organization.teams.values()].flatMap((team) => {
        const role = teamRepositories(organization, team).get(repository.id);
        return role === undefined ? [] : [{ team, role }];
      });
      return page(call, teams, ({ team, role }) => {
        const source = team.repositories.has(repository.id) ? 'direct' : 'organization';
        return teamOnRepositoryJson(organization, team, role, source, call.origin);
      });
    },
  }),
];

/** A private repository is not there for who may not read it. */
export function visible(call: GithubCall): GithubRepositoryPlace & { readonly role: string } {
  const place = repositoryOf(call);
  const id = actorId(call);
  const manages = mayManage(call, place.organization);
  const role = manages
    ? 'admin'
    : id === null
      ? null
      : effectiveRole(place.organization, place.repository, id);
  if (role === null) throw notFound();
  return { ...place, role };
}

/** "… the authenticated user must be an administrator of the repository." */
export function administered(call: GithubCall): GithubRepositoryPlace {
  const place = visible(call);
  if (baseRoleOf(place.organization, place.role) !== 'admin') {
    throw forbidden('Must have admin rights to Repository.');
  }
  return place;
}

/** "The authenticated user must have write, maintain, or admin privileges on the repository." */
export function pushed(call: GithubCall): GithubRepositoryPlace {
  const place = visible(call);
  if (rankOf(place.organization, place.role) < rankOf(place.organization, 'write')) {
    throw forbidden('Must have push access to view repository collaborators.');
  }
  return place;
}

export function refuseArchived({ archived }: GithubRepositoryRecord): void {
  if (archived) throw forbidden('Repository was archived so is read-only.');
}

function change(
  call: GithubCall,
  organization: GithubOrganizationRecord,
  repository: GithubRepositoryRecord,
): void {
  const name = textIn(call, 'name');
  const visibility = visibilityIn(call, organization);
  if (name !== undefined && fold(name) !== fold(repository.name)) {
    const other = repositoryByName(organization, name);
    if (other !== undefined && other !== repository && fold(other.name) === fold(name)) throw taken();
  }
  repository.visibility = visibility ?? repository.visibility;
  repository.archived = flagIn(call, 'archived') ?? repository.archived;
  repository.description = textIn(call, 'description') ?? repository.description;
  if (name !== undefined) {
    // The name it had leads here until something else takes it.
    repository.name = name;
    organization.repositoryNames.set(fold(name), repository.id);
  }
  repository.updatedAt = call.world.clock.now();
}

function create(call: GithubCall, organization: GithubOrganizationRecord): GithubRepositoryRecord {
  const name = requiredTextIn(call, 'name');
  const present = repositoryByName(organization, name);
  if (present !== undefined && fold(present.name) === fold(name)) throw taken();
  const now = call.world.clock.now();
  const creator = actorId(call);
  const repository: GithubRepositoryRecord = {
    id: call.world.nextNumber(),
    name,
    visibility: visibilityIn(call, organization) ?? 'public',
    archived: false,
    description: textIn(call, 'description') ?? null,
    // Who makes one administers it.
    collaborators: new Map(creator === null || mayManage(call, organization) ? [] : [[creator, 'admin']]),
    invitations: new Map(),
    work: noWork(),
    createdAt: now,
    updatedAt: now,
  };
  organization.repositories.set(repository.id, repository);
  organization.repositoryNames.set(fold(name), repository.id);
  return repository;
}

function visibilityIn(call: GithubCall, organization: GithubOrganizationRecord) {
  const hidden = flagIn(call, 'private');
  const visibility = choiceIn(call, 'visibility', VISIBILITIES);
  if (visibility === 'internal' && organization.plan !== 'enterprise') {
    throw validationFailed('Repository', 'visibility', 'invalid', 'Only for organizations of an enterprise');
  }
  if (visibility !== undefined || hidden === undefined) return visibility;
  return hidden ? 'private' : 'public';
}

function taken(): GithubRefusal {
  return validationFailed('Repository', 'name', 'custom', 'name already exists on this account');
}
