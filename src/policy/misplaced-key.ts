import { kindBelow } from '../platform/kind-below.ts';
import type { GroupCargo, PlatformDefinition, ScopeKind } from '../platform/platform-definition.ts';
import { SCOPE_KEYS } from '../platform/scope-kinds.ts';
import type { TableCode } from '../source/codes/codes.ts';
import { nearest } from '../source/did-you-mean.ts';
import { escapeText, quote } from '../source/quote.ts';
import { type DocumentPath, isPlainMap } from '../source/source-document.ts';
import { GROUP_TEXTS } from './document-types.ts';

/** A key that the platform's rules rule out where it stands, in words that name the rule. */
export interface MisplacedKey {
  readonly code: TableCode;
  readonly message: string;
  readonly hint: string;
}

type ExplainMisplaced = (platform: PlatformDefinition, kind: ScopeKind) => MisplacedKey;

/**
 * The narrowed schema has no key for what a platform does not have, and "unknown key" would send its reader looking
 * for a spelling. Null for keys that are unknown everywhere: those are slips. Codes: `not-supported`,
 * `unknown-scope-kind`.
 */
export function misplacedKey(
  key: string,
  value: unknown,
  documentPath: DocumentPath,
  known: readonly string[],
  platform: PlatformDefinition,
): MisplacedKey | null {
  const place = mapPositionOf(documentPath, platform);
  if (place === null) return null;
  const explain = RULES[place.what].get(key);
  if (explain !== undefined) return explain(platform, place.kind);
  if (place.what === 'scope') return noSuchScopes(key, value, place.kind, known, platform);
  return null;
}

/**
 * What somebody is given, written in a form that the platform's rules leave no room for: by module where roles have
 * none, several roles of one module, or None said of everything. Null for any other value. Codes: `not-supported`,
 * `role-cardinality`, `invalid-value`.
 */
export function misplacedRoles(
  documentPath: DocumentPath,
  value: unknown,
  platform: PlatformDefinition,
): MisplacedKey | null {
  const perModule = platform.members.roles === 'one-per-module';
  if (documentPath.at(-1) === 'roles') {
    if (isPlainMap(value) && !perModule) {
      return refused(`Roles of ${platform.title} are not given by module.`, 'Write a list of roles.');
    }
    return typeof value === 'string' && HOLDERS.has(documentPath.at(-3)) ? oneWord(value, platform) : null;
  }
  if (
    !perModule ||
    documentPath.at(-2) !== 'roles' ||
    !HOLDERS.has(documentPath.at(-4)) ||
    !Array.isArray(value)
  )
    return null;
  return severalOfModule(String(documentPath.at(-1)), value, platform);
}

const HOLDERS: ReadonlySet<unknown> = new Set(['members', 'groups']);

/** Null where "must be a list" already says it all. */
function oneWord(word: string, platform: PlatformDefinition): MisplacedKey | null {
  const { title, members } = platform;
  const perModule = members.roles === 'one-per-module';
  const message = `Roles are a list${perModule ? ', or a map of modules' : ''}, and ${quote(word)} is one word.`;
  if (word.toLowerCase() !== 'none') {
    if (!perModule) return null;
    return {
      code: 'invalid-value',
      message,
      hint: `Put it in brackets, a list of one: [${escapeText(word)}].`,
    };
  }
  const module = [...platform.roles.values()].find((role) => role.none)?.module ?? null;
  const leave = 'leave `roles` out';
  const byDefault = members.defaultRole === null ? '' : `: a person without a role is ${members.defaultRole}`;
  return {
    code: 'invalid-value',
    message,
    hint:
      module === null
        ? `${title} has no None; ${leave}${byDefault}.`
        : `On ${title} None belongs to one module: write { ${module}: none }, or ${leave}${byDefault}.`,
  };
}

