import { expandPattern } from '../platform/expand-pattern.ts';
import type {
  ModuleName,
  Permission,
  PermissionName,
  PlatformDefinition,
} from '../platform/platform-definition.ts';
import { known } from '../source/known.ts';
import { memoize } from '../source/memoize.ts';
import { addBit, type BitSet, bitsOf, emptyBits, hasBit, unite, wordsFor } from './bit-set.ts';

/** A platform's permissions by position, so that sets of them are bits. */
export interface PermissionCatalogue {
  readonly names: readonly PermissionName[];
  readonly words: number;
  readonly everything: BitSet;
  name(position: number): PermissionName;
  /** Undefined for a name the platform does not know: live data may hold one, and it gives nothing. */
  position(permission: PermissionName): number | undefined;
  /** The permission and all it implies. */
  closed(position: number): BitSet;
  /** The permission and all that imply it: what goes when it is taken away. */
  implying(position: number): BitSet;
  /** Every permission of the module; of `null`, those without a module. */
  module(module: ModuleName | null): BitSet;
  /** The module of one permission, null for none. */
  moduleOf(position: number): ModuleName | null;
  /** Positions that a name or pattern stands for, ascending. */
  expand(written: string): readonly number[];
}

export function catalogueOf(platform: PlatformDefinition): PermissionCatalogue {
  const permissions = [...platform.permissions.values()];
  const positions = new Map(permissions.map((permission, position) => [permission.name, position]));
  const words = wordsFor(permissions.length);
  const closures = permissions.map((permission) => closure(permission, platform, positions, words));
  const modules = new Map<ModuleName | null, BitSet>();
  permissions.forEach(({ module }, position) => {
    const bitSet = modules.get(module) ?? emptyBits(words);
    addBit(bitSet, position);
    modules.set(module, bitSet);
  });
  const none = emptyBits(words);
  const at = (position: number): Permission => known(permissions[position], 'a permission of the catalogue');
  return {
    names: permissions.map((permission) => permission.name),
    words,
    everything: bitsOf(positions.values(), words),
    name: (position) => at(position).name,
    position: (permission) => positions.get(permission),
    closed: (position) => known(closures[position], 'a permission of the catalogue'),
    implying: memoize((position: number) =>
      bitsOf(
        [...closures.keys()].filter((one) => hasBit(known(closures[one], 'a permission'), position)),
        words,
      ),
    ),
    module: (module) => modules.get(module) ?? none,
    moduleOf: (position) => at(position).module,
    // A text that this platform was not widened by has no place, and gives nothing here.
    expand: (written) =>
      expandPattern(written, platform.permissions).flatMap((permission) => positions.get(permission) ?? []),
  };
}

/** The union of what each permission implies, itself included. */
export function closeOver(permissionCatalogue: PermissionCatalogue, positions: Iterable<number>): BitSet {
  const bitSet = emptyBits(permissionCatalogue.words);
  for (const position of positions) unite(bitSet, 0, permissionCatalogue.closed(position));
  return bitSet;
}

/** All that goes with what is taken away, so that what is left stays closed under what it implies. */
export function takenWith(permissionCatalogue: PermissionCatalogue, positions: Iterable<number>): BitSet {
  const bitSet = emptyBits(permissionCatalogue.words);
  for (const position of positions) unite(bitSet, 0, permissionCatalogue.implying(position));
  return bitSet;
}

/** The loader closes `implies` already; closing again costs little and makes a hand-built definition safe. */
function closure(
  start: Permission,
  platform: PlatformDefinition,
  positions: ReadonlyMap<PermissionName, number>,
  words: number,
): BitSet {
  const bitSet = emptyBits(words);
  const open = [start.name];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const position = positions.get(name);
    if (position === undefined || hasBit(bitSet, position)) continue;
    addBit(bitSet, position);
    open.push(...known(platform.permissions.get(name), 'a permission with a position').implies);
  }
  return bitSet;
}
