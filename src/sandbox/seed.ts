import { ApiProblem } from './api/api-problem.ts';
import { entityTagOf } from './api/conditional-requests.ts';
import type { OperationRequest, UnitOfWork } from './api/handler.ts';
import { storeAssignment } from './operations/assignment-operations.ts';
import { requireMembership } from './operations/assignment-rules.ts';
import { addGroupMember } from './operations/group-member-operations.ts';
import { addGroupGroup } from './operations/group-nesting-operations.ts';
import { createGroup } from './operations/group-operations.ts';
import { createMember } from './operations/member-operations.ts';
import { createRole } from './operations/role-operations.ts';
import { createScopeMember } from './operations/scope-member-operations.ts';
import { createScope, updateScope } from './operations/scope-operations.ts';
import {
  type AssignedIds,
  findAssignment,
  findPrincipal,
  NOTHING_ASSIGNED,
  type PrincipalKind,
} from './records/assignment-record.ts';
import type { GroupRow } from './records/group-record.ts';
import { findMemberByKey } from './records/member-record.ts';
import { findRoleBySlug } from './records/role-record.ts';
import { findScopeMember } from './records/scope-member-record.ts';
import { rootScope, SCOPE_COLUMNS, type ScopeRow } from './records/scope-record.ts';
import { applySeedMembership, type SeedMembership } from './seed-membership.ts';

/**
 * What an organization has from the start. Everything is named by slug or key; a scope by its path of slugs below the
 * organization (`emea/checkout`), the organization itself by ''.
 */
export interface SandboxSeed {
  readonly organization: string;
  /** What the organization itself is set to. */
  readonly settings?: Record<string, string>;
  readonly scopes?: readonly {
    path: string;
    kind: string;
    name?: string;
    settings?: Record<string, string>;
  }[];
  readonly roles?: readonly {
    slug: string;
    name?: string;
    description?: string;
    permissions?: readonly string[];
    denies?: readonly string[];
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
    settings?: Record<string, string>;
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
    below?: readonly string[];
    denied?: readonly string[];
  }[];
}

/**
 * Writes the seed through the operations of the API, so that it cannot make what a caller could not; except that it may
 * give roles nobody is assigned (an owner by transfer) and put members into any state.
 */
export function plantSeed(unitOfWork: UnitOfWork, seed: SandboxSeed): void {
  try {
    plant(unitOfWork, seed);
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown;
    throw new Error(`seed of ${seed.organization}: ${thrown.code}: ${thrown.message}`);
  }
}

function plant(
  unitOfWork: UnitOfWork,
  {
    settings: root,
    scopes = [],
    roles = [],
    members = [],
    scopeMembers = [],
    groups = [],
    assignments = [],
  }: SandboxSeed,
): void {
  if (root !== undefined) {
    const { id, version } = rootScope(unitOfWork);
    updateScope(
      { ...asking({ settings: root }, { scopeId: id }), ifMatch: entityTagOf({ id, version }) },
      unitOfWork,
    );
  }
  for (const { path, kind, name, settings } of scopes) {
    const at = path.lastIndexOf('/');
    const slug = path.slice(at + 1);
    const parentId = scopeAt(unitOfWork, path.slice(0, Math.max(at, 0))).id;
    createScope(
      asking({ slug, kind, parentId, name: name ?? slug, ...(settings && { settings }) }),
      unitOfWork,
    );
  }
  for (const { slug, name = slug, description = '', permissions = [], denies = [], includes = [] } of roles) {
    const content = {
      slug,
      name,
      description,
      permissions: [...permissions],
      ...(denies.length > 0 && { denies: [...denies] }),
      includes: roleIds(unitOfWork, includes),
    };
    createRole(asking(content), unitOfWork);
  }
  for (const { key, displayName = null, ...standing } of members) {
    createMember(asking({ key, displayName }), unitOfWork);
    applySeedMembership(unitOfWork, 'members', member(unitOfWork, key).id, standing);
  }
  for (const { scope, key, ...standing } of scopeMembers) {
    const scopeId = scopeAt(unitOfWork, scope).id;
    createScopeMember(asking({ key }, { scopeId }), unitOfWork);
    const made = findScopeMember(unitOfWork, scopeId, member(unitOfWork, key).id);
    if (made) applySeedMembership(unitOfWork, 'scope_members', made.id, standing);
  }
  for (const { slug, name = slug, description = '', home = '', permissions = [], settings } of groups) {
    const scopeId = scopeAt(unitOfWork, home).id;
    const content = { slug, name, description, scopeId, permissions: [...permissions] };
    createGroup(asking({ ...content, ...(settings && { settings }) }), unitOfWork);
  }
  // Before the groups are filled: some platforms want their members to belong to the scope first.
  for (const { scope = '', principal, roles: held = [], below = [], denied = [] } of assignments) {
    const { type, name } = principal;
    give(
      unitOfWork,
      scopeAt(unitOfWork, scope),
      type,
      (type === 'group' ? group : member)(unitOfWork, name).id,
      { roles: held, below, denied },
    );
  }
  for (const { slug, members: keys = [], groups: children = [], roles: held } of groups) {
    const groupId = group(unitOfWork, slug).id;
    for (const key of keys)
      addGroupMember(asking({ userId: member(unitOfWork, key).id }, { groupId }), unitOfWork);
    for (const child of children)
      addGroupGroup(asking({ groupId: group(unitOfWork, child).id }, { groupId }), unitOfWork);
    if (held)
      give(unitOfWork, homeOf(unitOfWork, groupId), 'group', groupId, { ...NOTHING_ASSIGNED, roles: held });
  }
}

