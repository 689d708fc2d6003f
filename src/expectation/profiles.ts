import type { Access } from '../access/access.ts';
import type { PermissionName } from '../platform/definition.ts';
import type { MemberId, ScopePath } from '../resource/reference.ts';

type Permissions = readonly PermissionName[];

/**
 * People who hold the same on every scope that matters have one profile. Ten thousand people have few, and what an
 * expectation asks is asked once of each.
 */
export interface Profiles {
  /** By profile, people in the order given. */
  group(members: readonly MemberId[]): ReadonlyMap<number, readonly MemberId[]>;
  permissions(profile: number, scope: ScopePath): Permissions;
}

export function profilesOf(access: Access, scopes: readonly ScopePath[]): Profiles {
  const indexes = new Map(scopes.map((scope, index) => [scope, index]));
  // Equal sets of permissions are one list in a build of access, so lists can be told apart by identity.
  const lists = new Map<Permissions, number>();
  const byKey = new Map<string, number>();
  const rows: (readonly Permissions[])[] = [];
  const known = new Map<MemberId, number>();

  const profileOf = (member: MemberId): number => {
    const found = known.get(member);
    if (found !== undefined) return found;
    const row = scopes.map((scope) => access.permissions(member, scope));
    const key = row.map((list) => numberOf(lists, list)).join();
    const same = byKey.get(key);
    const profile = same ?? rows.push(row) - 1;
    if (same === undefined) byKey.set(key, profile);
    known.set(member, profile);
    return profile;
  };

  return {
    group(members) {
      const groups = new Map<number, MemberId[]>();
      for (const member of members) {
        const profile = profileOf(member);
        const group = groups.get(profile);
        if (group === undefined) groups.set(profile, [member]);
        else group.push(member);
      }
      return groups;
    },
    permissions: (profile, scope) => rows[profile]?.[indexes.get(scope) ?? -1] ?? [],
  };
}

function numberOf(numbers: Map<Permissions, number>, list: Permissions): number {
  const known = numbers.get(list);
  if (known !== undefined) return known;
  numbers.set(list, numbers.size);
  return numbers.size - 1;
}
