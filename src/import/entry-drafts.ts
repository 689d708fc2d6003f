import { ownerOf } from '../platform/owners.ts';
import { GRANT_KEYS, GROUP_TEXTS, type GrantKey, isGrantKey, ROLE_TEXTS } from '../policy/document-types.ts';
import type { Address } from '../resource/address.ts';
import { assignmentAddress, memberAddress, scopeAddress } from '../resource/address.ts';
import { choicesIn } from '../resource/choices.ts';
import type { PrincipalKey } from '../resource/identifiers.ts';
import {
  type GroupPath,
  groupKey,
  type MemberId,
  memberKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../resource/identifiers.ts';
import type { Entries, GroupResource, RoleResource } from '../resource/resource.ts';
import { groupPathOf } from '../resource/resource.ts';
import { specsOf, unwrittenText } from '../resource/resource-types.ts';
import type { Draft, DraftMap } from '../source/edit/draft.ts';
import { known } from '../source/known.ts';
import { compareText } from '../source/text-order.ts';
import { foldPermissions } from './fold-permissions.ts';
import type { GroupKey, LeftOuts } from './left-out.ts';
import { groupSettings, type LiveView, scopeSettings } from './live-view.ts';
import { isGroupRecord, isMemberRecord, isMentionRecord, withRecordMark } from './record-marks.ts';
import { inRoleOrder, rolesValue } from './roles-value.ts';
import { settingsDraft } from './setting-drafts.ts';

/** Everything live that documents can say, and how people and roles are called in them. */
export interface ImportableView {
  readonly view: LiveView;
  readonly left: LeftOuts;
  /** Scope in whose documents a custom role is declared: a live role does not tell. */
  readonly homes: ReadonlyMap<RoleKey, ScopePath>;
  /** The key of a person as documents write it already, else as the platform shows it. */
  readonly keyOf: (member: MemberId) => string;
  /** What things were called before, where the source of the import tells. */
  readonly formerNames: ReadonlyMap<Address, string>;
}

/** What somebody is given on a scope, and what is denied them: no roles also where nothing is. */
export type GivenRoles = { readonly [K in GrantKey]: ReadonlySet<RoleKey> };

export function givenAt({ view }: ImportableView, scope: ScopePath, principal: PrincipalKey): GivenRoles {
  const found = view.assignments.get(assignmentAddress(scope, principal));
  const at = (key: GrantKey): ReadonlySet<RoleKey> =>
    new Set(found === undefined ? [] : found.attributes[key].keys());
  return { roles: at('roles'), below: at('below'), denied: at('denied') };
}

/** The lists of roles of an entry; those that are empty are not written. */
function grantDrafts(
  given: GivenRoles,
  { view: { platform } }: ImportableView,
): readonly (readonly [GrantKey, Draft | undefined])[] {
  return GRANT_KEYS.map((key) => {
    if (given[key].size === 0) return [key, undefined] as const;
    return [
      key,
      key === 'roles' ? rolesValue(given[key], platform) : inRoleOrder(given[key], platform),
    ] as const;
  });
}

/** A map without the entries that say nothing; null when none is left. */
function draftMapOf(entries: readonly (readonly [string, Draft | undefined])[]): DraftMap | null {
  const said = entries.filter((entry): entry is readonly [string, Draft] => entry[1] !== undefined);
  return said.length === 0 ? null : new Map(said);
}

/** The texts of a thing that are not what nobody needs to write. */
function textDrafts(
  { type, attributes }: GroupResource | RoleResource,
  keys: readonly string[],
): readonly (readonly [string, Draft | undefined])[] {
  const values: Readonly<Record<string, unknown>> = { ...attributes };
  const specs = new Map(specsOf(type));
  return keys.map((key) => {
    const [spec, value] = [specs.get(key), values[key]];
    const isSaid = typeof value === 'string' && spec !== undefined && value !== unwrittenText(spec, values);
    return [key, isSaid ? value : undefined];
  });
}

/** What stands behind a person's key on a scope. */
export function memberEntry(importableView: ImportableView, scope: ScopePath, member: MemberId): Draft {
  const { view } = importableView;
  const given = givenAt(importableView, scope, memberKey(member));
  const membership =
    scope === view.organization ? view.members.get(member) : view.below.get(memberAddress(scope, member));
  const state = membership?.attributes.state === 'deactivated' ? 'deactivated' : undefined;
  const entry = draftMapOf([...grantDrafts(given, importableView), ['state', state]]);
  return withRecordMark(entry, isMemberRecord(view, scope, member, given));
}

/** A group where it lives. */
export function groupEntry(importableView: ImportableView, group: GroupResource): Draft {
  const given = givenAt(importableView, group.attributes.home, groupKey(groupPathOf(group)));
  return withRecordMark(definition(importableView, group, given), isGroupRecord(importableView.view, given));
}

/** Never nothing: an entry that says nothing of a group would be a mention of it. */
function definition(importableView: ImportableView, group: GroupResource, given: GivenRoles): DraftMap {
  const { view, left, keyOf } = importableView;
  const { home, name, members, groups, permissions } = group.attributes;
  const said = (attribute: GroupKey): boolean => !left.hasAttribute(group.address, attribute);
  const children = [...groups.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).sort();
  const texts = textDrafts(group, GROUP_TEXTS.filter(said));
  const entry = draftMapOf([
    ...texts.filter(([key]) => key === 'title'),
    ['renamed-from', importableView.formerNames.get(group.address)],
    ...texts.filter(([key]) => key !== 'title'),
    ['settings', said('settings') ? settingsDraft(groupSettings(view, group)) : undefined],
    ['groups', said('groups') && children.length > 0 ? children : undefined],
    ['members', said('members') && members.size > 0 ? memberItems(group, keyOf) : undefined],
    ...grantDrafts(given, importableView),
    [
      'permissions',
      said('permissions') && permissions.size > 0
        ? foldPermissions(new Set(permissions.keys()), view.platform.permissions)
        : undefined,
    ],
  ]);
  if (entry !== null && [...entry.keys()].some((key) => !isGrantKey(key))) return entry;
  const above = scopeChain(home).slice(1);
  const shadows = above.some((scope) => view.groups.has(`${scope}/${name}`));
  if (entry !== null && !shadows) return entry;
  // A title would be a claim, where the source knows a group by its slug and nothing else.
  if (left.isWithoutPeople(group.address) && !shadows) return new Map();
  return new Map([definingEntry(importableView, group), ...(entry === null ? [] : entry)]);
}

/** Who is in a group, by name; with what they are there, where it is not the ordinary thing. */
function memberItems(
  { attributes: { members, membershipRoles } }: GroupResource,
  keyOf: (member: MemberId) => string,
): readonly Draft[] {
  const roles = choicesIn(membershipRoles);
  const named = [...members.keys()].map((member) => [keyOf(member), roles.get(member)] as const);
  return named.sort(([a], [b]) => compareText(a, b)).map(([name, role]) => memberItem(name, role));
}

export function memberItem(name: string, role: string | undefined): Draft {
  return role === undefined
    ? name
    : new Map<string, Draft>([
        ['member', name],
        ['role', role],
      ]);
}

/** What makes an entry one of a group although it has nothing to say of it: never a list that is not as live. */
export function definingEntry({ left }: ImportableView, group: GroupResource): readonly [GroupKey, Draft] {
  const { title, description, members, groups } = group.attributes;
  const said = (key: GroupKey): boolean => !left.hasAttribute(group.address, key);
  if (said('members') && members.size + groups.size === 0) return ['members', []];
  if (said('title')) return ['title', title];
  return said('description') ? ['description', description] : ['permissions', []];
}

/** A group that lives elsewhere and is given something here. */
export function mentionEntry(importableView: ImportableView, scope: ScopePath, group: GroupPath): Draft {
  const entry = draftMapOf(grantDrafts(givenAt(importableView, scope, groupKey(group)), importableView));
  return withRecordMark(entry, isMentionRecord(importableView.view));
}

export function roleEntry({ view, left }: ImportableView, role: RoleResource): DraftMap {
  const { permissions, denies } = role.attributes;
  const isOpen = left.hasAttribute(role.address, 'includes');
  const includes: Entries = isOpen ? new Map() : role.attributes.includes;
  return known(
    draftMapOf([
      // What something else owns is recorded, and not declared.
      ['declared', ownerOf(view.platform, 'role') === null ? undefined : false],
      ...textDrafts(role, ROLE_TEXTS),
      ['includes', includes.size === 0 ? undefined : inRoleOrder(includes.keys(), view.platform)],
      ['permissions', foldPermissions(new Set(permissions.keys()), view.platform.permissions)],
      [
        'denies',
        denies.size === 0 ? undefined : foldPermissions(new Set(denies.keys()), view.platform.permissions),
      ],
    ]),
    'the permissions of a role, an empty list too',
  );
}

/** A whole scope with all that is in it, as nobody has written it yet; null when there is nothing to say of it. */
export function scopeEntry(importableView: ImportableView, path: ScopePath): DraftMap | null {
  const { view } = importableView;
  const scope = view.scopes.get(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const root = path === view.organization;
  const title = scope?.attributes.title;
  const entries: (readonly [string, Draft | undefined])[] = [
    ['title', root || title === name ? undefined : title],
    ['renamed-from', importableView.formerNames.get(scopeAddress(path))],
    ['settings', scope === undefined ? undefined : settingsDraft(scopeSettings(view, scope))],
    [
      'roles',
      section(
        rolesOf(importableView, path).map((role) => [role.attributes.name, roleEntry(importableView, role)]),
      ),
    ],
    [
      'members',
      section(
        membersOf(importableView, path).map((member) => [
          importableView.keyOf(member),
          memberEntry(importableView, path, member),
        ]),
      ),
    ],
    ['groups', section(groupsOf(importableView, path))],
    ...scopesOf(importableView, path),
  ];
  return draftMapOf(entries);
}

function section(entries: readonly (readonly [string, Draft])[]): DraftMap | undefined {
  return entries.length === 0 ? undefined : new Map(entries);
}

export function rolesOf({ view, homes }: ImportableView, scope: ScopePath): readonly RoleResource[] {
  return [...view.roles.values()]
    .filter(({ attributes }) => (homes.get(attributes.name) ?? view.organization) === scope)
    .sort((a, b) => compareText(a.attributes.name, b.attributes.name));
}

/** Everybody with an entry on the scope, by key. */
export function membersOf({ view, keyOf }: ImportableView, scope: ScopePath): readonly MemberId[] {
  const found = new Set<MemberId>();
  if (scope === view.organization) for (const member of view.members.keys()) found.add(member);
  for (const { attributes } of view.below.values())
    if (attributes.scope === scope) found.add(attributes.member);
  if (scope !== view.organization) {
    for (const { attributes } of view.assignments.values()) {
      if (attributes.scope === scope && attributes.principal.type === 'member')
        found.add(attributes.principal.member);
    }
  }
  return [...found].sort((a, b) => compareText(keyOf(a), keyOf(b)));
}

/** Groups that live on the scope, and groups that are given something on it, by name. */
export function groupsOf(
  importableView: ImportableView,
  scope: ScopePath,
): readonly (readonly [string, Draft])[] {
  const { view } = importableView;
  const entries = new Map<string, Draft>();
  for (const group of view.groups.values()) {
    if (group.attributes.home === scope)
      entries.set(group.attributes.name, groupEntry(importableView, group));
  }
  for (const { attributes } of view.assignments.values()) {
    const { principal } = attributes;
    if (attributes.scope !== scope || principal.type !== 'group') continue;
    const name = principal.group.slice(principal.group.lastIndexOf('/') + 1);
    if (!entries.has(name)) entries.set(name, mentionEntry(importableView, scope, principal.group));
  }
  return [...entries].sort(([a], [b]) => compareText(a, b));
}

/** The scopes below, under the plural of their kind. One that Bylaw may not make is named when something is on it. */
export function scopesOf(
  importableView: ImportableView,
  path: ScopePath,
): readonly (readonly [string, Draft | undefined])[] {
  const { view } = importableView;
  const children = [...view.scopes.values()].filter(({ attributes }) => attributes.parent === path);
  return [...view.platform.scopeKinds.values()].flatMap(
    (kind): readonly (readonly [string, Draft | undefined])[] => {
      if (kind.plural === null) return [];
      const entries = children
        .filter(({ attributes }) => attributes.kind === kind.name)
        .map(({ attributes }): readonly [string, Draft] => [
          lastPathSegment(attributes.path),
          scopeEntry(importableView, attributes.path),
        ])
        .filter(([, entry]) => kind.manage || hasContent(entry))
        .sort(([a], [b]) => compareText(a, b));
      return [[kind.plural, section(entries)]];
    },
  );
}

function hasContent(entry: Draft): boolean {
  return entry instanceof Map && [...entry.keys()].some((key) => key !== 'title');
}

export function lastPathSegment(path: ScopePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
