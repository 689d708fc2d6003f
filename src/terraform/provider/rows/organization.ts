import { isPlatformOwned } from '../../../plan/changes.ts';
import type { PlatformDefinition } from '../../../platform/definition.ts';
import type { MemberId, ScopePath } from '../../../resource/reference.ts';
import { type Address, type Resource, resourcesOf } from '../../../resource/resource.ts';
import {
  byScope,
  type Departure,
  departuresRow,
  groupRow,
  membersRow,
  type PlaceKey,
  type RowInstance,
  roleRow,
  rosterRow,
  scopeRow,
} from './encode.ts';
import type { RowTypeName } from './tables.ts';

/** `bylaw_group|acme/qa`: a row's identity before and apart from its block name. */
export type RowKey = string;

export function rowKey(type: RowTypeName, key: string): RowKey {
  return `${type}|${key}`;
}

/** A row and the rows that must be there before it. */
export interface PlacedRow extends RowInstance {
  readonly dependsOn: readonly RowKey[];
}

export interface OrganizationRows {
  readonly platform: PlatformDefinition;
  /** In the platform's form; may hold resources that Bylaw does not manage. */
  readonly resources: readonly Resource[];
  /** Resources of the above that get no row of their own; in a roster or members map they stay as entries. */
  readonly unmanaged: ReadonlySet<Address>;
  /** People in `resources` who leave in this run: kept in the members row until the departures row takes them. */
  readonly leaving: readonly MemberId[];
  /** The same of people who are deactivated in this run. */
  readonly deactivated?: readonly MemberId[];
  /** Places in groups that `resources` still hold and this run gives up at its end. */
  readonly places?: readonly PlaceKey[];
}

/** All rows of one organization: the same function for what is live and for what is wanted. */
export function rowsOfOrganization(input: OrganizationRows): readonly PlacedRow[] {
  const { platform, resources, unmanaged, leaving, deactivated = [], places = [] } = input;
  const scopes = resourcesOf(resources, 'scope');
  const rows: PlacedRow[] = [];
  const has = new Set<RowKey>();
  const place = (row: RowInstance, dependsOn: readonly RowKey[]): void => {
    has.add(rowKey(row.type, row.key));
    rows.push({ ...row, dependsOn });
  };

  for (const scope of scopes) {
    if (isPlatformOwned(scope, platform) || unmanaged.has(scope.address)) continue;
    const { parent } = scope.attributes;
    place(scopeRow(scope), parent === null ? [] : [rowKey('bylaw_scope', parent)]);
  }
  const roleHome = new Map<string, ScopePath>();
  for (const { attributes: a } of resourcesOf(resources, 'role')) roleHome.set(a.name, a.home);
  const roleRows = (names: Iterable<string>): readonly RowKey[] =>
    [...names].flatMap((name) => {
      const home = roleHome.get(name);
      return home === undefined ? [] : [rowKey('bylaw_role', `${home}/${name}`)];
    });
  for (const role of resourcesOf(resources, 'role')) {
    if (unmanaged.has(role.address)) continue;
    const { home, includes } = role.attributes;
    place(roleRow(role), [rowKey('bylaw_scope', home), ...roleRows(includes.keys())]);
  }
  const members = byScope(resourcesOf(resources, 'member'));
  for (const scope of scopes) {
    const { path, parent } = scope.attributes;
    if (parent === null || members.has(path)) place(membersRow(path, members.get(path) ?? []), []);
  }
  const root = scopes.find((scope) => scope.attributes.parent === null)?.attributes.path;
  const people = root === undefined ? [] : [rowKey('bylaw_members', root)];
  for (const group of resourcesOf(resources, 'group')) {
    if (unmanaged.has(group.address)) continue;
    const { home, groups } = group.attributes;
    const children = [...groups.keys()].map((child) => rowKey('bylaw_group', child));
    place(groupRow(group), [rowKey('bylaw_scope', home), ...people, ...children]);
  }
  const assignments = byScope(resourcesOf(resources, 'assignment'));
  for (const scope of scopes) {
    const { path } = scope.attributes;
    const held = assignments.get(path) ?? [];
    const groups = held.flatMap(({ attributes: { principal } }) =>
      principal.type === 'group' ? [rowKey('bylaw_group', principal.group)] : [],
    );
    const roles = roleRows(new Set(held.flatMap(({ attributes }) => [...attributes.roles.keys()])));
    place(rosterRow(path, held), [rowKey('bylaw_scope', path), ...people, ...groups, ...roles]);
  }
  if (root !== undefined) {
    // Only a run in which somebody leaves pays for waiting on every other row.
    const departures = new Map<MemberId, Departure>([
      ...leaving.map((member) => [member, ''] as const),
      ...deactivated.map((member) => [member, 'deactivated'] as const),
    ]);
    const all = departures.size + places.length === 0 ? [] : [...has];
    place(departuresRow(root, departures, places), all);
  }
  return rows.map((row) => ({ ...row, dependsOn: row.dependsOn.filter((key) => has.has(key)) }));
}
