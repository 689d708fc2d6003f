import { GRANT_KEYS, type GrantKey, type WrittenGrants } from '../policy/document-types.ts';
import { type AssignedRole, bindAssignedRoles } from './bind-assigned-roles.ts';
import type { BoundScope } from './bind-scopes.ts';
import type { Binding } from './binding.ts';
import type { RoleTable } from './role-table.ts';

/** What one entry gives and takes, bound as seen from its scope. */
export type BoundGrants = { readonly [K in GrantKey]: readonly AssignedRole[] };

/** Codes: as of `bindAssignedRoles`; `not-supported` for roles below or denied that the platform does not have. */
export function bindGiven(
  written: WrittenGrants,
  scope: BoundScope,
  holder: string,
  book: RoleTable,
  binding: Binding,
): BoundGrants {
  const { roles, below, denied } = written;
  if (below.length > 0 || denied.length > 0) checkWords(written, binding);
  return {
    roles: bindAssignedRoles(roles, scope, holder, book, binding),
    below: bindAssignedRoles(below, scope, holder, book, binding),
    denied: bindAssignedRoles(denied, scope, holder, book, binding),
  };
}

function checkWords(written: WrittenGrants, binding: Binding): void {
  const { title, assignments } = binding.platform;
  const [below, denied] = [written.below[0], written.denied[0]];
  if (below !== undefined && !assignments.below) {
    const message = `${title} has no roles that hold below a scope and not on it.`;
    const hint = 'Write the role under roles, or on each of the scopes below.';
    binding.report('not-supported', message, below.origin, { hint });
  }
  if (denied !== undefined && !assignments.denied) {
    const message = `On ${title} nothing can be denied to somebody.`;
    const hint = 'Take away what gives the role, instead.';
    binding.report('not-supported', message, denied.origin, { hint });
  }
}

/** Whether an entry lists any role at all. */
export function givesAny(given: WrittenGrants): boolean {
  return GRANT_KEYS.some((key) => given[key].length > 0);
}

/** Whether an entry is there to attach: one that only reaches below, or only takes away, does not. */
export function mayAttach({ roles, below, denied }: WrittenGrants): boolean {
  return roles.length > 0 || (below.length === 0 && denied.length === 0);
}

/** The lists of roles of an entry, for checks that nothing stands beside a tombstone. */
export function listsWritten(given: WrittenGrants): readonly (readonly [GrantKey, boolean])[] {
  return GRANT_KEYS.map((key) => [key, given[key].length > 0] as const);
}
