import { positionsOf } from '../../access/bit-set.ts';
import { permissionUniverseOf } from '../../access/permission-sets.ts';
import { effectOf, type Roles, rolesOf } from '../../access/role-effects.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { assignmentAddress } from '../../resource/address.ts';
import {
  type MemberId,
  memberKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Entries, Resource } from '../../resource/resource.ts';
import { scopeKindsOf } from '../../resource/scope-kinds-of.ts';
import type { Origin } from '../../source/origin.ts';
import type { DeferralContext } from './retained-removals.ts';

/** A person, and the scope below in which something is to stand in. */
interface Place {
  readonly member: MemberId;
  readonly from: ScopePath;
}

/**
 * The roles that the documents give the person above, as their own or through groups, and that can be given below. None
 * where the person has the default role there, and these would not give all that the default gives and they keep: a role
 * of their own takes the default away.
 */
export function standInRoles({ member, from }: Place, { desired, live }: DeferralContext): Entries {
  const { platform, resources } = desired;
  const above = scopeChain(from).slice(1);
  const kind = scopeKindsOf(platform, live).get(from);
  if (kind === undefined || !kind.principals.includes('member')) return new Map();
  const model = modelOf(resources);
  const theirs = model.groupsAround(member);
  const found = new Map<RoleKey, Origin>();
  const given = new Set<RoleKey>();
  for (const assignment of model.all('assignment')) {
    const { scope, principal, roles } = assignment.attributes;
    const isTheirs = principal.type === 'group' ? theirs.has(principal.group) : principal.member === member;
    if (!isTheirs || !above.includes(scope)) continue;
    for (const [role, origin] of roles) {
      given.add(role);
      const own = platform.roles.get(role);
      const home = model.role(role)?.attributes.home;
      const isThere =
        own === undefined
          ? home !== undefined && above.includes(home)
          : own.assignable && own.assignableAt.includes(kind.name);
      if (isThere) found.set(role, origin);
    }
  }
  const { defaultRole } = platform.members;
  if (defaultRole === null || hasOwnRole(member, from, live)) return found;
  const effects = new RoleGifts(platform, resources);
  const common = effects.of([defaultRole]).filter((one) => effects.of(given).includes(one));
  const standing = effects.of(found.keys());
  return common.every((one) => standing.includes(one)) ? found : new Map();
}

function hasOwnRole(member: MemberId, scope: ScopePath, live: readonly Resource[]): boolean {
  const own = modelOf(live).at(assignmentAddress(scope, memberKey(member)));
  return own?.type === 'assignment' && own.attributes.roles.size > 0;
}

/** What roles give, as positions in the catalogue. */
class RoleGifts {
  readonly #platform: PlatformDefinition;
  readonly #roles: Roles;

  constructor(platform: PlatformDefinition, resources: readonly Resource[]) {
    this.#platform = platform;
    this.#roles = rolesOf(platform, permissionUniverseOf(platform).catalogue, modelOf(resources));
  }

  of(roles: Iterable<RoleKey>): readonly number[] {
    const { catalogue } = permissionUniverseOf(this.#platform);
    return [...roles].flatMap((role) => {
      const effect = effectOf(this.#roles, catalogue, role);
      if (effect === null) return [];
      return positionsOf(effect.bypass ? catalogue.everything : effect.gives);
    });
  }
}
