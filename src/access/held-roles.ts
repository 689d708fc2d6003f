import type { PlatformDefinition } from '../platform/platform-definition.ts';
import {
  type GroupPath,
  groupKey,
  type MemberId,
  memberKey,
  type PrincipalKey,
  parentScope,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { memoize } from '../source/memoize.ts';
import { compareText } from '../source/text-order.ts';
import { isActiveIn } from './active-memberships.ts';
import { withoutOwnRole } from './default-role.ts';

/** A role that a person holds, in person or through a group. */
export interface RoleHolding {
  readonly role: RoleKey;
  readonly scope: ScopePath;
  /** The group it is assigned to; null in person. */
  readonly group: GroupPath | null;
}

interface PlacedHolding {
  readonly holding: RoleHolding;
  /** Its scope and those around it. */
  readonly within: readonly ScopePath[];
}

/** All that is assigned to one principal. */
interface PrincipalHoldings {
  readonly rows: readonly PlacedHolding[];
  readonly names: ReadonlySet<RoleKey>;
}

interface ActiveIn {
  readonly scopes: ReadonlySet<ScopePath>;
  readonly byDefault: readonly RoleHolding[];
}

/** What each who is asked about holds. */
export interface HeldRoles {
  /** By default, in person or through a group, by scope and role. */
  readonly of: (member: MemberId) => readonly RoleHolding[];
  /** Their names, in no order: for many people at once. */
  readonly namesOf: (member: MemberId) => ReadonlySet<RoleKey>;
}

export function rolesHeldIn(resources: readonly Resource[], platform: PlatformDefinition): HeldRoles {
  const model = modelOf(resources);
  const { defaultRole } = platform.members;
  const isActive = isActiveIn(platform, model);
  const chainOf = memoize(scopeChain);
  const given = (principal: PrincipalKey, group: GroupPath | null): PrincipalHoldings => {
    const rows = model
      .assignmentsTo(principal)
      .flatMap(({ attributes: { scope, roles } }) =>
        [...roles.keys()].map((role) => ({ holding: { role, scope, group }, within: chainOf(scope) })),
      );
    return { rows, names: new Set(rows.map(({ holding }) => holding.role)) };
  };
  // The same for all its people, who are many.
  const givenTo = memoize((group: GroupPath) => given(groupKey(group), group));
  const everythingGiven = (member: MemberId): readonly PrincipalHoldings[] => [
    given(memberKey(member), null),
    ...[...model.groupsAround(member)].map(givenTo),
  ];
  const activeOf = (member: MemberId): ActiveIn => {
    const active = model
      .membershipsOf(member)
      .filter(isActive)
      .map(({ attributes }) => attributes);
    const own = model.assignmentsTo(memberKey(member)).map(({ attributes }) => attributes);
    return {
      scopes: new Set(active.map(({ scope }) => scope)),
      byDefault:
        defaultRole === null
          ? []
          : withoutOwnRole(active, own).map(({ scope }) => ({ role: defaultRole, scope, group: null })),
    };
  };
  return {
    of(member) {
      const { scopes, byDefault } = activeOf(member);
      return [...byDefault, ...everythingGiven(member).flatMap(({ rows }) => reaching(rows, scopes))].sort(
        inOrder,
      );
    },
    namesOf(member) {
      const { scopes, byDefault } = activeOf(member);
      const names = new Set(byDefault.map(({ role }) => role));
      // Around every scope there is the organization. Who is active in it holds whatever he is given.
      const isWhole = [...scopes].some((scope) => parentScope(scope) === null);
      for (const one of everythingGiven(member)) {
        if (isWhole) for (const role of one.names) names.add(role);
        else for (const { role } of reaching(one.rows, scopes)) names.add(role);
      }
      return names;
    },
  };
}

/** Where he is no active member, in the scope or above it, he holds nothing. */
function reaching(rows: readonly PlacedHolding[], active: ReadonlySet<ScopePath>): readonly RoleHolding[] {
  return rows.filter(({ within }) => within.some((above) => active.has(above))).map(({ holding }) => holding);
}

function inOrder(a: RoleHolding, b: RoleHolding): number {
  const places = compareText(a.scope, b.scope) || compareText(a.role, b.role);
  if (places !== 0 || a.group === b.group) return places;
  if (a.group === null || b.group === null) return a.group === null ? -1 : 1;
  return compareText(a.group, b.group);
}
