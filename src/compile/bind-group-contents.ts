import { ownerOf } from '../platform/owners.ts';
import { GROUP_TEXTS, type WrittenEntry } from '../policy/document-types.ts';
import { groupAddress, type PartKey } from '../resource/address.ts';
import { choiceEntry } from '../resource/choices.ts';
import type { GroupPath, MemberId } from '../resource/identifiers.ts';
import { type Entries, NO_ENTRIES } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';
import { escapeText, quote } from '../source/quote.ts';
import { firstLapse } from './bind-assignments.ts';
import { bindPermissions } from './bind-permissions.ts';
import { bindSettings, type SettingsOwner } from './bind-settings.ts';
import type { Binding } from './binding.ts';
import { findCycles, formatCycle } from './cycles.ts';
import { choiceKey, entryKey } from './desired.ts';
import type { DefinedGroup, GroupTable } from './group-table.ts';
import { isThereForOne } from './groups-of-one.ts';
import { addNestedOutsiders, type PossibleContents } from './nested-outsiders.ts';
import { PlacesInGroups } from './places-in-groups.ts';
import type { Roster } from './roster.ts';
import { alwaysStated, statedIfWritten, statedTexts, statement } from './statement.ts';
import { ALWAYS, areUnbounded, type BoundWindow, bindWindow, isUnwritten, type Lapse } from './windows.ts';

type ChildGroupEdges = Map<GroupPath, Origin>;

/**
 * Members, child groups and permissions of every group defined. Reports `unknown-member`,
 * `member-not-in-organization`, `unknown-group`, `group-cardinality`, `group-cycle`, `duplicate-declaration`, `not-supported`,
 * `unknown-permission`, and what is due of windows on members and child groups.
 */
export function bindGroupContents(directory: GroupTable, roster: Roster, binding: Binding): void {
  const edges = new Map<GroupPath, Entries>();
  const contents = new Map<GroupPath, PossibleContents>();
  const places = new PlacesInGroups(binding);
  const bound = [...directory.defined.values()].map((group) => ({
    group,
    children: bindChildren(group, directory, binding),
  }));
  const inside = new Set(bound.flatMap(({ children }) => [...children.children.keys()]));
  for (const { group, children } of bound) {
    const { home, written } = group;
    const people = bindMembers(group, roster, places, binding);
    if (!isThereForOne(group, people.lapse, binding)) continue;
    const isNested = children.children.size > 0 || inside.has(group.path);
    const settings = bindSettings(settingsOwnerOf(group, isNested, binding), binding);
    edges.set(group.path, children.edges);
    contents.set(group.path, { group, people: people.possible, children: children.edges });
    const sayings = {
      home: alwaysStated(home.path),
      name: alwaysStated(written.name),
      ...statedTexts('group', GROUP_TEXTS, written, { name: written.name }),
      settings: alwaysStated(settings),
      members: statedIfWritten(written.members, people.members),
      membershipRoles: statedIfWritten(
        written.members,
        people.membershipRoles.size === 0 ? NO_ENTRIES : people.membershipRoles,
      ),
      groups: statedIfWritten(written.groups, children.children),
      permissions: statedIfWritten(written.permissions, bindCarried(group, binding)),
    };
    binding.renamed(groupAddress(group.path), written.renamedFrom);
    binding.want(statement('group', sayings, written.origin));
  }
  if (binding.hasRule('group-members-are-attached') && binding.platform.groups.nesting === 'flatten')
    addNestedOutsiders(contents, roster);
  reportCycles(edges, directory, binding);
  places.check();
}

function settingsOwnerOf(
  { path, label, written, window }: DefinedGroup,
  isNested: boolean,
  binding: Binding,
): SettingsOwner {
  const { settings } = binding.platform.groups;
  const { lapse } = window;
  return { address: groupAddress(path), label, settings, written: written.settings, isNested, lapse };
}

/** The place of somebody on a scope of which nobody asks who belongs to it. */
const NOWHERE: readonly BoundWindow[] = [];

