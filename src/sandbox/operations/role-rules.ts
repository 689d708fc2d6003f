import type { Work } from '../api/handler.ts';
import { invalid, Problem, type ProblemPlace } from '../api/problem.ts';
import { permissionsOf } from '../permission-patterns.ts';
import { findRole, type RoleRow } from '../records/role.ts';

/** What a role says; `id` is null while it is being made. */
export interface RoleSays {
  readonly id: string | null;
  readonly permissions: readonly string[];
  readonly includes: readonly string[];
}

export function requirePermissions(work: Work, permissions: readonly string[]): void {
  const errors: ProblemPlace[] = permissions.flatMap((pattern, index) =>
    permissionsOf(pattern, work.rules.permissions).length > 0
      ? []
      : [{ pointer: `/permissions/${index}`, detail: `${pattern} names no permission of the platform` }],
  );
  const [first] = errors;
  if (first) throw new Problem(422, 'unknown-permission', first.detail, { errors });
}

/** Checks a custom role as it is about to be stored. */
export function requireSoundRole(work: Work, role: RoleSays): void {
  requirePermissions(work, role.permissions);
  const minimum = work.rules.customRoles?.minimumPermissions ?? 0;
  const all = new Set<string>();
  gather(work, role, all, new Map());
  if (all.size < minimum) {
    throw invalid('too-few-permissions', `a role has at least ${minimum} permissions`, '/permissions');
  }
}

/** Walks the included roles, each once, and refuses a way that leads back to the role itself. */
function gather(work: Work, role: RoleSays, all: Set<string>, walked: Map<string, RoleRow>): void {
  const open = [...role.includes];
  for (const pattern of role.permissions) addAll(all, permissionsOf(pattern, work.rules.permissions));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === role.id) throw invalid('role-include-cycle', 'a role cannot include itself', '/includes');
    if (walked.has(id)) continue;
    const included = findRole(work, id);
    if (included === undefined) throw invalid('unknown-role', `no role ${id}`, '/includes');
    walked.set(id, included);
    const patterns = JSON.parse(included.permissions) as string[];
    for (const pattern of patterns) addAll(all, permissionsOf(pattern, work.rules.permissions));
    open.push(...(JSON.parse(included.includes) as string[]));
  }
}

function addAll(all: Set<string>, more: readonly string[]): void {
  for (const permission of more) all.add(permission);
}
