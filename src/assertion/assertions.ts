import { peopleOf } from '../access/wide-delta.ts';
import { accessDifference } from '../diff/access-difference.ts';
import { differencesAhead } from '../diff/difference-ahead.ts';
import type { OrganizationSides, OrganizationVersion } from '../diff/organization-sides.ts';
import { outsidersIn } from '../diff/surprises.ts';
import type { PermissionName } from '../platform/platform-definition.ts';
import type { GroupPath, MemberId, ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import { type AssertionResult, ruledOutAtEach } from './asserted-access.ts';

/** Nobody has anything that he had not at the base, now and, where `ahead`, at each instant at which a window turns. */
export function noNewAccess(sides: OrganizationSides, ahead: boolean): AssertionResult {
  const now = accessDifference(sides);
  const later = ahead ? differencesAhead(sides, now, Number.POSITIVE_INFINITY) : null;
  const { organization } = sides;
  return {
    ruledOut: [
      { organization, from: null, difference: now },
      ...(later === null
        ? []
        : later.ahead.map(({ at, difference }) => ({ organization, from: at, difference }))),
    ].filter(({ difference }) => peopleOf(difference.delta, 'gained').size > 0),
    instants: later === null ? 0 : later.instants,
    unread: later === null ? [] : later.unread,
  };
}

/** Who may have which permissions on which scopes; bound to what there is. */
export interface AllowedAccess {
  readonly permissions: readonly PermissionName[];
  readonly scopes: readonly ScopePath[];
  readonly members: ReadonlySet<MemberId>;
  /** Everybody in these, at each instant. */
  readonly groups: readonly GroupPath[];
}

/** Nobody else has one of the permissions on one of the scopes. */
export function onlyAllowed(
  version: OrganizationVersion,
  allowed: AllowedAccess,
  ahead: boolean,
): AssertionResult {
  return ruledOutAtEach(version, ahead, ({ access, resources }) => {
    const model = modelOf(resources);
    const mayHave = new Set([
      ...allowed.members,
      ...allowed.groups.flatMap((group) => [...model.peopleIn(group)]),
    ]);
    return allowed.scopes.flatMap((scope) =>
      allowed.permissions.flatMap((permission) =>
        access
          .who(permission, scope)
          .filter((member) => !mayHave.has(member))
          .map((member) => ({ member, scope, permission })),
      ),
    );
  });
}

/** Nobody can do anything who is no member of the organization or, where there are `domains`, whose address is of another. */
export function noOutsiders(
  version: OrganizationVersion,
  domains: readonly string[],
  ahead: boolean,
): AssertionResult {
  return ruledOutAtEach(version, ahead, ({ desired, access, resources }) => {
    const outside = outsidersIn(access, resources, desired.organization);
    return access.members
      .filter((member) => outside.has(member) || !isOfDomain(member, domains))
      .flatMap((member) =>
        access.scopes.flatMap((scope) =>
          access.permissions(member, scope).map((permission) => ({ member, scope, permission })),
        ),
      );
  });
}

function isOfDomain(member: MemberId, domains: readonly string[]): boolean {
  const domain = member.slice(member.lastIndexOf('@') + 1).toLowerCase();
  return domains.length === 0 || domains.includes(domain);
}
