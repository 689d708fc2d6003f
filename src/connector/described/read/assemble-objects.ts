import { ListsByKey } from '../../../source/lists-by-key.ts';
import type { LiveAssignment, LiveGroup, LiveMembership, LiveNesting } from '../../live/live-object.ts';
import type { LiveObjects } from '../../live/live-objects.ts';
import type { ReadRows } from '../description/api-description.ts';
import { documentName } from '../description/document-name.ts';
import { assembleMembers, assembleScopeMembers } from './assemble-people.ts';
import { assembleRoles, roleIds } from './assemble-roles.ts';
import { assembleScopes } from './assemble-scopes.ts';
import { type Assembly, entriesOf, settingsOf, takenBy, textOr } from './assembly.ts';
import { permissionsOf } from './permission-cases.ts';
import { rowId } from './row-identities.ts';

/**
 * Tables → the objects that an organization is made of, by the ids of rows. Whatever is wrong is among the stops, and then
 * nothing of it is to be used.
 */
export function assembleObjects(assembly: Assembly): LiveObjects {
  checkTold(assembly);
  // What others mean comes first.
  const { scopes, root } = assembleScopes(assembly);
  const roles = assembleRoles(assembly);
  const members = assembleMembers(assembly);
  const unfilled = assembleGroups(assembly, root);
  const scopeMembers = assembleScopeMembers(assembly);
  const memberships = assembleMemberships(assembly);
  const people = new ListsByKey<string, string>();
  for (const { groupId, userId } of memberships) people.add(groupId, userId);
  const groups = unfilled.map(({ told, ...group }): LiveGroup => {
    const listed = new Set(people.get(group.id)).size;
    return { ...group, memberCount: told === null ? listed : told };
  });
  return {
    revision: 0,
    scopes,
    roles,
    members,
    scopeMembers,
    groups,
    memberships,
    nestings: assembleNestings(assembly),
    assignments: assembleAssignments(assembly, root),
  };
}

type UnfilledGroup = Omit<LiveGroup, 'memberCount'> & { readonly told: number | null };

function assembleGroups(assembly: Assembly, root: string): readonly UnfilledGroup[] {
  const { api, values, identities, stops } = assembly;
  const taken = takenBy(assembly, entriesOf(api, 'group'));
  for (const { at } of taken) identities.enter('group', rowId(at.from, at.row.id));
  return taken.flatMap(({ entry, at }): readonly UnfilledGroup[] => {
    const called = values.text(entry.key, at);
    const scopeId = entry.home === null ? root : identities.meant('scope', entry.home, at);
    const permissions = entry.permissions === null ? [] : permissionsOf(assembly, entry.permissions, at);
    if (called === null || scopeId === null || permissions === null) return [];
    const slug = documentName(called);
    identities.claim('group', `${slug} of ${scopeId}`, at);
    const count = entry.memberCount === null ? null : values.text(entry.memberCount, at);
    if (count !== null && !/^\d{1,9}$/.test(count)) {
      stops.add(at.from, 'value', `the number of members of ${at.row.id} is ${count}`);
    }
    return [
      {
        id: rowId(at.from, at.row.id),
        version: 0,
        slug,
        name: textOr(assembly, entry.title, at, called),
        description: textOr(assembly, entry.description, at, ''),
        scopeId,
        settings: settingsOf(assembly, entry.settings, at),
        permissions,
        told: count === null ? null : Number(count),
      },
    ];
  });
}

function assembleMemberships(assembly: Assembly): readonly LiveMembership[] {
  const { api, identities } = assembly;
  return takenBy(assembly, entriesOf(api, 'membership')).flatMap(
    ({ entry, at }): readonly LiveMembership[] => {
      const groupId = identities.meant('group', entry.group, at);
      const userId = identities.meant('member', entry.member, at);
      if (groupId === null || userId === null) return [];
      const role = textOr(assembly, entry.role, at, '');
      return [{ id: `${groupId} ${userId}`, groupId, userId, role: role === '' ? null : role }];
    },
  );
}

function assembleNestings(assembly: Assembly): readonly LiveNesting[] {
  const { api, identities } = assembly;
  return takenBy(assembly, entriesOf(api, 'nesting')).flatMap(({ entry, at }): readonly LiveNesting[] => {
    const parentId = identities.meant('group', entry.group, at);
    const childId = identities.meant('group', entry.child, at);
    return parentId === null || childId === null ? [] : [{ id: `${parentId} ${childId}`, parentId, childId }];
  });
}

/** Rows of one scope and one person or group are one assignment: many platforms have a row for each role. */
function assembleAssignments(assembly: Assembly, root: string): readonly LiveAssignment[] {
  const { api, identities } = assembly;
  const assignments = new Map<string, LiveAssignment>();
  const entries = entriesOf(api, 'assignment');
  // A row whose entry does not speak of it has none of it, where the file says which rows do.
  const unsaid = {
    below: entries.some(({ below }) => below !== null) ? [] : null,
    denied: entries.some(({ denied }) => denied !== null) ? [] : null,
  };
  for (const { entry, at } of takenBy(assembly, entries)) {
    const scopeId = entry.scope === null ? root : identities.meant('scope', entry.scope, at);
    const principalType = entry.principal.type;
    const principalId = identities.meant(principalType, entry.principal.ref, at);
    if (scopeId === null || principalId === null) continue;
    const id = `${scopeId} ${principalType} ${principalId}`;
    const before = assignments.get(id);
    const ids = (key: 'below' | 'denied') =>
      entry[key] === null ? unsaid[key] : roleIds(assembly, entry[key], at);
    assignments.set(id, {
      id,
      version: 0,
      scopeId,
      principalType,
      principalId,
      roleIds: both(before?.roleIds, roleIds(assembly, entry.roles, at)),
      belowRoleIds: bothOrNull(before?.belowRoleIds, ids('below')),
      deniedRoleIds: bothOrNull(before?.deniedRoleIds, ids('denied')),
    });
  }
  return [...assignments.values()];
}

function both(one: readonly string[] | undefined, other: readonly string[]): readonly string[] {
  return one === undefined ? other : [...new Set([...one, ...other])];
}

/** Null: nothing tells. */
function bothOrNull(
  one: readonly string[] | null | undefined,
  other: readonly string[] | null,
): readonly string[] | null {
  if (other === null) return one === undefined ? null : one;
  return both(one === null ? undefined : one, other);
}

/** Of what the platform file speaks of, nothing is left out by the connector file. Rule `untold`. */
function checkTold({ api, platform, stops }: Assembly): void {
  const has = (gives: ReadRows['gives']): boolean => api.entries.some((entry) => entry.gives === gives);
  const [first] = api.entries;
  const say = (what: string): void => stops.add(first === undefined ? 'none' : first.from, 'untold', what);
  if (platform.groups.nesting === 'native' && has('group') && !has('nesting')) {
    say('groups nest on the platform, and read has no nesting');
  }
  for (const entry of entriesOf(api, 'group')) {
    if (entry.permissions === null && platform.groups.carry.includes('permissions')) {
      stops.add(entry.from, 'untold', 'groups carry permissions on the platform, and the entry has none');
    }
  }
  for (const entry of entriesOf(api, 'membership')) {
    if (entry.role === null && platform.groups.membershipRoles !== null) {
      stops.add(entry.from, 'untold', 'people have roles in groups on the platform, and the entry has none');
    }
  }
  if (has('group') && !has('membership')) say('read has groups and no membership');
}
