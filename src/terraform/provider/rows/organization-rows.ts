import { isPlatformOwned, isSettable } from '../../../plan/platform-owned.ts';
import { ownerOf } from '../../../platform/owners.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { Address } from '../../../resource/address.ts';
import { grantWords, roleOfWord } from '../../../resource/grant-words.ts';
import { type MemberId, type ScopePath, scopeChain } from '../../../resource/identifiers.ts';
import { modelOf } from '../../../resource/organization-model.ts';
import type { AssignmentResource, MemberResource, Resource } from '../../../resource/resource.ts';
import {
  byScope,
  type Departure,
  departuresRow,
  type GroupMembershipKey,
  membersRow,
  namedRow,
  type RemovedRoles,
  type RowInstance,
  rosterRow,
  type ScopeClosings,
} from './encode-rows.ts';
import type { RowTypeName } from './row-tables.ts';

/** `bylaw_group|acme/qa`: a row's identity before and apart from its block name. */
export type RowKey = string;

export function rowKey(type: RowTypeName, key: string): RowKey {
  return `${type}|${key}`;
}

/** The organization a row is of: the key of any row is a path from it. */
export function organizationOf(key: string): string {
  const end = key.indexOf('/');
  return end === -1 ? key : key.slice(0, end);
}

/** A row and the rows that must be there before it. */
export interface PlacedRow extends RowInstance {
  readonly dependsOn: readonly RowKey[];
}

export interface OrganizationRows {
  readonly platform: PlatformDefinition;
  /** In the platform's form; may hold resources that Bylaw does not manage. */
  readonly resources: readonly Resource[];
  /** What things are called on the platform, by address, where that is not what they are called here. */
  readonly called?: ReadonlyMap<Address, string>;
  /** Resources of the above that get no row of their own; in a roster or members map they stay as entries. */
  readonly unmanaged: ReadonlySet<Address>;
  /** Members in `resources` who leave in this run: kept in the members row until the departures row takes them. */
  readonly leaving: readonly MemberResource[];
  /** The same of people who are deactivated in this run. */
  readonly deactivated?: readonly MemberResource[];
  /** Places in groups that `resources` still hold and this run gives up at its end. */
  readonly places?: readonly GroupMembershipKey[];
  /** The same of what assignments lose. */
  readonly takings?: RemovedRoles;
  /** Scopes that are open in `resources` and are closed at the end of this run. */
  readonly closings?: ScopeClosings;
}

/** Whether people must be attached to a scope before they are put into its groups. */
export function attachesBeforeGroups(platform: PlatformDefinition): boolean {
  return platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
}

