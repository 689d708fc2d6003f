import type { UnitOfWork } from '../api/handler.ts';
import { invalidProblem, ApiProblem, type ProblemPlace } from '../api/problem.ts';
import { expandWildcard } from '../permission-patterns.ts';
import { findRole, type RoleRow } from '../records/role.ts';

/** What a role says; `id` is null while it is being made. */
export interface RoleDefinition {
  readonly id: string | null;
  readonly permissions: readonly string[];
  readonly includes: readonly string[];
}

export function requirePermissions(work: UnitOfWork, permissions: readonly string[]): void {
  const errors: ProblemPlace[] = permissions.flatMap((pattern, index) =>
    expandWildcard(pattern, work.rules.permissions).length > 0
      ? []
      : [{ pointer: `/permissions/${index}`, detail: `${pattern} names no permission of the platform` }],
  );
  const [first] = errors;
  if (first) throw new ApiProblem(422, 'unknown-permission', first.detail, { errors });
}

/** Checks a custom role as it is about to be stored. */
export function requireValidRole(work: UnitOfWork, role: RoleDefinition): void {
  requirePermissions(work, role.permissions);
  const minimum = work.rules.customRoles?.minimumPermissions ?? 0;
  const all = new Set<string>();
  gather(work, role, all, new Map());
  if (all.size < minimum) {
    throw invalidProblem('too-few-permissions', `a role has at least ${minimum} permissions`, '/permissions');
  }
}

/** Walks the included roles, each once, and refuses a way that leads back to the role itself. */
function gather(work: UnitOfWork, role: RoleDefinition, all: Set<string>, walked: Map<string, RoleRow>): void {
  const open = [...role.includes];
  for (const pattern of role.permissions) addAll(all, expandWildcard(pattern, work.rules.permissions));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === role.id) throw invalidProblem('role-include-cycle', 'a role cannot include itself', '/includes');
    if (walked.has(id)) continue;
    const included = findRole(work, id);
    if (included === undefined) throw invalidProblem('unknown-role', `no role ${id}`, '/includes');
    walked.set(id, included);
    const patterns = JSON.parse(included.permissions) as string[];
    for (const pattern of patterns) addAll(all, expandWildcard(pattern, work.rules.permissions));
    open.push(...(JSON.parse(included.includes) as string[]));
  }
}

function addAll(all: Set<string>, more: readonly string[]): void {
  for (const permission of more) all.add(permission);
}
