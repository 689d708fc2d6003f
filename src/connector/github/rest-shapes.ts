import type { JsonObject } from '../protocol/json-object.ts';
import {
  type GithubInvitation,
  type GithubPerson,
  type GithubRepositoryInvitation,
  type GithubRepositoryRole,
  type GithubTeamRepository,
  pageRole,
} from './github-facts.ts';

/** What lists of GitHub's REST API hold, read as far as anybody here looks. */

export function personShape(found: JsonObject): GithubPerson {
  return { id: found.whole('id'), login: found.text('login') };
}

export function personId({ id }: { readonly id: number }): string {
  return String(id);
}

export interface RestTeam {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly privacy: 'closed' | 'secret';
  readonly notifies: boolean;
  readonly parentId: number | null;
  readonly ofEnterprise: boolean;
}

export function teamShape(found: JsonObject): RestTeam {
  const slug = found.text('slug');
  return {
    id: found.whole('id'),
    slug,
    name: found.text('name'),
    description: found.textOrEmpty('description'),
    privacy: found.textOrNull('privacy') === 'secret' ? 'secret' : 'closed',
    notifies: found.textOrNull('notification_setting') !== 'notifications_disabled',
    parentId: found.optional('parent')?.whole('id') ?? null,
    ofEnterprise: found.textOrNull('type') === 'enterprise' || slug.startsWith('ent:'),
  };
}

/** The role by its name; servers that do not know names tell only what it allows. */
export function roleShape(found: JsonObject): string {
  const name = found.textOrNull('role_name');
  if (name !== null && name !== '') return pageRole(name);
  const allowed = found.object('permissions');
  for (const role of ['admin', 'maintain', 'push', 'triage', 'pull']) {
    if (allowed.has(role) && allowed.flag(role)) return pageRole(role);
  }
  found.wrong('permissions', 'permissions with one that is allowed');
  return '';
}

export function teamRepositoryShape(found: JsonObject): GithubTeamRepository {
  return { id: found.whole('id'), name: found.text('name'), role: roleShape(found) };
}

export function repositoryShape(found: JsonObject): { id: number; name: string; archived: boolean } {
  return {
    id: found.whole('id'),
    name: found.text('name'),
    archived: found.has('archived') && found.flag('archived'),
  };
}

export function repositoryRoleShape(found: JsonObject): GithubRepositoryRole {
  return {
    id: found.whole('id'),
    name: found.text('name'),
    description: found.textOrEmpty('description'),
    baseRole: found.text('base_role'),
    permissions: found.texts('permissions'),
  };
}

/** `teamIds` come from a list of their own. */
export function invitationShape(found: JsonObject): GithubInvitation & { readonly teamCount: number } {
  const failedAt = found.textOrNull('failed_at');
  return {
    id: found.whole('id'),
    login: found.textOrNull('login'),
    email: found.textOrNull('email'),
    role: invitationRole(found),
    sentAt: instantOf(found, 'created_at'),
    failed:
      failedAt === null
        ? null
        : { at: failedAt, reason: found.textOrNull('failed_reason') ?? 'no reason given' },
    teamIds: [],
    teamCount: found.has('team_count') ? found.whole('team_count') : 0,
  };
}

function invitationRole(found: JsonObject): GithubInvitation['role'] {
  const role = found.text('role');
  switch (role) {
    case 'admin':
    case 'direct_member':
    case 'billing_manager':
    case 'reinstate':
      return role;
    default:
      found.wrong('role', 'admin, direct_member, billing_manager or reinstate');
      return 'direct_member';
  }
}

export function repositoryInvitationShape(found: JsonObject): GithubRepositoryInvitation {
  return {
    id: found.whole('id'),
    person: personShape(found.object('invitee')),
    role: pageRole(found.text('permissions')),
    sentAt: instantOf(found, 'created_at'),
    expired: found.has('expired') && found.flag('expired'),
  };
}

function instantOf(found: JsonObject, name: string): string {
  const text = found.text(name);
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) {
    found.wrong(name, 'an instant');
    return '';
  }
  return new Date(instant).toISOString().replace(/\.000Z$/, 'Z');
}
