import { ok, type StandInEndpoint } from '../door/github-call.ts';
import { GithubRefusal } from '../rules/github-refusal.ts';
import { effectiveRole } from '../rules/repository-access.ts';
import type { GithubOrganizationRecord } from '../world/github-records.ts';
import { choiceIn, choiceInQuery, textIn } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { organizationFullJson, organizationPublicJson } from './organization-json.ts';
import { page } from './page.ts';
import { actorId, mayManage, organizationOf } from './place.ts';
import { repositoryJson } from './repository-json.ts';

const KEPT = [
  'billing_email',
  'company',
  'email',
  'location',
  'blog',
  'members_can_create_repositories',
  'members_can_create_internal_repositories',
  'members_can_create_private_repositories',
  'members_can_create_public_repositories',
  'members_can_create_teams',
  'members_can_fork_private_repositories',
  'members_can_invite_outside_collaborators',
  'members_can_delete_repositories',
  'web_commit_signoff_required',
];

export const ORGANIZATION_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/orgs/{org}',
    need: NEEDS.readOrganization,
    handle: (call) => {
      const organization = organizationOf(call);
      const full = mayManage(call, organization);
      return ok((full ? organizationFullJson : organizationPublicJson)(organization, call.origin));
    },
  },
  {
    method: 'PATCH',
    path: '/orgs/{org}',
    need: NEEDS.writeOrganization,
    handle: (call) => {
      const organization = organizationOf(call);
      const base = choiceIn(call, 'default_repository_permission', ['read', 'write', 'admin', 'none']);
      organization.basePermission = base ?? organization.basePermission;
      organization.name = textIn(call, 'name') ?? organization.name;
      for (const name of KEPT)
        if (call.body[name] !== undefined) organization.settings.set(name, call.body[name]);
      organization.updatedAt = call.world.clock.now();
      return ok(organizationFullJson(organization, call.origin));
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/repos',
    need: NEEDS.readRepository,
    handle: (call) => {
      const organization = organizationOf(call);
      const id = actorId(call);
      const types = ['all', 'public', 'private', 'forks', 'sources', 'member', 'internal'] as const;
      const type = choiceInQuery(call, 'type', types, 'all');
      const repositories = [...organization.repositories.values()].filter((repository) => {
        if (type === 'public' || type === 'internal') return repository.visibility === type;
        if (type === 'private') return repository.visibility !== 'public';
        return type !== 'forks';
      });
      const seen = repositories.map((repository) => ({
        repository,
        role: id === null ? 'admin' : effectiveRole(organization, repository, id),
      }));
      return page(
        call,
        seen.filter(({ role }) => role !== null),
        ({ repository, role }) => repositoryJson(organization, repository, role, call.origin),
      );
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/audit-log',
    need: NEEDS.readAuditLog,
    handle: (call) => {
      const organization = organizationOf(call);
      // "The audit log API exists for organizations that use GitHub Enterprise Cloud."
      if (organization.plan !== 'enterprise') throw new GithubRefusal(404, 'Not Found');
      const events = auditEvents(organization, call.query.get('order'));
      const phrase = call.query.get('phrase');
      return page(call, phrase === null ? events : events.filter(fitting(phrase)), (event) => event);
    },
  },
];

/** "actor, user, action, repo, created": each word of a phrase has to fit. `created:>=` and a day is all that is played. */
function fitting(phrase: string) {
  const words = phrase.split(/\s+/).filter((word) => word !== '');
  return (event: ReturnType<typeof auditEvents>[number]): boolean =>
    words.every((word) => {
      const [name, value = ''] = [word.slice(0, word.indexOf(':')), word.slice(word.indexOf(':') + 1)];
      switch (name) {
        case 'actor':
          return event.actor.toLowerCase() === value.toLowerCase();
        case 'user':
          return event.user?.toLowerCase() === value.toLowerCase();
        case 'action':
          return event.action === value || event.action.startsWith(`${value}.`);
        case 'created':
          return event.created_at >= Date.parse(value.replace(/^>=/, ''));
        default:
          throw new GithubRefusal(422, `${name} is no word of a phrase that is played here`);
      }
    });
}

function auditEvents(organization: GithubOrganizationRecord, order: string | null) {
  const events = organization.events.map(
    ({ at, action, actor, actorId, user, userId, team, repo }, number) => ({
      '@timestamp': at,
      created_at: at,
      _document_id: `${organization.id}-${number}`,
      action,
      actor,
      ...(actorId === undefined ? {} : { actor_id: actorId }),
      org: organization.login,
      ...(user === undefined ? {} : { user }),
      ...(userId === undefined ? {} : { user_id: userId }),
      ...(team === undefined ? {} : { team: `${organization.login}/${team}` }),
      ...(repo === undefined ? {} : { repo: `${organization.login}/${repo}` }),
    }),
  );
  return order === 'asc' ? events : events.reverse();
}
