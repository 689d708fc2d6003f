import { reachableFrom } from '../source/reachable.ts';
import { compareText } from '../source/text-order.ts';
import type { Permission, PermissionName, PlatformDefinition } from './platform-definition.ts';

/**
 * Permissions with a parameter: `queues:read!orders` is what `queues:read` allows, for the text `orders` alone. The text
 * is opaque: how much of another text it covers is what the platform file says, and nothing else.
 */
const SIGN = '!';

/** What of an entry of a catalogue decides whether it can be written with a text. */
export interface Parametrised {
  readonly parameter?: object | null;
}

export interface PermissionInstance {
  /** The permission of the catalogue. */
  readonly of: PermissionName;
  readonly text: string;
}

/** The permission and the text of a name with both; null for any other name. */
export function splitInstance(name: string): PermissionInstance | null {
  const cut = name.indexOf(SIGN);
  if (cut <= 0 || cut === name.length - 1) return null;
  return { of: name.slice(0, cut), text: name.slice(cut + 1) };
}

/** The permission for one text. */
export function withText(permission: PermissionName, text: string): PermissionName {
  return `${permission}${SIGN}${text}`;
}

/** As `splitInstance`, where the catalogue has such a permission and lets it have a parameter. */
export function instanceIn(
  name: string,
  catalogue: ReadonlyMap<PermissionName, Parametrised>,
): PermissionInstance | null {
  const instance = splitInstance(name);
  if (instance === null) return null;
  const { parameter } = catalogue.get(instance.of) ?? {};
  return parameter === undefined || parameter === null ? null : instance;
}

/** A permission of the platform by its name, with a text or without. What it covers of other texts is not among what it implies. */
export function permissionNamed(
  { permissions }: Pick<PlatformDefinition, 'permissions'>,
  name: string,
): Permission | undefined {
  const found = permissions.get(name);
  if (found !== undefined) return found;
  const instance = instanceIn(name, permissions);
  const general = instance === null ? undefined : permissions.get(instance.of);
  if (instance === null || general === undefined) return undefined;
  const { title, module } = general;
  const implies = impliedForText(general, instance.text, permissions);
  return { name, title: `${title}: ${instance.text}`, module, implies, parameter: null };
}

/** Of what a permission implies, the same text; as it is, where that has no parameter. */
function impliedForText(
  { implies }: Permission,
  text: string,
  permissions: ReadonlyMap<PermissionName, Permission>,
): readonly PermissionName[] {
  return implies.flatMap((one) => {
    // What a general permission implies among the texts of a wider catalogue is no business of this text.
    if (splitInstance(one) !== null) return [];
    return hasParameter(permissions.get(one)) ? [withText(one, text)] : [one];
  });
}

/**
 * What a permission of a catalogue, for a text or without, implies by what the platform file says of permissions alone: not
 * the texts that it covers. When one of those is taken away, it stays.
 */
export function impliedUncovered(
  { permissions }: Pick<PlatformDefinition, 'permissions'>,
  name: PermissionName,
): readonly PermissionName[] {
  const instance = instanceIn(name, permissions);
  const general = permissions.get(instance === null ? name : instance.of);
  if (general === undefined) return [];
  return instance === null
    ? general.implies.filter((one) => instanceIn(one, permissions) === null)
    : impliedForText(general, instance.text, permissions);
}

/** Texts of a catalogue that a permission covers, as the platform file says: all of its own, or those that begin with its text. */
export function coveredTexts(
  { permissions }: Pick<PlatformDefinition, 'permissions'>,
  name: PermissionName,
): readonly PermissionName[] {
  const instance = instanceIn(name, permissions);
  const parameter = permissions.get(instance === null ? name : instance.of)?.parameter ?? null;
  if (parameter === null || (instance !== null && parameter.covers === 'equal')) return [];
  const beginning = instance === null ? `${name}${SIGN}` : name;
  return [...permissions.keys()].filter((other) => other !== name && other.startsWith(beginning));
}

function hasParameter(permission: Permission | undefined): boolean {
  return permission !== undefined && permission.parameter !== null;
}

