import { comparableKey } from '../../platform/member-key.ts';
import type { PlatformDefinition, ScopeKind } from '../../platform/platform-definition.ts';
import { known } from '../../source/known.ts';
import type { EditorContext } from './editor-context.ts';
import { anyOf, type Choice, exactly, type JsonSchema, oneOf, reference } from './json-schema.ts';
import { permissionChoices, roleChoices } from './platform-choices.ts';

/** Places where a name refers to something: lists to choose from, closed wherever the check is. */

export function permissionSchema(platform: PlatformDefinition): JsonSchema {
  const description = 'A permission of the platform, all of a resource (documents:*) or all there are (*).';
  const plain = oneOf('Permission', permissionChoices(platform));
  const withText = [...platform.permissions.values()].filter(({ parameter }) => parameter !== null);
  if (withText.length === 0) return { ...plain, description };
  const texts = withText.map(({ name, title, parameter }) => ({
    ...{ title, type: 'string', pattern: `${exactly([`${name}!`]).slice(0, -1)}.` },
    description: `${title}, for one ${known(parameter, 'its parameter').title} alone: ${name}!text.`,
  }));
  return { ...anyOf('Permission', [plain, ...texts]), description };
}

/** A role that can be assigned on a kind of scope; with null, one that another role includes. */
export function roleSchema(kind: ScopeKind | null, { platform, names }: EditorContext): JsonSchema {
  const own = roleChoices(platform, kind);
  if (names !== null || platform.customRoles === null) {
    return oneOf('Role', [...own, ...(names === null ? [] : names.roles)]);
  }
  const offered = new Set(own.map(({ value }) => value));
  const elsewhere = [...platform.roles.keys()].filter((name) => !offered.has(name));
  const custom: JsonSchema = {
    ...reference('reference'),
    title: 'Custom role',
    description: 'A role of your own.',
    ...(elsewhere.length === 0 ? {} : { not: { enum: elsewhere } }),
  };
  return anyOf('Role', [...(own.length === 0 ? [] : [oneOf('Role of the platform', own)]), custom]);
}

/** Somebody who belongs to the organization or to a scope of it. */
export function memberSchema({ platform, names }: EditorContext): JsonSchema {
  if (names === null) return reference('member-key');
  const people = peopleOf(names);
  if (people.length === 0) return oneOf('Member', people);
  const others = otherSpellings(people, platform).map((pattern) => ({ type: 'string', pattern }));
  return anyOf('Member', [oneOf('Member', people), ...others]);
}

export function peopleOf(completionNames: NonNullable<EditorContext['names']>): readonly Choice[] {
  return [...completionNames.members, ...completionNames.outsiders];
}

/**
 * Patterns of keys that the platform may compare as equal to one of these: in other letter case, or composed otherwise.
 * A schema cannot fold case, so a key with a capital letter or a letter beyond ASCII passes, and is left to the check.
 */
export function otherSpellings(
  people: readonly Choice[],
  { members }: PlatformDefinition,
): readonly string[] {
  const folds = members.compare === 'fold-case';
  const folded = people
    .map(({ value }) => comparableKey(value, members.compare))
    .filter((key) => !people.some(({ value }) => value === key));
  const spelt = folds ? '[A-Z]|[^ -~]' : '[^ -~]';
  return folded.length === 0 ? [spelt] : [spelt, exactly([...new Set(folded)].sort())];
}

/** A group that another can contain. */
export function groupSchema({ names }: EditorContext): JsonSchema {
  return names === null ? reference('reference') : oneOf('Group', names.groups);
}
