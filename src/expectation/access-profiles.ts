import { type BitSet, bitsOf, positionsOf, wordsFor } from '../access/bit-set.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';

/** People by profile, each list in the order given. */
export type MembersByProfile = ReadonlyMap<number, readonly MemberId[]>;

/**
 * People who hold the same on every scope that matters have one profile, and equal sets of permissions one number. What
 * an expectation asks is asked once of each, not of every person, permission and scope.
 */
export interface AccessProfiles {
  group(members: readonly MemberId[]): MembersByProfile;
  /** For a profile, the number of the set that its people hold on the scope. */
  on(scope: ScopePath): (profile: number) => number;
  /** The permissions of a set, by position in the catalogue. */
  bits(set: number): BitSet;
  mask(permissions: readonly PermissionName[]): BitSet;
  names(bitSet: BitSet): readonly PermissionName[];
}

export function accessProfilesOf(
  effectiveAccess: EffectiveAccess,
  scopes: readonly ScopePath[],
  { permissions: catalogue }: PlatformDefinition,
): AccessProfiles {
  const names = [...catalogue.keys()];
  const words = wordsFor(names.length);
  const positions = new Map(names.map((name, position) => [name, position]));
  const indexes = new Map(scopes.map((scope, index) => [scope, index]));
  const mask = (permissions: readonly PermissionName[]): BitSet =>
    bitsOf(
      permissions.flatMap((permission) => positions.get(permission) ?? []),
      words,
    );

  const sets: BitSet[] = [mask([])];
  // Equal sets are one list in a build of access, so they can be told apart by identity.
  const numbers = new Map<readonly PermissionName[], number>();
  const numberOf = (list: readonly PermissionName[]): number => {
    const known = numbers.get(list);
    if (known !== undefined) return known;
    const number = list.length === 0 ? 0 : sets.push(mask(list)) - 1;
    numbers.set(list, number);
    return number;
  };

  const rows: (readonly number[])[] = [];
  const byKey = new Map<string, number>();
  const known = new Map<MemberId, number>();
  const profileOf = (member: MemberId): number => {
    const found = known.get(member);
    if (found !== undefined) return found;
    const row = scopes.map((scope) => numberOf(effectiveAccess.permissions(member, scope)));
    const key = row.join();
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
    on(scope) {
      const column = indexes.get(scope) ?? -1;
      return (profile) => rows[profile]?.[column] ?? 0;
    },
    bits: (set) => sets[set] ?? sets[0] ?? mask([]),
    mask,
    names: (bitSet) => positionsOf(bitSet).map((position) => names[position] ?? ''),
  };
}