const parametrised = new WeakMap<PlatformDefinition, boolean>();

/** Whether any permission can be written with a text: where none can, there is nothing to look for. */
export function hasParameters(platform: PlatformDefinition): boolean {
  const before = parametrised.get(platform);
  if (before !== undefined) return before;
  const found = [...platform.permissions.values()].some(hasParameter);
  parametrised.set(platform, found);
  return found;
}

/** Of a wider platform the one that it was made of, and what was added. */
const origins = new WeakMap<
  PlatformDefinition,
  { readonly of: PlatformDefinition; readonly names: ReadonlySet<PermissionName> }
>();
const wider = new WeakMap<PlatformDefinition, Map<string, PlatformDefinition>>();

/** Those asked for last. A list that is forgotten is taken up again from the first platform of it that comes along. */
const MOST_KEPT = 64;

/** The names that a platform was widened by. */
export function instancesOf(platform: PlatformDefinition): ReadonlySet<PermissionName> {
  return origins.get(platform)?.names ?? new Set();
}

/**
 * The platform with names as permissions of their own, so that they have a place in every set of permissions: the same
 * one for the same names. Who holds the general permission holds each; who holds one holds what it covers, and of what
 * the general one implies, the same text. Names that are none of the platform's are left out.
 */
export function withInstances(
  platform: PlatformDefinition,
  names: Iterable<PermissionName>,
): PlatformDefinition {
  if (!hasParameters(platform)) return platform;
  const { of, names: there } = origins.get(platform) ?? { of: platform, names: new Set<PermissionName>() };
  const all = new Set(there);
  for (const name of names) {
    if (instanceIn(name, of.permissions) === null) continue;
    all.add(name);
    for (const implied of permissionNamed(of, name)?.implies ?? [])
      if (splitInstance(implied) !== null) all.add(implied);
  }
  if (all.size === 0) return platform;
  const sorted = [...all].sort(compareText);
  const key = sorted.join('\n');
  const kept = wider.get(of) ?? new Map<string, PlatformDefinition>();
  wider.set(of, kept);
  // Two that were made of equal lists, one of them after the other was forgotten, become one again.
  const one = kept.get(key) ?? (all.size === there.size ? platform : widenedBy(of, sorted));
  kept.delete(key);
  for (const oldest of kept.keys()) {
    if (kept.size < MOST_KEPT) break;
    kept.delete(oldest);
  }
  kept.set(key, one);
  return one;
}

function widenedBy(of: PlatformDefinition, names: readonly PermissionName[]): PlatformDefinition {
  const made: PlatformDefinition = { ...of, permissions: widened(of, names) };
  origins.set(made, { of, names: new Set(names) });
  return made;
}

function widened(
  { permissions }: PlatformDefinition,
  names: readonly PermissionName[],
): ReadonlyMap<PermissionName, Permission> {
  const added = names.flatMap((name) => {
    const instance = instanceIn(name, permissions);
    const permission = permissionNamed({ permissions }, name);
    return instance === null || permission === undefined ? [] : [{ instance, permission }];
  });
  const covered = (of: PermissionName, text: string): readonly PermissionName[] =>
    permissions.get(of)?.parameter?.covers === 'prefix'
      ? added.flatMap(({ instance, permission }) =>
          instance.of === of && instance.text.startsWith(text) ? [permission.name] : [],
        )
      : [];
  const direct = new Map<PermissionName, readonly PermissionName[]>();
  for (const { name, implies } of permissions.values()) {
    const texts = added.filter(({ instance }) => instance.of === name);
    direct.set(name, [...implies, ...texts.map(({ permission }) => permission.name)]);
  }
  for (const { instance, permission } of added)
    direct.set(permission.name, [...permission.implies, ...covered(instance.of, instance.text)]);
  const all = [...permissions.values(), ...added.map(({ permission }) => permission)];
  return new Map(
    all.map((one) => {
      const next = (name: PermissionName): readonly PermissionName[] => direct.get(name) ?? [];
      const implies = [...reachableFrom(next(one.name), next)].filter((name) => name !== one.name);
      return [one.name, { ...one, implies }];
    }),
  );
}