function severalOfModule(
  module: string,
  roles: readonly unknown[],
  { title }: PlatformDefinition,
): MisplacedKey {
  const [first] = roles.filter((role) => typeof role === 'string');
  return {
    code: 'role-cardinality',
    message: `On ${title} nobody has more than one role in a module, and ${quote(module)} has a list.`,
    hint:
      first === undefined
        ? 'Leave the module out, or write one role of it.'
        : `Write one of them without brackets: { ${escapeText(module)}: ${escapeText(first)} }.`,
  };
}

interface MapPosition {
  readonly what: 'scope' | 'member' | 'group' | 'role';
  /** Of the scope that it stands in, or that it is. */
  readonly kind: ScopeKind;
}

/** What a map of an organization document is, by the keys that lead to it. */
function mapPositionOf(documentPath: DocumentPath, platform: PlatformDefinition): MapPosition | null {
  let kind = platform.scopeKinds.get(platform.root);
  let at = 0;
  while (kind !== undefined && at + 1 < documentPath.length && !SCOPE_KEYS.has(String(documentPath[at]))) {
    kind = kindBelow(kind.name, String(documentPath[at]), platform);
    at += 2;
  }
  if (kind === undefined) return null;
  if (at === documentPath.length) return { what: 'scope', kind };
  if (at + 2 !== documentPath.length) return null;
  const what = ENTRIES.get(String(documentPath[at]));
  return what === undefined ? null : { what, kind };
}

const ENTRIES = new Map<string, MapPosition['what']>([
  ['members', 'member'],
  ['groups', 'group'],
  ['roles', 'role'],
]);

const NO_PERMISSIONS: ExplainMisplaced = (platform) => {
  const { title, groups, customRoles } = platform;
  const carried = groups.carry.includes('permissions');
  const always = carried ? 'part of a role or of a group' : 'always part of a role';
  return refused(
    `${title} gives nobody permissions directly: they are ${always}.`,
    customRoles !== null
      ? `Declare a role with them in ${aScope(customRoles.at)}, and give the role.`
      : carried
        ? `Write them on a group of ${aScope(groups.homes)}, and put the person into it.`
        : `Give one of its roles: ${assignable(platform).join(', ')}.`,
  );
};

const NO_GROUPS_HERE: ExplainMisplaced = ({ title, groups }, kind) =>
  groups.homes.length === 0
    ? refused(`${title} has no groups of people.`, 'Write what they are given under members.')
    : refused(
        `On ${title} groups live in ${aScope(groups.homes)}, not in ${aScope([kind.name])}.`,
        `Write the group in ${aScope(groups.homes)}.`,
      );

const NO_PEOPLE_HERE: ExplainMisplaced = ({ title }, kind) =>
  refused(
    `On ${title} nothing is given to people directly on ${aScope([kind.name])}.`,
    kind.principals.includes('group')
      ? 'Put the person into a group, and write the group here.'
      : 'Write the person in the scope above.',
  );

const NO_CUSTOM_ROLES: ExplainMisplaced = (platform, kind) =>
  platform.customRoles === null
    ? refused(
        `${platform.title} has no custom roles.`,
        `Use its own: ${assignable(platform).join(', ')}. What somebody is given stands under members.`,
      )
    : refused(
        `On ${platform.title} custom roles are declared in ${aScope(platform.customRoles.at)}, not in ${aScope([kind.name])}.`,
        `Declare it in ${aScope(platform.customRoles.at)}.`,
      );

const GROUPS_OF_A_MEMBER: ExplainMisplaced = ({ title, groups }) =>
  groups.homes.length === 0
    ? refused(`${title} has no groups of people.`, 'Give the roles to the person.')
    : refused(
        'Who is in a group is written on the group.',
        `List the person under members of the group, in ${aScope(groups.homes)}.`,
      );

const NO_ROLES_ON_GROUPS: ExplainMisplaced = ({ title, groups }) =>
  refused(
    `Groups of ${title} carry no roles.`,
    `They carry ${cargo(groups.carry)}; roles are given to members.`,
  );

