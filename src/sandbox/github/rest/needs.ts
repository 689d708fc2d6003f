import type { GithubPermissions } from '../door/github-actor.ts';
import type { GithubNeed } from '../door/github-call.ts';

const need = (
  permissions: GithubPermissions,
  scopes: readonly string[],
  by: GithubNeed['by'],
): GithubNeed => ({
  permissions,
  scopes,
  by,
});

/** What GitHub's pages say each kind of endpoint needs. */
export const NEEDS = {
  nothing: need({}, [], 'anyone'),
  app: need({}, [], 'app'),
  readMembers: need({ members: 'read' }, ['read:org'], 'member'),
  readInvitations: need({ members: 'read' }, ['admin:org'], 'owner'),
  writeMembers: need({ members: 'write' }, ['admin:org'], 'owner'),
  readBlocked: need({ organization_user_blocking: 'read' }, ['admin:org'], 'owner'),
  readTeams: need({ members: 'read' }, ['read:org', 'repo'], 'member'),
  createTeams: need({ members: 'write' }, ['write:org'], 'member'),
  writeTeams: need({ members: 'write' }, ['write:org'], 'handler'),
  readOrganization: need({}, [], 'anyone'),
  writeOrganization: need({ organization_administration: 'write' }, ['admin:org'], 'owner'),
  readAuditLog: need({ organization_administration: 'read' }, ['read:audit_log', 'admin:org'], 'owner'),
  /** "OAuth app tokens and personal access tokens (classic) need the `admin:org` scope" even to read. */
  readOrganizationRoles: need({ organization_custom_org_roles: 'read' }, ['admin:org'], 'owner'),
  writeOrganizationRoles: need({ organization_custom_org_roles: 'write' }, ['admin:org'], 'owner'),
  assignOrganizationRoles: need({ members: 'write' }, ['admin:org'], 'owner'),
  readRepositoryRoles: need({ organization_custom_roles: 'read' }, ['admin:org', 'repo'], 'owner'),
  readRepository: need({ metadata: 'read' }, ['repo', 'public_repo'], 'anyone'),
  readCollaborators: need({ metadata: 'read' }, ['read:org', 'repo'], 'handler'),
  readRepositoryAccess: need({ administration: 'read' }, ['repo'], 'handler'),
  writeRepositoryAccess: need({ administration: 'write' }, ['repo'], 'handler'),
  writeTeamRepositories: need({ members: 'write', administration: 'write' }, ['repo'], 'handler'),
  readIssues: need({ issues: 'read' }, ['repo', 'public_repo'], 'anyone'),
  readPulls: need({ pull_requests: 'read' }, ['repo', 'public_repo'], 'anyone'),
  readChecks: need({ checks: 'read' }, ['repo'], 'anyone'),
  /** Which of several permissions an App needs is for the endpoint. */
  work: need({}, ['repo', 'public_repo', 'repo:status'], 'handler'),
  ownMemberships: need({ members: 'read' }, ['read:org'], 'anyone'),
  acceptOwn: need({ members: 'write' }, ['write:org'], 'anyone'),
} as const;
