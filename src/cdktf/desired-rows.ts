import type { Desired } from '../compile/desired.ts';
import { isPlatformOwned } from '../plan/platform-owned.ts';
import { identityOf, isUnstated } from '../plan/unstated-attributes.ts';
import { ownerOf } from '../platform/owners.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { AttributeSpec } from '../resource/attribute-spec.ts';
import { choicesIn } from '../resource/choices.ts';
import { grantWords, roleOfWord } from '../resource/grant-words.ts';
import {
  groupPath,
  type MemberId,
  principalKey,
  type ScopePath,
  scopeChain,
} from '../resource/identifiers.ts';
import { impliedMembershipRoles } from '../resource/implied-membership-roles.ts';
import { modelOf } from '../resource/organization-model.ts';
import { inPlatformForm } from '../resource/platform-form.ts';
import type {
  AssignmentAttributes,
  Entries,
  GroupAttributes,
  Resource,
  ResourceOf,
} from '../resource/resource.ts';
import { type NamedType, specsOf } from '../resource/resource-types.ts';
import { known } from '../source/known.ts';
import { formatOrigin } from '../source/origin.ts';
import { byScope } from '../terraform/provider/rows/encode-rows.ts';
import { escapeKey } from '../terraform/provider/rows/map-key.ts';
import { attachesBeforeGroups } from '../terraform/provider/rows/organization-rows.ts';
import { COLUMNS } from '../terraform/standalone/schema/resource-tables.ts';
import { type DesiredRow, type NaturalRowKey, naturalRowKey, type RowAttributes } from './row-types.ts';

/**
 * What the documents of one organization ask for, as rows of the provider that stands alone: one for each thing that
 * has a name. Where assignments are owned in full, each scope has its roster, so that what nobody wrote is seen and
 * removed; where they are declared, each is a row of its own and the rest of the scope is left alone.
 *
 * Order is told by names and not by references: keys are known before anything is made. What must be there before a row
 * stands in `after`; with `create_before_destroy` on all rows that is also the order in which things are let go.
 */
