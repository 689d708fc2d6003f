import { ApiProblem, invalidProblem, type ProblemPlace } from '../api/api-problem.ts';
import type { UnitOfWork } from '../api/handler.ts';
import { isForText } from '../effective/permission-texts.ts';
import { expandWildcard } from '../permission-wildcards.ts';
import { findRole, type RoleRow } from '../records/role-record.ts';

/** What a role says; `id` is null while it is being made. */
export interface RoleDefinition {
  readonly id: string | null;
  readonly permissions: readonly string[];
  readonly denies: readonly string[];
  readonly includes: readonly string[];
}

export function requirePermissions(
  unitOfWork: UnitOfWork,
  permissions: readonly string[],
  field: 'permissions' | 'denies' = 'permissions',
): void {
  const errors: ProblemPlace[] = permissions.flatMap((pattern, index) =>
    namedBy(unitOfWork, pattern).length > 0
      ? []
      : [{ pointer: `/${field}/${index}`, detail: `${pattern} names no permission of the platform` }],
  );
  const [first] = errors;
  if (first) throw new ApiProblem(422, 'unknown-permission', first.detail, { errors });
}

/** Checks a custom role as it is about to be stored. */
export function requireValidRole(unitOfWork: UnitOfWork, role: RoleDefinition): void {
  requirePermissions(unitOfWork, role.permissions);
  if (role.denies.length > 0 && unitOfWork.rules.customRoles?.denies !== true)
    throw invalidProblem('denies-not-supported', 'a custom role takes nothing away here', '/denies');
  requirePermissions(unitOfWork, role.denies, 'denies');
  const minimum = unitOfWork.rules.customRoles?.minimumPermissions ?? 0;
  const all = new Set<string>();
  gather(unitOfWork, role, all, new Map());
  if (all.size < minimum) {
    throw invalidProblem('too-few-permissions', `a role has at least ${minimum} permissions`, '/permissions');
  }
}

/** Walks the included roles, each once, and refuses a way that leads back to the role itself. */
function gather(
  unitOfWork: UnitOfWork,
  role: RoleDefinition,
  all: Set<string>,
  walked: Map<string, RoleRow>,
): void {
  const open = [...role.includes];
  for (const pattern of role.permissions) addAll(all, namedBy(unitOfWork, pattern));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === role.id)
      throw invalidProblem('role-include-cycle', 'a role cannot include itself', '/includes');
    if (walked.has(id)) continue;
    const included = findRole(unitOfWork, id);
    if (included === undefined) throw invalidProblem('unknown-role', `no role ${id}`, '/includes');
    walked.set(id, included);
    const patterns = JSON.parse(included.permissions) as string[];
    for (const pattern of patterns) addAll(all, namedBy(unitOfWork, pattern));
    open.push(...(JSON.parse(included.includes) as string[]));
  }
}

/** A permission for a text is one of its own. */
function namedBy({ rules }: UnitOfWork, pattern: string): readonly string[] {
  return isForText(pattern, rules.access.parameters) ? [pattern] : expandWildcard(pattern, rules.permissions);
}

function addAll(all: Set<string>, more: readonly string[]): void {
  for (const permission of more) all.add(permission);
}
