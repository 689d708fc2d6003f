import type { Write } from '../../../plan/write/write.ts';
import type { AssignmentAttributes } from '../../../resource/resource.ts';
import type { Origin } from '../../../source/origin.ts';
import type { RoleGrant } from './write-facts.ts';

/** Roles of an assignment that are given and taken one by one. */

/** What is in one list and not in the other. */
export function missingGrants(of: readonly RoleGrant[], among: readonly RoleGrant[]): readonly RoleGrant[] {
  return of.filter((one) => !among.some((other) => sameGrant(one, other)));
}

export function sameGrant(one: RoleGrant, other: RoleGrant): boolean {
  return one.grant === other.grant && one.role === other.role;
}

export function assignmentOf(write: Write): Pick<AssignmentAttributes, 'scope' | 'principal'> {
  if (write.write === 'put-assignment') return write.assignment;
  if (write.write === 'delete-assignment') return write;
  throw new Error(`unreachable: ${write.write} gives no roles`);
}

/** What an assignment is left as by one request: with no role it is none. */
export function assignmentWith(
  scope: AssignmentAttributes['scope'],
  principal: AssignmentAttributes['principal'],
  grants: readonly RoleGrant[],
  origin: Origin,
): Write {
  if (grants.length === 0) return { write: 'delete-assignment', scope, principal };
  const of = (way: RoleGrant['grant']) =>
    new Map(grants.filter(({ grant }) => grant === way).map(({ role }) => [role, origin] as const));
  return {
    write: 'put-assignment',
    assignment: { scope, principal, roles: of('roles'), below: of('below'), denied: of('denied') },
  };
}
