import { expandPattern } from '../platform/expand-pattern.ts';
import { coveredTexts, hasParameters, impliedUncovered } from '../platform/permission-instances.ts';
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
  /** The permission and all that imply it, but for those that only cover its text: what goes when it is taken away. */
  implying(position: number): BitSet;
  /** The permission and the texts that it covers: what a deny of it names. */
  covering(position: number): readonly number[];
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
  const implied = (name: PermissionName): readonly PermissionName[] =>
    known(platform.permissions.get(name), 'a permission with a position').implies;
  const closures = permissions.map(({ name }) => closure(name, implied, positions, words));
  const isPlain = !hasParameters(platform);
  const uncovered = isPlain
    ? closures
    : permissions.map(({ name }) =>
        closure(name, (one) => impliedUncovered(platform, one), positions, words),
      );
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
        [...uncovered.keys()].filter((one) => hasBit(known(uncovered[one], 'a permission'), position)),
        words,
      ),
    ),
    covering: memoize((position: number) => [
      position,
      ...(isPlain ? [] : coveredTexts(platform, at(position).name)).flatMap(
        (text) => positions.get(text) ?? [],
      ),
    ]),
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

/**
 * All that goes with what is denied: the texts that it covers, and whatever implies any of these. What is left stays closed
 * under what it implies, but for single texts: who may not change one host can still change hosts.
 */
export function takenWith(permissionCatalogue: PermissionCatalogue, positions: Iterable<number>): BitSet {
  const bitSet = emptyBits(permissionCatalogue.words);
  for (const position of positions)
    for (const taken of permissionCatalogue.covering(position))
      unite(bitSet, 0, permissionCatalogue.implying(taken));
  return bitSet;
}

/** The loader closes `implies` already; closing again costs little and makes a hand-built definition safe. */
function closure(
  start: PermissionName,
  implied: (name: PermissionName) => readonly PermissionName[],
  positions: ReadonlyMap<PermissionName, number>,
  words: number,
): BitSet {
  const bitSet = emptyBits(words);
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const position = positions.get(name);
    if (position === undefined || hasBit(bitSet, position)) continue;
    addBit(bitSet, position);
    open.push(...implied(name));
  }
  return bitSet;
}
