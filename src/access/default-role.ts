import type { RoleName } from '../platform/platform-definition.ts';
import type { MemberId } from '../resource/identifiers.ts';
import type { Origin } from '../source/origin.ts';
import type { NumberedOrganization } from './numbered-organization.ts';

export interface DefaultRoleGrant {
  readonly scope: number;
  readonly role: RoleName;
  /** The membership that brings the role. */
  readonly origin: Origin;
}

/** Where the member's default role counts: at each active membership without a role of the member's own there. */
export function defaultRoles(numbered: NumberedOrganization, member: MemberId): readonly DefaultRoleGrant[] {
  const role = numbered.platform.members.defaultRole;
  if (role === null) return [];
  const memberships = numbered.memberships.get(member);
  return withoutOwnRole(memberships, numbered.assignmentsOfMember(member)).map(({ scope, origin }) => ({
    scope,
    role,
    origin,
  }));
}

/** The active memberships at which the default role counts: those of scopes on which the member has no role of his own. */
export function withoutOwnRole<S, M extends { readonly scope: S }>(
  active: readonly M[],
  own: readonly { readonly scope: S; readonly roles: ReadonlyMap<string, unknown> }[],
): readonly M[] {
  const spoken = new Set(own.filter(({ roles }) => roles.size > 0).map(({ scope }) => scope));
  return active.filter(({ scope }) => !spoken.has(scope));
}