/** All rows of one organization: the same function for what is live and for what is wanted. */
export function rowsOfOrganization(input: OrganizationRows): readonly PlacedRow[] {
  const {
    platform,
    resources,
    unmanaged,
    leaving,
    deactivated = [],
    places = [],
    takings = new Map(),
    closings = new Map(),
    called = new Map(),
  } = input;
  const attached = attachesBeforeGroups(platform);
  const scopes = modelOf(resources).all('scope');
  const rows: PlacedRow[] = [];
  const has = new Set<RowKey>();
  const place = (row: RowInstance, dependsOn: readonly RowKey[]): void => {
    has.add(rowKey(row.type, row.key));
    rows.push({ ...row, dependsOn });
  };
  const placeNamed = (resource: Resource, row: RowInstance, dependsOn: readonly RowKey[]): void => {
    const name = called.get(resource.address);
    place(name === undefined ? row : { ...row, row: { ...row.row, called: name } }, dependsOn);
  };

  for (const scope of scopes) {
    if ((isPlatformOwned(scope, platform) && !isSettable(scope)) || unmanaged.has(scope.address)) continue;
    const { parent } = scope.attributes;
    placeNamed(scope, namedRow(scope), parent === null ? [] : [rowKey('bylaw_scope', parent)]);
  }
  const roleHome = new Map<string, ScopePath>();
  for (const { attributes: a } of modelOf(resources).all('role')) roleHome.set(a.name, a.home);
  const roleRows = (names: Iterable<string>): readonly RowKey[] =>
    [...names].flatMap((name) => {
      const home = roleHome.get(name);
      return home === undefined ? [] : [rowKey('bylaw_role', `${home}/${name}`)];
    });
  for (const role of modelOf(resources).all('role')) {
    if (unmanaged.has(role.address) || isPlatformOwned(role, platform)) continue;
    const { home, includes } = role.attributes;
    placeNamed(role, namedRow(role), [rowKey('bylaw_scope', home), ...roleRows(includes.keys())]);
  }
  const members = byScope(modelOf(resources).all('member'));
  for (const scope of scopes) {
    const { path, parent } = scope.attributes;
    const at = parent === null ? [] : [rowKey('bylaw_scope', path)];
    if (ownerOf(platform, 'member') !== null) continue;
    if (parent === null || members.has(path)) place(membersRow(path, members.get(path)), at);
  }
  const root = scopes.find((scope) => scope.attributes.parent === null)?.attributes.path;
  // Whoever is given something somewhere is a member there, or of a scope above.
  const people = (path: ScopePath): readonly RowKey[] =>
    scopeChain(path).map((above) => rowKey('bylaw_members', above));
  for (const group of modelOf(resources).all('group')) {
    if (unmanaged.has(group.address) || isPlatformOwned(group, platform)) continue;
    const { home, groups } = group.attributes;
    const children = [...groups.keys()].map((child) => rowKey('bylaw_group', child));
    const roster = attached ? [rowKey('bylaw_roster', home)] : [];
    placeNamed(group, namedRow(group), [
      rowKey('bylaw_scope', home),
      ...people(home),
      ...children,
      ...roster,
    ]);
  }
  const assignments = byScope(modelOf(resources).all('assignment'));
  for (const scope of ownerOf(platform, 'assignment') === null ? scopes : []) {
    const { path } = scope.attributes;
    const held = assignments.get(path);
    const ofGroups = held.filter(({ attributes: { principal } }) => principal.type === 'group');
    const roster = (type: RosterType, some: readonly AssignmentResource[]): void => {
      const groups = some.flatMap(({ attributes: { principal } }) =>
        principal.type === 'group' ? [rowKey('bylaw_group', principal.group)] : [],
      );
      const roles = roleRows(
        new Set(some.flatMap(({ attributes }) => grantWords(attributes).map(roleOfWord))),
      );
      const row = rosterRow(path, some, type);
      place(row, [rowKey('bylaw_scope', path), ...people(path), ...groups, ...roles]);
    };
    if (!attached || ofGroups.length === 0) {
      roster('bylaw_roster', held);
      continue;
    }
    // One row could come neither before the groups it attaches people for nor after those it gives something.
    roster(
      'bylaw_roster',
      held.filter((one) => !ofGroups.includes(one)),
    );
    roster('bylaw_group_roster', ofGroups);
  }
  // Only a run in which somebody leaves pays for waiting on every other row.
  const before = [...has];
  for (const { attributes } of scopes) {
    const { path } = attributes;
    const people = departing(path, leaving, deactivated);
    if (path !== root) {
      // What is given up in the whole organization goes before people who hold it.
      const last = root === undefined ? before : [...before, rowKey('bylaw_departures', root)];
      if (people.size > 0) place(departuresRow(path, { people }), last);
      continue;
    }
    const all = people.size + places.length + takings.size + closings.size === 0 ? [] : before;
    place(departuresRow(path, { people, places, roles: takings, closings }), all);
  }
  return rows.map((row) => ({ ...row, dependsOn: row.dependsOn.filter((key) => has.has(key)) }));
}

type RosterType = 'bylaw_roster' | 'bylaw_group_roster';

function departing(
  scope: ScopePath,
  leaving: readonly MemberResource[],
  deactivated: readonly MemberResource[],
): ReadonlyMap<MemberId, Departure> {
  const here = (members: readonly MemberResource[]): readonly MemberId[] =>
    members.filter((m) => m.attributes.scope === scope).map((m) => m.attributes.member);
  return new Map<MemberId, Departure>([
    ...here(leaving).map((member) => [member, ''] as const),
    ...here(deactivated).map((member) => [member, 'deactivated'] as const),
  ]);
}