function bindMembers(group: DefinedGroup, roster: Roster, places: PlacesInGroups, binding: Binding) {
  const members = new Map<MemberId, Origin>();
  const membershipRoles = new Map<string, Origin>();
  const possible = new Set<MemberId>();
  let lapse: Lapse | null = null;
  if (group.written.members === null) return { members, membershipRoles, possible, lapse };
  const lapsed = new Map<MemberId, Origin>();
  // Where a group holds only whom its home holds, whoever is at home no more is in the group no more.
  const attaches = binding.hasRule('group-members-are-attached');
  const counts = binding.hasRule('members-are-in-groups');
  const entries = group.written.members;
  const joined = roster.joined(entries, binding);
  for (const [at, entry] of entries.entries()) {
    const window = bindEntryWindow(entry, '', group, binding);
    const member = joined[at] ?? roster.find(entry.name, group.label, entry.origin, binding);
    if (member === null || isRepeated(member.id, entry, group, members.get(member.id), lapsed, binding))
      continue;
    const home = attaches ? roster.placeOn(group.home.path, member.id) : NOWHERE;
    const isPossible = member.window.lapse?.why !== 'expired' && window.lapse?.why !== 'expired';
    if (isPossible && attaches) possible.add(member.id);
    if (home === null && isPossible) {
      roster.outsiders.push({ member: member.id, group, origin: entry.origin, through: null });
    }
    const windows =
      home === null || home.length === 0 ? [member.window, window] : [member.window, ...home, window];
    if (counts) roster.joinsGroup(member.id, windows);
    places.add(member.id, group, entry, windows);
    lapse = keep(member.id, entry, windows, members, lapsed, 'members', group, binding);
    bindMembershipRole(member.id, entry, membershipRoles, group, binding);
  }
  return { members, membershipRoles, possible, lapse };
}

/** What somebody is in the group. The ordinary thing is not told: nor is it by a platform that has no other. */
function bindMembershipRole(
  member: MemberId,
  { name, role }: WrittenEntry,
  membershipRoles: Map<string, Origin>,
  group: DefinedGroup,
  binding: Binding,
): void {
  const { title, groups } = binding.platform;
  const rules = groups.membershipRoles;
  if (role === null) {
    // Where nobody can be anything else in a group there is nothing to leave open.
    if (rules === null || ownerOf(binding.platform, 'group') !== null) return;
    binding.leaveOpen(choiceKey(groupAddress(group.path), 'membershipRoles', member));
  } else if (rules === null) {
    const message = `On ${title} all members of a group are alike: ${escapeText(name)} is not ${escapeText(role.value)} of ${group.label}.`;
    binding.report('not-supported', message, role.origin, { hint: 'Remove the role.' });
  } else if (!rules.roles.has(role.value)) {
    const known = [...rules.roles.keys()];
    const hint = binding.suggest(role.value, known, `Members of groups are ${known.join(' or ')}.`);
    const message = `${title} has no role ${quote(role.value)} in a group.`;
    binding.report('unknown-role', message, role.origin, { hint });
  } else if (role.value !== rules.defaultRole) {
    membershipRoles.set(choiceEntry(member, role.value), role.origin);
  }
}

/** Child groups that hold at the instant, and the edges of all that can still hold: a ring ahead is a ring. */
function bindChildren(group: DefinedGroup, directory: GroupTable, binding: Binding) {
  if (group.written.groups === null) return { children: NO_ENTRIES, edges: NO_ENTRIES };
  const children: ChildGroupEdges = new Map();
  const childGroupEdges: ChildGroupEdges = new Map();
  const lapsed = new Map<GroupPath, Origin>();
  for (const entry of group.written.groups) {
    const window = bindEntryWindow(entry, 'group ', group, binding);
    if (binding.platform.groups.nesting === 'none') {
      const message = `${binding.platform.title} has no groups within groups.`;
      binding.report('not-supported', message, entry.origin, {
        hint: 'List the members of the child group in this group.',
      });
      continue;
    }
    const child = directory.find(entry.name, group.home, entry.origin, binding);
    if (child === null || isRepeated(child.path, entry, group, children.get(child.path), lapsed, binding))
      continue;
    const windows = [child.window, window];
    if (windows.every(({ lapse }) => lapse?.why !== 'expired')) childGroupEdges.set(child.path, entry.origin);
    keep(child.path, entry, windows, children, lapsed, 'groups', group, binding);
  }
  return { children, edges: childGroupEdges };
}