export function desiredRows(desired: Desired): readonly DesiredRow[] {
  const { platform, authority } = desired;
  const resources = inPlatformForm(desired.resources, platform).filter(
    (one) => one.type === 'scope' || !isPlatformOwned(one, platform),
  );
  const written = pickWritten(desired);
  const rows = new Map<NaturalRowKey, DesiredRow>();
  const add = (row: DesiredRow): void => {
    rows.set(naturalRowKey(row.type, row.key), row);
  };
  const scopes = modelOf(resources).all('scope');
  const assignments = byScope(modelOf(resources).all('assignment'));
  const standing = standingOf(resources);
  const attached = attachesBeforeGroups(platform);

  for (const scope of scopes) {
    if (isPlatformOwned(scope, platform)) continue;
    const { path, parent } = scope.attributes;
    add({
      type: 'bylaw_scope',
      key: path,
      attributes: { path, ...namedAttributes(scope, desired, written) },
      after: parent === null ? [] : [naturalRowKey('bylaw_scope', parent)],
      place: formatOrigin(scope.origin),
    });
  }
  for (const role of modelOf(resources).all('role')) {
    const { home, name, permissions, includes } = role.attributes;
    add({
      type: 'bylaw_role',
      key: `${home}/${name}`,
      // A block cannot leave permissions out: documents that do are refused before.
      attributes: { home, name, ...namedAttributes(role, desired, written), permissions: keys(permissions) },
      after: [...includes.keys()].flatMap(standing.role),
      place: formatOrigin(role.origin),
    });
  }
  for (const member of modelOf(resources).all('member')) {
    const { scope, member: id, display, state } = member.attributes;
    add({
      type: 'bylaw_member',
      key: `${scope}|${id}`,
      attributes: { scope, member: display, ...written(member, { state }) },
      after: [naturalRowKey('bylaw_scope', scope)],
      place: formatOrigin(member.origin),
    });
  }
  for (const group of modelOf(resources).all('group')) {
    const { home, groups, members } = group.attributes;
    const held = attached ? assignments.get(home) : [];
    add({
      type: 'bylaw_group',
      key: groupPath(home, group.attributes.name),
      attributes: { home, name: group.attributes.name, ...namedAttributes(group, desired, written) },
      after: [
        naturalRowKey('bylaw_scope', home),
        ...[...members.keys()].flatMap((member) => standing.member(home, member)),
        ...[...groups.keys()].map((child) => naturalRowKey('bylaw_group', child)),
        // Groups of a scope that are for people attached there alone: who holds something on it comes first.
        ...(attached && rosterOf(home) ? [naturalRowKey('bylaw_roster', home)] : []),
        ...held.flatMap(({ attributes: { principal } }) =>
          principal.type === 'member' && members.has(principal.member)
            ? [naturalRowKey('bylaw_assignment', `${home}|${principalKey(principal)}`)]
            : [],
        ),
      ],
      place: formatOrigin(group.origin),
    });
  }

  /** One row could come neither before the groups it attaches people for nor after those it gives something. */
  function rosterOf(path: ScopePath): boolean {
    if (authority.assignment === 'declared' || ownerOf(platform, 'assignment') !== null) return false;
    const held = assignments.get(path);
    return !attached || held.every(({ attributes: { principal } }) => principal.type === 'member');
  }

  for (const scope of scopes) {
    const { path } = scope.attributes;
    const held = assignments.get(path);
    const after = held.map(({ attributes }): readonly NaturalRowKey[] => [
      naturalRowKey('bylaw_scope', path),
      ...(attributes.principal.type === 'group'
        ? [naturalRowKey('bylaw_group', attributes.principal.group)]
        : standing.member(path, attributes.principal.member)),
      ...grantWords(attributes).map(roleOfWord).flatMap(standing.role),
    ]);
    if (rosterOf(path)) {
      const roles = mapOf(
        held.map(({ attributes: a }) => [principalKey(a.principal), grantWords(a).join(',')]),
      );
      add({
        type: 'bylaw_roster',
        key: path,
        attributes: { scope: path, roles },
        after: [naturalRowKey('bylaw_scope', path), ...after.flat()],
        place: formatOrigin(scope.origin),
      });
      continue;
    }
    for (const [at, assignment] of held.entries()) {
      const principal = principalKey(assignment.attributes.principal);
      add({
        type: 'bylaw_assignment',
        key: `${path}|${principal}`,
        attributes: { scope: path, principal, ...assignedNames(assignment.attributes, platform) },
        after: known(after[at], 'what comes before an assignment'),
        place: formatOrigin(assignment.origin),
      });
    }
  }
  return [...rows].map(([own, row]) => {
    const after = [...new Set(row.after)].filter((key) => key !== own && rows.has(key));
    return after.length === row.after.length ? row : { ...row, after };
  });
}

/** What somebody stands on: the rows that make a role, and a person a member here or above. */
function standingOf(resources: readonly Resource[]) {
  const model = modelOf(resources);
  return {
    role: (name: string): readonly NaturalRowKey[] => {
      const home = model.role(name)?.attributes.home;
      return home === undefined ? [] : [naturalRowKey('bylaw_role', `${home}/${name}`)];
    },
    member: (path: ScopePath, member: string): readonly NaturalRowKey[] =>
      scopeChain(path)
        .filter((scope) => model.membership(member, scope) !== undefined)
        .map((scope) => naturalRowKey('bylaw_member', `${scope}|${member}`)),
  };
}

type PickWritten = <A extends object>(
  resource: Pick<Resource, 'type' | 'address'>,
  attributes: A,
) => Partial<A>;

/** What no document writes is left out where things are only declared: the provider leaves it as it is. */
function pickWritten(desired: Desired): PickWritten {
  // A role's row is at the organization, whatever scope the role is written at.
  const open = new Set(
    desired.resources.flatMap((r) =>
      specsOf(r.type).flatMap(([name, { wire }]) =>
        isUnstated(desired, r, name) ? [`${identityOf(r)}#${wire}`] : [],
      ),
    ),
  );
  return <A extends object>(resource: Pick<Resource, 'type' | 'address'>, attributes: A) =>
    Object.fromEntries(
      Object.entries(attributes).filter(([wire]) => !open.has(`${identityOf(resource)}#${wire}`)),
    ) as Partial<A>;
}

