import type { PredefinedRole } from '../../../platform/platform-definition.ts';
import { ListsByKey } from '../../../source/lists-by-key.ts';
import type { LiveRole } from '../../live/live-object.ts';
import type { RoleRows } from '../description/api-description.ts';
import { documentName } from '../description/document-name.ts';
import type { Values } from '../description/value-description.ts';
import { type Assembly, entriesOf, takenBy, textOr } from './assembly.ts';
import { permissionsOf } from './permission-cases.ts';
import { platformRoleId, rowId } from './row-identities.ts';
import type { RowItem } from './row-value.ts';

interface NamedRole {
  readonly entry: RoleRows;
  readonly at: RowItem;
  readonly id: string;
  readonly key: string;
  /** By the platform. */
  readonly called: string;
  readonly predefined: boolean;
}

/** Roles of the lists, and those of the platform file where no list tells which roles are predefined. */
export function assembleRoles(assembly: Assembly): readonly LiveRole[] {
  const { api, values, identities, platform } = assembly;
  const entries = entriesOf(api, 'role');
  const named = takenBy(assembly, entries).flatMap(({ entry, at }): readonly NamedRole[] => {
    const id = rowId(at.from, at.row.id);
    const called = values.text(entry.key, at);
    if (called === null) {
      identities.enter('role', id);
      return [];
    }
    const key = documentName(called);
    identities.enterRole(id, key);
    identities.claim('role', key, at);
    const predefined = isPredefined(assembly, entry, at, key);
    return predefined === null ? [] : [{ entry, at, id, key, called, predefined }];
  });
  const listed = new Set(named.map(({ key }) => key));
  const isTold = entries.some(({ predefined }) => predefined !== null);
  const unlisted = isTold ? [] : [...platform.roles.values()].filter(({ name }) => !listed.has(name));
  for (const { name } of unlisted) identities.enterRole(platformRoleId(name), name);
  const inclusions = inclusionsOf(assembly);
  return [
    ...named.map((one) => roleOf(assembly, one, inclusions)),
    ...unlisted.map((role) => ({ ...platformRole(assembly, role), id: platformRoleId(role.name) })),
  ];
}

function isPredefined(
  { values, platform, stops }: Assembly,
  entry: RoleRows,
  at: RowItem,
  key: string,
): boolean | null {
  if (entry.predefined === null) return platform.roles.has(key);
  const told = values.text(entry.predefined, at);
  if (told === null || told === 'true' || told === 'false') return told === null ? null : told === 'true';
  stops.add(at.from, 'closed-words', `predefined of ${at.row.id} is ${told}, and neither true nor false`);
  return null;
}

/** What the platform file says of a role, for what the lists do not tell. */
function platformRole({ identities }: Assembly, role: PredefinedRole): LiveRole {
  const at = {
    from: role.name,
    row: { id: role.name, item: null, around: null },
    item: null,
    isInside: false,
  };
  return {
    id: role.name,
    version: 0,
    slug: role.name,
    name: role.title,
    description: '',
    permissions: role.permissions,
    denies: role.denies.length > 0 ? role.denies : null,
    includes: role.includes.flatMap((name) => {
      const id = identities.roleNamed(name, at);
      return id === null ? [] : [id];
    }),
    predefined: true,
  };
}

/** By the id of a role what it includes, as lists of their own tell. */
function inclusionsOf(assembly: Assembly): ListsByKey<string, string> {
  const entries = entriesOf(assembly.api, 'inclusion');
  const inclusions = new ListsByKey<string, string>();
  for (const { entry, at } of takenBy(assembly, entries)) {
    const role = assembly.identities.meant('role', entry.role, at);
    for (const id of roleIds(assembly, entry.includes, at)) if (role !== null) inclusions.add(role, id);
  }
  return inclusions;
}

function roleOf(
  assembly: Assembly,
  { entry, at, id, key, called, predefined }: NamedRole,
  inclusions: ListsByKey<string, string>,
): LiveRole {
  const { platform, stops } = assembly;
  const known = predefined ? platform.roles.get(key) : undefined;
  const own = known === undefined ? null : platformRole(assembly, known);
  const texts = (values: Values | null): readonly string[] | null =>
    values === null ? null : assembly.values.texts(values, at);
  const isTold = entry.includes !== null || entriesOf(assembly.api, 'inclusion').length > 0;
  const told = entry.permissions === null ? null : permissionsOf(assembly, entry.permissions, at);
  const permissions = told ?? own?.permissions;
  // One of the platform's own that its file does not know is told of as that, and stops where somebody uses it.
  if (permissions === undefined && entry.permissions === null && !predefined) {
    stops.add(at.from, 'untold', `nothing tells what the role ${key} gives`);
  }
  return {
    id,
    version: 0,
    slug: key,
    name: textOr(assembly, entry.title, at, called),
    description: textOr(assembly, entry.description, at, ''),
    permissions: permissions === undefined ? [] : permissions,
    denies: entry.denies === null && own !== null ? own.denies : texts(entry.denies),
    includes:
      isTold || own === null
        ? [...new Set([...roleIds(assembly, entry.includes, at), ...inclusions.get(id)])]
        : own.includes,
    predefined,
  };
}

/** The roles that are meant, by ref or by a word of a closed map. */
export function roleIds(assembly: Assembly, values: Values | null, at: RowItem): readonly string[] {
  if (values === null) return [];
  const { identities } = assembly;
  const items = assembly.values.items(values, at);
  if (items === null) return [];
  return items.flatMap((item) => {
    if (values.value.is === 'ref') {
      const id = identities.meant('role', values.value, item);
      return id === null ? [] : [id];
    }
    const name = assembly.values.text(values.value, item);
    const id = name === null ? null : identities.roleNamed(name, item);
    return id === null ? [] : [id];
  });
}