function asking<Body>(body: Body, params: Record<string, string> = {}): OperationRequest<Body> {
  return { params, query: {}, body, ifMatch: undefined, ifNoneMatch: undefined };
}

function give(
  unitOfWork: UnitOfWork,
  scope: ScopeRow,
  type: PrincipalKind,
  id: string,
  { roles, below, denied }: AssignedIds,
): void {
  const principal = findPrincipal(unitOfWork, type, id);
  if (!principal) throw new Error(`no ${type} ${id}`);
  requireMembership(unitOfWork, scope, principal);
  storeAssignment(unitOfWork, scope, principal, findAssignment(unitOfWork, scope.id, type, id), {
    roles: roleIds(unitOfWork, roles),
    below: roleIds(unitOfWork, below),
    denied: roleIds(unitOfWork, denied),
  });
}

function scopeAt(unitOfWork: UnitOfWork, path: string): ScopeRow {
  return path
    .split('/')
    .filter((slug) => slug !== '')
    .reduce((parent, slug) => {
      const sql = `SELECT ${SCOPE_COLUMNS} FROM scopes WHERE parent_id = ? AND slug = ?`;
      const scope = unitOfWork.database.one<ScopeRow>(sql, parent.id, slug);
      if (!scope) throw new Error(`seed: no scope ${path}`);
      return scope;
    }, rootScope(unitOfWork));
}

function homeOf(unitOfWork: UnitOfWork, groupId: string): ScopeRow {
  const sql = `SELECT ${SCOPE_COLUMNS} FROM scopes WHERE id = (SELECT scope_id FROM groups WHERE id = ?)`;
  return unitOfWork.database.one<ScopeRow>(sql, groupId) ?? rootScope(unitOfWork);
}

function member(unitOfWork: UnitOfWork, key: string): { id: string } {
  const found = findMemberByKey(unitOfWork, key);
  if (!found) throw new Error(`seed: no member ${key}`);
  return found;
}

function group(unitOfWork: UnitOfWork, slug: string): { id: string } {
  const sql = 'SELECT id FROM groups WHERE org_id = ? AND slug = ?';
  const found = unitOfWork.database.one<Pick<GroupRow, 'id'>>(sql, unitOfWork.organization.id, slug);
  if (!found) throw new Error(`seed: no group ${slug}`);
  return found;
}

function roleIds(unitOfWork: UnitOfWork, slugs: readonly string[]): string[] {
  return slugs.map((slug) => {
    const role = findRoleBySlug(unitOfWork, slug);
    if (!role) throw new Error(`seed: no role ${slug}`);
    return role.id;
  });
}
