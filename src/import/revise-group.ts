import { choiceKey } from '../compile/desired.ts';
import { splitInstance } from '../platform/permission-instances.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { GRANT_KEYS, GROUP_CONTENTS, GROUP_TEXTS, isGrantKey } from '../policy/document-types.ts';
import type { Address } from '../resource/address.ts';
import { assignmentAddress, memberAddress } from '../resource/address.ts';
import { choicesIn, splitChoice } from '../resource/choices.ts';
import { type GroupPath, groupKey, memberId, type RoleKey, scopeChain } from '../resource/identifiers.ts';
import type { GroupResource } from '../resource/resource.ts';
import { type Draft, type DraftMap, isDraftList, isDraftMap } from '../source/edit/draft.ts';
import { known } from '../source/known.ts';
import { withItems, withKey, withTexts } from './draft-map.ts';
import { definingEntry, type GivenRoles, givenAt, type ImportableView, memberItem } from './entry-drafts.ts';
import { refoldPermissions } from './fold-permissions.ts';
import type { GroupKey } from './left-out.ts';
import { groupSettings, type LiveView } from './live-view.ts';
import type { PresentDocuments } from './present-documents.ts';
import { revisedRoles } from './roles-value.ts';
import { type LiveSettings, withSettings } from './setting-drafts.ts';

/** An item of `members` or `groups`: the name, or what names it beside its window. */
export function entryName(item: Draft, key: 'member' | 'group'): string | null {
  const name = isDraftMap(item) ? item.get(key) : item;
  return typeof name === 'string' ? name : null;
}

/** A group's own entry, brought to what is live. `full` is false where nobody owns what is not written. */
export function revisedGroup(
  entry: Draft,
  group: GroupResource,
  importableView: ImportableView,
  presentDocuments: PresentDocuments,
  full: boolean,
): Draft {
  const before: DraftMap = isDraftMap(entry) ? entry : new Map();
  const { view, left } = importableView;
  const { home, name, permissions } = group.attributes;
  const path = `${home}/${name}`;
  let map = before;
  for (const key of GROUP_CONTENTS) {
    if (left.hasAttribute(group.address, key)) map = withKey(map, key, undefined);
  }
  const isSaid = (key: GroupKey): boolean => (full || map.has(key)) && !left.hasAttribute(group.address, key);
  const asked = map;
  map = withTexts(
    map,
    group,
    GROUP_TEXTS.filter((key) => (full || asked.has(key)) && !left.hasAttribute(group.address, key)),
  );
  if (!left.hasAttribute(group.address, 'settings'))
    map = withSettings(map, spokenSettings(view, group, presentDocuments), full, [
      ...GROUP_TEXTS,
      'renamed-from',
    ]);
  map = withLists(map, group, importableView, presentDocuments, full);
  if (isSaid('permissions')) {
    const written = map.get('permissions');
    const texts = isDraftList(written)
      ? written.filter((text): text is string => typeof text === 'string')
      : [];
    // What the group carries at another time stays written, whatever it carries now.
    const named = [
      ...view.platform.permissions.keys(),
      ...texts.filter((text) => splitInstance(text) !== null),
    ];
    const lapsed = named.filter((permission) =>
      presentDocuments.lapsed(group.address, 'permissions', permission),
    );
    const carried = new Set([...permissions.keys(), ...lapsed]);
    const next = refoldPermissions(texts, carried, view.platform.permissions);
    if (next !== texts && !(next.length === 0 && written === undefined))
      map = withKey(map, 'permissions', next);
  }
  map = withGiven(
    map,
    givenAt(importableView, home, groupKey(path)),
    assignmentAddress(home, groupKey(path)),
    importableView,
    presentDocuments,
  );
  if (map === before) return entry;
  const said = [...map.keys()].filter((key) => key !== 'declared');
  const own = said.some((key) => !isGrantKey(key));
  const shadows = scopeChain(home)
    .slice(1)
    .some((scope) => view.groups.has(`${scope}/${name}`));
  if (!own && (said.length === 0 || shadows)) return new Map([definingEntry(importableView, group), ...map]);
  return map;
}

/**
 * Both lists. Where nesting is flat, they speak of the same people and are one; where groups stay nested, each is
 * owned, and can be left out, without the other.
 */
function withLists(
  map: DraftMap,
  group: GroupResource,
  importableView: ImportableView,
  presentDocuments: PresentDocuments,
  full: boolean,
): DraftMap {
  const { view, left } = importableView;
  const isLeft = (key: 'members' | 'groups'): boolean => left.hasAttribute(group.address, key);
  const native = view.platform.groups.nesting === 'native';
  if (!native && isLeft('members')) return withKey(map, 'groups', undefined);
  const either = map.has('members') || map.has('groups');
  const owns = (key: 'members' | 'groups'): boolean => full || (native ? map.has(key) : either);
  const lists = memberLists(map, group, importableView, presentDocuments, full);
  let next = map;
  if (owns('groups') && !isLeft('groups')) next = withKey(next, 'groups', lists.groups, GROUP_TEXTS);
  // A list that loses its last entry says so, for one that is not written would own nothing.
  const emptied = !native && !full && either && !next.has('groups') && lists.members === undefined;
  if (owns('members') && !isLeft('members'))
    next = withKey(next, 'members', emptied ? [] : lists.members, [...GROUP_TEXTS, 'groups']);
  return next;
}

