import type { RoleName } from '../platform/definition.ts';
import type { MemberId } from '../resource/reference.ts';
import type { Origin } from '../source/origin.ts';
import type { Facts } from './facts.ts';

export interface HeldByDefault {
  readonly scope: number;
  readonly role: RoleName;
  /** The membership that brings the role. */
  readonly origin: Origin;
}

/** Where the member's default role counts: at each active membership without a role of the member's own there. */
export function defaultRoles(facts: Facts, member: MemberId): readonly HeldByDefault[] {
  const role = facts.platform.members.defaultRole;
  if (role === null) return [];
  const assignments = facts.assignmentsOfMember(member).filter((assignment) => assignment.roles.size > 0);
  return (facts.memberships.get(member) ?? [])
    .filter((membership) => !assignments.some((assignment) => assignment.scope === membership.scope))
    .map(({ scope, origin }) => ({ scope, role, origin }));
}
