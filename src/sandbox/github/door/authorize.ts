import { organizationOf, repositoryOf, teamOf } from '../rest/place.ts';
import { forbidden, GithubRefusal } from '../rules/github-refusal.ts';
import type { GithubOrganizationRecord } from '../world/github-records.ts';
import type { GithubActor, GithubPermissions } from './github-actor.ts';
import type { GithubCall, GithubNeed } from './github-call.ts';

/** Broader scopes and what they hold. */
const HOLDS: Readonly<Record<string, readonly string[]>> = {
  'admin:org': ['write:org', 'read:org'],
  'write:org': ['read:org'],
  repo: ['public_repo'],
};

/** Refuses a caller whom the endpoint does not serve. */
export function authorize(call: GithubCall, need: GithubNeed): void {
  const { actor } = call;
  if (need.by === 'app') {
    if (actor.kind !== 'app') throw new GithubRefusal(401, 'A JSON web token could not be decoded');
    return;
  }
  switch (actor.kind) {
    case 'app':
      throw forbidden('You must use an installation access token or personal access token.');
    case 'installation':
      if (!hasPermissions(actor.permissions, need.permissions)) throw foreign();
      if (need.by !== 'anyone' && placeOf(call)?.id !== actor.organizationId) throw foreign();
      return;
    case 'user':
      if (!hasScope(actor.scopes, need.scopes)) {
        throw forbidden(`This endpoint needs one of the scopes: ${need.scopes.join(', ')}.`);
      }
      authorizePerson(call, actor, need.by);
  }
}

export function acceptedPermissions({ permissions }: GithubNeed): string {
  return Object.entries(permissions)
    .map(([name, level]) => `${name}=${level}`)
    .join(',');
}

function authorizePerson(
  call: GithubCall,
  { user }: Extract<GithubActor, { kind: 'user' }>,
  by: GithubNeed['by'],
): void {
  if (by !== 'owner' && by !== 'member') return;
  const organization = placeOf(call);
  const role = organization?.members.get(user.id);
  // To who is outside, the place is not there.
  if (role === undefined) throw new GithubRefusal(404, 'Not Found');
  if (by === 'owner' && role !== 'admin') throw forbidden('You must be an admin of the organization.');
}

/** The organization that a path is in; undefined for paths of none. */
function placeOf(call: GithubCall): GithubOrganizationRecord | undefined {
  const { org, org_id, team_id, owner, repository_id } = call.params;
  if (org !== undefined || org_id !== undefined) return organizationOf(call);
  if (team_id !== undefined) return teamOf(call).organization;
  if (owner !== undefined || repository_id !== undefined) return repositoryOf(call).organization;
  return undefined;
}

function hasPermissions(own: GithubPermissions, wanted: GithubPermissions): boolean {
  return Object.entries(wanted).every(([name, level]) => {
    // Every installation may see the metadata of repositories.
    const has = name === 'metadata' ? 'read' : own[name];
    return has === 'write' || has === level;
  });
}

function hasScope(own: readonly string[], wanted: readonly string[]): boolean {
  const all = own.flatMap((scope) => [scope, ...(HOLDS[scope] ?? [])]);
  return wanted.length === 0 || wanted.some((scope) => all.includes(scope));
}

function foreign(): GithubRefusal {
  return forbidden('Resource not accessible by integration');
}