/** What an entry gives and denies, whoever's it is. */
export function withGiven(
  map: DraftMap,
  live: GivenRoles,
  address: Address,
  importableView: ImportableView,
  presentDocuments: PresentDocuments,
): DraftMap {
  const { platform } = importableView.view;
  const before: string[] = [...GROUP_TEXTS, 'groups', 'members'];
  let next = map;
  for (const key of GRANT_KEYS) {
    const stays = (role: RoleKey): boolean => presentDocuments.lapsed(address, key, role);
    const revised = revisedRoles(next.get(key), live[key], stays, platform, key === 'roles');
    next = withKey(next, key, revised, before);
    before.push(key);
  }
  return next;
}

/** What somebody is in the group, as it is live. Where nobody owns what is not written, nothing is added to it. */
function withRole(
  item: Draft,
  live: string | undefined,
  full: boolean,
  { groups: { membershipRoles } }: PlatformDefinition,
): Draft {
  const written = isDraftMap(item) ? item.get('role') : undefined;
  if (written === undefined && (live === undefined || !full)) return item;
  if (written === (live ?? membershipRoles?.defaultRole)) return item;
  const map: DraftMap = isDraftMap(item) ? item : new Map([['member', item]]);
  // A map stays one, so that a comment beside it does.
  return withKey(map, 'role', live, ['member']);
}

interface Lists {
  readonly members: Draft | undefined;
  readonly groups: Draft | undefined;
}

/** Who is listed, and which groups: where nesting is flat, a group stays nested while all its people are in this one. */
function memberLists(
  map: DraftMap,
  group: GroupResource,
  importableView: ImportableView,
  presentDocuments: PresentDocuments,
  full: boolean,
): Lists {
  const { view, keyOf } = importableView;
  const { nesting } = view.platform.groups;
  const { home } = group.attributes;
  const address = group.address;
  const live = group.attributes.members;
  const writtenGroups = map.get('groups');
  const writtenMembers = map.get('members');
  const covered = new Set<string>();
  const named = new Set<GroupPath>();
  const items = isDraftList(writtenGroups) ? writtenGroups : [];
  const kept = items.filter((item) => {
    const name = entryName(item, 'group');
    const child = name === null ? null : presentDocuments.groupMeant(name, home);
    if (child === null) return false;
    named.add(child);
    const found = view.groups.get(child);
    if (found === undefined) return false;
    if (presentDocuments.lapsed(address, 'groups', child)) return true;
    if (nesting === 'native') return group.attributes.groups.has(child);
    if (importableView.left.hasAttribute(found.address, 'members')) return false;
    if ([...found.attributes.members.keys()].some((member) => !live.has(member))) return false;
    for (const member of found.attributes.members.keys()) covered.add(member);
    return true;
  });
  const joined = [...group.attributes.groups.keys()]
    .filter((path) => !named.has(path))
    .map((path) => path.slice(path.lastIndexOf('/') + 1));
  const said = new Set<string>();
  const list = isDraftList(writtenMembers) ? writtenMembers : [];
  const roles = choicesIn(group.attributes.membershipRoles);
  const stay = list.flatMap((item): readonly Draft[] => {
    const name = entryName(item, 'member');
    if (name === null) return [];
    const member = memberId(name, view.platform.members.compare);
    const keep =
      live.has(member) ||
      presentDocuments.lapsed(address, 'members', member) ||
      presentDocuments.ruledOut(memberAddress(view.organization, member));
    if (!keep) return [];
    said.add(member);
    return [live.has(member) ? withRole(item, roles.get(member), full, view.platform) : item];
  });
  const missing = [...live.keys()]
    .filter((member) => !said.has(member) && !covered.has(member))
    .map((member) => memberItem(keyOf(member), roles.get(member)));
  return {
    members: listOf(writtenMembers, list, stay, missing, 'member'),
    groups:
      kept.length + joined.length === 0 && nesting !== 'native'
        ? undefined
        : listOf(writtenGroups, items, kept, joined, 'group'),
  };
}

function listOf(
  written: Draft | undefined,
  items: readonly Draft[],
  kept: readonly Draft[],
  added: readonly Draft[],
  key: 'member' | 'group',
): Draft | undefined {
  if (kept.length === items.length && kept.every((item, at) => item === items[at]) && added.length === 0)
    return written;
  return withItems<Draft>(kept, added, (item) =>
    known(entryName(item, key), 'the name of an entry that stays'),
  );
}

/** What a window has ended, or not begun, stays written, whatever is live now. */
function spokenSettings(
  view: LiveView,
  group: GroupResource,
  presentDocuments: PresentDocuments,
): LiveSettings {
  const settings = groupSettings(view, group);
  const live = [...settings.live].filter(
    ([entry]) => !presentDocuments.ruledOut(choiceKey(group.address, 'settings', splitChoice(entry).subject)),
  );
  return { ...settings, live: new Map(live) };
}
