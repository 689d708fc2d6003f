import { instancesOf, splitInstance, withText } from '../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import { memoize } from '../source/memoize.ts';
import type { EffectiveAccess } from './effective-access.ts';

/** A text that is taken from somebody who holds the permission: that text alone, or all that begin with it. */
export interface DeniedText {
  readonly permission: PermissionName;
  readonly text: string;
  readonly covers: 'equal' | 'prefix';
}

interface AskedCell {
  readonly member: MemberId;
  readonly scope: ScopePath;
}

/** Ends a text as nobody writes it, to ask about a longer one than is written anywhere. */
const NOBODY_WRITES = '\u{10ffff}';

/**
 * The texts that are taken from what people hold on these scopes: denied, for who holds a permission holds all other texts
 * that it covers. What begins with a taken text, and is taken with it, is not told apart.
 */
export function deniedTexts(
  access: EffectiveAccess,
  cells: readonly AskedCell[],
): (cell: AskedCell) => readonly DeniedText[] {
  const { platform } = access.relation;
  if (platform.denies === null || instancesOf(platform).size === 0) return () => [];
  // Equal sets of permissions are one list, and most cells have one that another has.
  const candidatesOf = memoize((held: readonly PermissionName[]) => candidatesIn(platform, new Set(held)));
  const candidates = new Map(
    cells.map((cell) => [keyOf(cell), candidatesOf(access.permissions(cell.member, cell.scope))]),
  );
  const names = new Set([...candidates.values()].flat().flatMap(({ name, longer }) => [name, longer]));
  if (names.size === 0) return () => [];
  const wide = access.withInstances(names);
  return (cell) => {
    const can = (name: PermissionName): boolean => wide.can(cell.member, name, cell.scope);
    const taken = known(candidates.get(keyOf(cell)), 'a person and a scope asked about').flatMap(
      ({ permission, text, name, longer }): readonly DeniedText[] =>
        can(name) ? [] : [{ permission, text, covers: can(longer) ? 'equal' : 'prefix' }],
    );
    return taken.filter((one) => !taken.some((other) => coversOther(other, one)));
  };
}

/** Whether somebody may hold one of these permissions and not for every text: a question that no person is asked about. */
export function mayLackTexts(access: EffectiveAccess, permissions: readonly PermissionName[]): boolean {
  const { platform } = access.relation;
  if (platform.denies === null || instancesOf(platform).size === 0) return false;
  return permissions.some((name) => platform.permissions.get(name)?.parameter != null);
}

/** A text that may be taken from a permission, and how both are asked about. */
interface Candidate {
  readonly permission: PermissionName;
  readonly text: string;
  readonly name: PermissionName;
  readonly longer: PermissionName;
}

/** A text of a permission goes only where one is missing of the permission, or of what that implies. */
function candidatesIn(platform: PlatformDefinition, held: ReadonlySet<PermissionName>): readonly Candidate[] {
  const missing = [...instancesOf(platform)].filter((name) => !held.has(name)).map(instanceNamed);
  if (missing.length === 0) return [];
  return [...held].flatMap((permission) => {
    const instance = splitInstance(permission);
    const of = instance?.of ?? permission;
    const { parameter, implies } = known(platform.permissions.get(of), `permission ${of}`);
    if (parameter === null || (instance !== null && (parameter.covers === 'equal' || held.has(of))))
      return [];
    const concerned = new Set([of, ...implies]);
    const beginning = instance === null ? '' : instance.text;
    const texts = missing.flatMap((one) =>
      concerned.has(one.of) && one.text.startsWith(beginning) ? [one.text] : [],
    );
    return [...new Set(texts)].map((text) => ({
      permission,
      text,
      name: withText(of, text),
      longer: withText(of, `${text}${NOBODY_WRITES}`),
    }));
  });
}

function instanceNamed(name: PermissionName) {
  return known(splitInstance(name), `the text of ${name}`);
}

function coversOther(one: DeniedText, other: DeniedText): boolean {
  return (
    one !== other &&
    one.permission === other.permission &&
    one.covers === 'prefix' &&
    other.text.startsWith(one.text)
  );
}

function keyOf({ member, scope }: AskedCell): string {
  return `${member} ${scope}`;
}