function bindCarried(group: DefinedGroup, binding: Binding): Entries {
  const { permissions: written } = group.written;
  if (written === null) return NO_ENTRIES;
  if (binding.platform.groups.carry.includes('permissions')) {
    const permissions = bindPermissions(written, binding);
    const { lapse } = group.window;
    for (const permission of permissions.keys()) {
      const place = () => entryKey(groupAddress(group.path), 'permissions', permission);
      if (lapse === null) binding.begin(place, [group.window]);
      else binding.ruleOut(place(), lapse.why, lapse.origin);
    }
    return lapse === null ? permissions : new Map();
  }
  const [first] = written;
  if (first !== undefined) {
    binding.report(
      'not-supported',
      `Groups of ${binding.platform.title} carry no permissions.`,
      first.origin,
      {
        hint: 'Give the group a role that has them.',
      },
    );
  }
  return new Map();
}

function bindEntryWindow(
  entry: WrittenEntry,
  prefix: string,
  group: DefinedGroup,
  binding: Binding,
): BoundWindow {
  // Hardly any has one.
  return isUnwritten(entry.window) ? ALWAYS : bindWrittenWindow(entry, prefix, group, binding);
}

function bindWrittenWindow(
  entry: WrittenEntry,
  prefix: string,
  group: DefinedGroup,
  binding: Binding,
): BoundWindow {
  const grant = (): string => `${prefix}${escapeText(entry.name)} in ${group.label}`;
  return bindWindow(entry.window, grant, entry.origin, binding);
}

function isRepeated(
  key: string,
  entry: WrittenEntry,
  group: DefinedGroup,
  kept: Origin | undefined,
  lapsed: Map<string, Origin>,
  binding: Binding,
): boolean {
  const first = kept ?? lapsed.get(key);
  if (first === undefined) return false;
  binding.report('duplicate-declaration', `${entry.name} is listed twice in ${group.label}.`, entry.origin, {
    related: [{ message: 'first listed here', origin: first }],
  });
  return true;
}

function keep(
  key: string,
  entry: WrittenEntry,
  windows: readonly BoundWindow[],
  entries: Map<string, Origin>,
  lapsed: Map<string, Origin>,
  attribute: 'members' | 'groups',
  group: DefinedGroup,
  binding: Binding,
): Lapse | null {
  if (areUnbounded(windows)) {
    entries.set(key, entry.origin);
    return null;
  }
  const lapse = firstLapse(windows);
  if (lapse === null) entries.set(key, entry.origin);
  else lapsed.set(key, entry.origin);
  bound(entryOf(key, attribute, group), windows, lapse, binding);
  return lapse;
}

/** Notes since when an entry is there, or why it is not. */
function bound(
  place: () => PartKey,
  windows: readonly BoundWindow[],
  lapse: Lapse | null,
  binding: Binding,
): void {
  if (lapse === null) binding.begin(place, windows);
  else binding.ruleOut(place(), lapse.why, lapse.origin);
}

function entryOf(key: string, attribute: 'members' | 'groups', group: DefinedGroup): () => PartKey {
  return () => entryKey(groupAddress(group.path), attribute, key);
}

function reportCycles(edges: ReadonlyMap<GroupPath, Entries>, directory: GroupTable, binding: Binding): void {
  const name = (path: GroupPath) => {
    const group = directory.defined.get(path);
    return group?.home.parent === null ? group.written.name : path;
  };
  for (const cycle of findCycles(edges)) {
    const [first] = cycle;
    binding.report(
      'group-cycle',
      `Groups contain each other in a cycle: ${formatCycle(cycle, name)}.`,
      first.origin,
      {
        related: cycle.map((e) => ({ message: `${name(e.from)} contains ${name(e.to)}`, origin: e.origin })),
        hint: 'Remove one of these child groups.',
      },
    );
  }
}