/** What a block says of an assignment: what no assignment of the platform can say is left out. */
function assignedNames(
  { roles, below, denied }: AssignmentAttributes,
  { assignments }: PlatformDefinition,
): Omit<RowAttributes['bylaw_assignment'], 'scope' | 'principal'> {
  return {
    roles: keys(roles),
    ...(assignments.below ? { below: keys(below) } : {}),
    ...(assignments.denied ? { denied: keys(denied) } : {}),
  };
}

/** What a block says of a thing beside its name, attribute by attribute of its table: the blocks are made from it too. */
function namedAttributes<T extends NamedType>(
  resource: ResourceOf<T>,
  desired: Desired,
  written: PickWritten,
): Partial<RowAttributes[`bylaw_${T}`]> {
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  const columns = COLUMNS[`bylaw_${resource.type}`];
  const beside =
    'membershipRoles' in resource.attributes ? rolesBeside(resource, resource.attributes, desired) : () => '';
  const said = specsOf(resource.type).flatMap(([name, spec]) => {
    const value = values[name];
    if (spec.role === 'identity' || spec.forcesReplace) return [];
    if (hasNoPlace(resource.type, name, desired.platform)) return [];
    if (spec.choice?.of === 'members') return [];
    if (!(value instanceof Map)) return [[spec.wire, value] as const];
    if (spec.choice?.of === null) return settingsSaid(resource, spec, value, desired);
    const names: readonly string[] = [...value.keys()].sort();
    if (columns[spec.wire]?.type !== 'map') return [[spec.wire, names] as const];
    return [[spec.wire, mapOf(names.map((key) => [key, beside(key)]))] as const];
  });
  return written(resource, Object.fromEntries(said)) as Partial<RowAttributes[`bylaw_${T}`]>;
}

/** Settings that somebody writes, and where things are owned in full those that nobody does. */
function settingsSaid(
  resource: Pick<Resource, 'type' | 'address'>,
  { wire }: AttributeSpec,
  entries: Entries,
  desired: Desired,
) {
  const said = [...choicesIn(entries)].filter(([name]) => !isUnstated(desired, resource, `${wire}/${name}`));
  return said.length === 0 ? [] : [[wire, mapOf(said)] as const];
}

/** What groups and roles of a platform do not have. */
function hasNoPlace(
  type: NamedType,
  name: string,
  { groups: { nesting, carry }, customRoles }: PlatformDefinition,
): boolean {
  if (type === 'role') return name === 'denies' && customRoles?.denies !== true;
  if (type === 'scope') return false;
  if (name === 'groups') return nesting !== 'native';
  return name === 'permissions' && !carry.includes('permissions');
}

/** What stands beside each person of a group: left empty where it is nobody's word, or follows from another role. */
function rolesBeside(
  { type, address }: Pick<Resource, 'type' | 'address'>,
  { membershipRoles }: GroupAttributes,
  desired: Desired,
): (member: MemberId) => string {
  const rules = desired.platform.groups.membershipRoles;
  if (rules === null) return () => '';
  const chosen = choicesIn(membershipRoles);
  const implied = impliedMembershipRoles(desired.platform, desired.resources);
  const isOpen = (member: MemberId) => isUnstated(desired, { type, address }, `membershipRoles/${member}`);
  return (member) => chosen.get(member) ?? (isOpen(member) || implied.has(member) ? '' : rules.defaultRole);
}

function keys(entries: ReadonlyMap<string, unknown>): readonly string[] {
  return [...entries.keys()].sort();
}

/** A plain object without a prototype: a person may be called `constructor`. */
function mapOf(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const map: Record<string, string> = Object.create(null);
  for (const [key, value] of [...pairs].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)))
    map[escapeKey(key)] = value;
  return map;
}
