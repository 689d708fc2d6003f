import { type BitSet, bitsOf, positionsOf, wordsFor } from '../access/bit-set.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import { groupBy, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import { memoize } from '../source/memoize.ts';

/** People by profile, each list in the order given. */
export type MembersByProfile = ReadonlyListsByKey<number, MemberId>;

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
      permissions.map((permission) => known(positions.get(permission), 'a permission of the platform')),
      words,
    );

  const sets: BitSet[] = [mask([])];
  // Equal sets are one list in a build of access, so they can be told apart by identity.
  const numberOf = memoize((list: readonly PermissionName[]): number =>
    list.length === 0 ? 0 : sets.push(mask(list)) - 1,
  );

  const rows: (readonly number[])[] = [];
  const byKey = new Map<string, number>();
  const profileOf = memoize((member: MemberId): number => {
    const row = scopes.map((scope) => numberOf(effectiveAccess.permissions(member, scope)));
    const key = row.join();
    const same = byKey.get(key);
    const profile = same ?? rows.push(row) - 1;
    if (same === undefined) byKey.set(key, profile);
    return profile;
  });

  return {
    group: (members) => groupBy(members, profileOf),
    on(scope) {
      const column = known(indexes.get(scope), `scope ${scope} among those asked about`);
      return (profile) => known(rows[profile]?.[column], 'what a profile holds on a scope');
    },
    bits: (set) => known(sets[set], 'a set of permissions by its number'),
    mask,
    names: (bitSet) =>
      positionsOf(bitSet).map((position) => known(names[position], 'a permission of the platform')),
  };
}
