import type { OperationRequest, UnitOfWork } from './api/handler.ts';
import { ApiProblem } from './api/problem.ts';
import { requireMembership } from './operations/assignment-rules.ts';
import { storeAssignment } from './operations/assignments.ts';
import { addGroupMember } from './operations/group-members.ts';
import { addGroupGroup } from './operations/group-nesting.ts';
import { createGroup } from './operations/groups.ts';
import { createMember } from './operations/members.ts';
import { createRole } from './operations/roles.ts';
import { createScopeMember } from './operations/scope-members.ts';
import { createScope } from './operations/scopes.ts';
import { findAssignment, findPrincipal, type PrincipalKind } from './records/assignment.ts';
import type { GroupRow } from './records/group.ts';
import { findMemberByKey } from './records/member.ts';
import { findRoleBySlug } from './records/role.ts';
import { rootScope, SCOPE_COLUMNS, type ScopeRow } from './records/scope.ts';
import { findScopeMember } from './records/scope-member.ts';
import { type SeedMembership, applySeedMembership } from './seed-standing.ts';

/**
 * What an organization has from the start. Everything is named by slug or key; a scope by its path of slugs below the
 * organization (`emea/checkout`), the organization itself by ''.
 */
export interface SandboxSeed {
  readonly organization: string;
  readonly scopes?: readonly { path: string; kind: string; name?: string }[];
  readonly roles?: readonly {
    slug: string;
    name?: string;
    description?: string;
    permissions?: readonly string[];
    includes?: readonly string[];
  }[];
  readonly members?: readonly ({ key: string; displayName?: string | null } & SeedMembership)[];
  /** Memberships of scopes below. Whoever is not among the members of the organization is outside. */
  readonly scopeMembers?: readonly ({ scope: string; key: string } & SeedMembership)[];
  readonly groups?: readonly {
    slug: string;
    name?: string;
    description?: string;
    home?: string;
    permissions?: readonly string[];
    members?: readonly string[];
    /** Groups inside this one; on platforms that store nesting. */
    groups?: readonly string[];
    /** Held at the home scope. */
    roles?: readonly string[];
  }[];
  readonly assignments?: readonly {
    scope?: string;
    principal: { type: PrincipalKind; name: string };
    roles?: readonly string[];
  }[];
}

/**
 * Writes the seed through the operations of the API, so that it cannot make what a caller could not; except that it may
 * give roles nobody is assigned (an owner by transfer) and put members into any state.
 */
export function plantSeed(work: UnitOfWork, seed: SandboxSeed): void {
  try {
    plant(work, seed);
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown;
    throw new Error(`seed of ${seed.organization}: ${thrown.code}: ${thrown.message}`);
  }
}

function plant(
  work: UnitOfWork,
  { scopes = [], roles = [], members = [], scopeMembers = [], groups = [], assignments = [] }: SandboxSeed,
): void {
  for (const { path, kind, name } of scopes) {
    const at = path.lastIndexOf('/');
    const slug = path.slice(at + 1);
    const parentId = scopeAt(work, path.slice(0, Math.max(at, 0))).id;
    createScope(asking({ slug, kind, parentId, name: name ?? slug }), work);
  }
  for (const { slug, name = slug, description = '', permissions = [], includes = [] } of roles) {
    const content = {
      slug,
      name,
      description,
      permissions: [...permissions],
      includes: roleIds(work, includes),
    };
    createRole(asking(content), work);
  }
  for (const { key, displayName = null, ...standing } of members) {
    createMember(asking({ key, displayName }), work);
    applySeedMembership(work, 'members', member(work, key).id, standing);
  }
  for (const { scope, key, ...standing } of scopeMembers) {
    const scopeId = scopeAt(work, scope).id;
    createScopeMember(asking({ key }, { scopeId }), work);
    const made = findScopeMember(work, scopeId, member(work, key).id);
    if (made) applySeedMembership(work, 'scope_members', made.id, standing);
  }
  for (const { slug, name = slug, description = '', home = '', permissions = [] } of groups) {
    const scopeId = scopeAt(work, home).id;
    createGroup(asking({ slug, name, description, scopeId, permissions: [...permissions] }), work);
  }
  // Before the groups are filled: some platforms want their members to belong to the scope first.
  for (const { scope = '', principal, roles: given = [] } of assignments) {
    const { type, name } = principal;
    give(work, scopeAt(work, scope), type, (type === 'group' ? group : member)(work, name).id, given);
  }
  for (const { slug, members: keys = [], groups: children = [], roles: held } of groups) {
    const groupId = group(work, slug).id;
    for (const key of keys) addGroupMember(asking({ userId: member(work, key).id }, { groupId }), work);
    for (const child of children)
      addGroupGroup(asking({ groupId: group(work, child).id }, { groupId }), work);
    if (held) give(work, homeOf(work, groupId), 'group', groupId, held);
  }
}

function asking<Body>(body: Body, params: Record<string, string> = {}): OperationRequest<Body> {
  return { params, query: {}, body, ifMatch: undefined, ifNoneMatch: undefined };
}

function give(work: UnitOfWork, scope: ScopeRow, type: PrincipalKind, id: string, roles: readonly string[]): void {
  const principal = findPrincipal(work, type, id);
  if (!principal) throw new Error(`no ${type} ${id}`);
  requireMembership(work, scope, principal);
  storeAssignment(
    work,
    scope,
    principal,
    findAssignment(work, scope.id, type, id),
    roleIds(work, roles).sort(),
  );
}

function scopeAt(work: UnitOfWork, path: string): ScopeRow {
  return path
    .split('/')
    .filter((slug) => slug !== '')
    .reduce((parent, slug) => {
      const sql = `SELECT ${SCOPE_COLUMNS} FROM scopes WHERE parent_id = ? AND slug = ?`;
      const scope = work.database.one<ScopeRow>(sql, parent.id, slug);
      if (!scope) throw new Error(`seed: no scope ${path}`);
      return scope;
    }, rootScope(work));
}

function homeOf(work: UnitOfWork, groupId: string): ScopeRow {
  const sql = `SELECT ${SCOPE_COLUMNS} FROM scopes WHERE id = (SELECT scope_id FROM groups WHERE id = ?)`;
  return work.database.one<ScopeRow>(sql, groupId) ?? rootScope(work);
}

function member(work: UnitOfWork, key: string): { id: string } {
  const found = findMemberByKey(work, key);
  if (!found) throw new Error(`seed: no member ${key}`);
  return found;
}

function group(work: UnitOfWork, slug: string): { id: string } {
  const sql = 'SELECT id FROM groups WHERE org_id = ? AND slug = ?';
  const found = work.database.one<Pick<GroupRow, 'id'>>(sql, work.organization.id, slug);
  if (!found) throw new Error(`seed: no group ${slug}`);
  return found;
}

function roleIds(work: UnitOfWork, slugs: readonly string[]): string[] {
  return slugs.map((slug) => {
    const role = findRoleBySlug(work, slug);
    if (!role) throw new Error(`seed: no role ${slug}`);
    return role.id;
  });
}
