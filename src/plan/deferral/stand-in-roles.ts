import { type MemberId, type RoleKey, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Entries } from '../../resource/resource.ts';
import { scopeKindsOf } from '../../resource/scope-kinds-of.ts';
import type { Origin } from '../../source/origin.ts';
import type { DeferralContext } from './retained-removals.ts';

/** A person, and the scope below in which something is to stand in. */
interface Place {
  readonly member: MemberId;
  readonly from: ScopePath;
}

/** The roles that the documents give the person above, as their own or through groups, and that can be given below. */
export function standInRoles({ member, from }: Place, { desired, live }: DeferralContext): Entries {
  const { platform, resources } = desired;
  const above = scopeChain(from).slice(1);
  const kind = scopeKindsOf(platform, live).get(from);
  if (kind === undefined || !kind.principals.includes('member')) return new Map();
  const model = modelOf(resources);
  const theirs = model.groupsAround(member);
  const found = new Map<RoleKey, Origin>();
  for (const assignment of model.all('assignment')) {
    const { scope, principal, roles } = assignment.attributes;
    const isTheirs = principal.type === 'group' ? theirs.has(principal.group) : principal.member === member;
    if (!isTheirs || !above.includes(scope)) continue;
    for (const [role, origin] of roles) {
      const own = platform.roles.get(role);
      const home = model.role(role)?.attributes.home;
      const isThere =
        own === undefined
          ? home !== undefined && above.includes(home)
          : own.assignable && own.assignableAt.includes(kind.name);
      if (isThere) found.set(role, origin);
    }
  }
  return found;
}