const NO_PERMISSIONS_ON_GROUPS: ExplainMisplaced = ({ title, groups }) =>
  refused(
    `Groups of ${title} carry no permissions.`,
    groups.carry.includes('roles')
      ? 'Give the group a role that has them.'
      : `They carry ${cargo(groups.carry)}; permissions come with the roles of members.`,
  );

const NO_CHILD_GROUPS: ExplainMisplaced = ({ title }) =>
  refused(`${title} has no groups within groups.`, 'List the members of the child group in this group.');

/** Left for a group that is only mentioned, where the platform has the key at the group's home. */
const NOT_ITS_HOME: ExplainMisplaced = ({ title, groups }, kind) =>
  refused(
    `On ${title} a group is defined in ${aScope(groups.homes)}; in ${aScope([kind.name])} it is only given something.`,
    `Move the key to the group in ${aScope(groups.homes)}.`,
  );

const RULES: { readonly [W in MapPosition['what']]: ReadonlyMap<string, ExplainMisplaced> } = {
  scope: new Map([
    ['permissions', NO_PERMISSIONS],
    ['groups', NO_GROUPS_HERE],
    ['members', NO_PEOPLE_HERE],
    ['roles', NO_CUSTOM_ROLES],
  ]),
  member: new Map([
    ['permissions', NO_PERMISSIONS],
    ['groups', GROUPS_OF_A_MEMBER],
  ]),
  group: new Map<string, ExplainMisplaced>([
    ['roles', NO_ROLES_ON_GROUPS],
    ['permissions', unlessCarried('permissions', NO_PERMISSIONS_ON_GROUPS)],
    [
      'groups',
      (platform, kind) =>
        (platform.groups.nesting === 'none' ? NO_CHILD_GROUPS : NOT_ITS_HOME)(platform, kind),
    ],
    ['members', NOT_ITS_HOME],
    ...GROUP_TEXTS.map((key) => [key, NOT_ITS_HOME] as const),
  ]),
  role: new Map(),
};

function unlessCarried(what: GroupCargo, otherwise: ExplainMisplaced): ExplainMisplaced {
  return (platform, kind) =>
    (platform.groups.carry.includes(what) ? NOT_ITS_HOME : otherwise)(platform, kind);
}

/** A map under a key of a scope is most likely meant as scopes of a kind. */
function noSuchScopes(
  key: string,
  value: unknown,
  kind: ScopeKind,
  known: readonly string[],
  platform: PlatformDefinition,
): MisplacedKey | null {
  const elsewhere = [...platform.scopeKinds.values()].filter(({ plural }) => plural === key);
  const scopesLike =
    isPlainMap(value) && Object.values(value).every((one) => one === null || isPlainMap(one));
  if (elsewhere.length === 0 && (!scopesLike || nearest(key, known) !== null)) return null;
  const here = [...platform.scopeKinds.values()].filter(({ parents }) => parents.includes(kind.name));
  const parents = [...new Set(elsewhere.flatMap((one) => one.parents))];
  return {
    code: 'unknown-scope-kind',
    message: `${platform.title} has no ${quote(key)} in ${aScope([kind.name])}.`,
    hint:
      parents.length > 0
        ? `They stand in ${aScope(parents)}.`
        : here.length === 0
          ? `Nothing stands below ${aScope([kind.name])}.`
          : `Below ${aScope([kind.name])} stand ${here
              .map(({ plural }) => plural)
              .filter((plural) => plural !== null)
              .join(', ')}.`,
  };
}

function refused(message: string, hint: string): MisplacedKey {
  return { code: 'not-supported', message, hint };
}

/** `an organization or a project`. */
function aScope(kinds: readonly string[]): string {
  return kinds.map((kind) => `${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind}`).join(' or ');
}

function cargo(carry: readonly GroupCargo[]): string {
  return carry.join(' and ') || 'nothing';
}

function assignable({ roles }: PlatformDefinition): readonly string[] {
  return [...roles.values()].filter((role) => role.assignable).map((role) => role.name);
}
