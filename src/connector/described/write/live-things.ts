import type { MemberId } from '../../../resource/identifiers.ts';
import { assignmentIdKey } from '../../live/live-index.ts';
import { entriesOf, takenBy } from '../read/assembly.ts';
import { permissionItems } from '../read/permission-cases.ts';
import type { DescribedRead } from '../read/read-described.ts';
import { platformRoleId, rowId } from '../read/row-identities.ts';
import type { RowItem } from '../read/row-value.ts';
import type { GrantWay } from './write-facts.ts';

/** A thing that is meant by what documents call it. */
export type MeantThing =
  | { readonly type: 'scope'; readonly path: string }
  | { readonly type: 'role'; readonly role: string }
  | { readonly type: 'member'; readonly member: MemberId }
  | { readonly type: 'group'; readonly group: string };

/** A live thing: by what its row is known, and the row; null for one that the platform shows no row of. */
export interface LiveThing {
  readonly id: string;
  readonly row: unknown;
}

/** The rows behind what was read, by what documents call things. */
export class LiveThings {
  readonly #read: DescribedRead;
  #memberships: ReadonlyMap<string, RowItem> | null = null;
  #nestings: ReadonlyMap<string, RowItem> | null = null;
  #grants: ReadonlyMap<string, readonly RowItem[]> | null = null;

  constructor(read: DescribedRead) {
    this.#read = read;
  }

  thing(meant: MeantThing): LiveThing | null {
    const id = this.#idOf(meant);
    return id === undefined ? null : { id, row: this.rowOf(id) };
  }

  /** The row of an id; null where no list has one. */
  rowOf(id: string): unknown {
    const end = id.indexOf('/');
    const row = this.#read.assembly.tables.get(id.slice(0, Math.max(end, 0)))?.byId.get(id.slice(end + 1));
    return row === undefined ? null : row.item;
  }

  membership(group: string, member: string): RowItem | null {
    this.#memberships ??= this.#linked('membership');
    return this.#memberships.get(`${group} ${member}`) ?? null;
  }

  nesting(group: string, child: string): RowItem | null {
    this.#nestings ??= this.#linked('nesting');
    return this.#nestings.get(`${group} ${child}`) ?? null;
  }

  /** Items inside the row of a role, each of which gives the permission. */
  permissionRows(role: string, permission: string): readonly unknown[] {
    const { assembly } = this.#read;
    const found = takenBy(assembly, entriesOf(assembly.api, 'role')).find(
      ({ at }) => rowId(at.from, at.row.id) === role,
    );
    if (found === undefined || found.entry.permissions === null) return [];
    return permissionItems(assembly, found.entry.permissions, found.at, permission);
  }

  /** Rows of an assignment; of one role of it, those that give it. */
  assignment(
    scope: string,
    type: 'member' | 'group',
    principal: string,
    role: { readonly grant: GrantWay; readonly id: string } | null,
  ): readonly RowItem[] {
    this.#grants ??= this.#granted();
    const key = assignmentIdKey(scope, type, principal);
    return this.#grants.get(role === null ? key : `${key} ${role.grant} ${role.id}`) ?? [];
  }

  #idOf(meant: MeantThing): string | undefined {
    const { index } = this.#read;
    switch (meant.type) {
      case 'scope':
        return index.scopes.get(meant.path)?.id;
      case 'role':
        return index.roles.get(meant.role)?.id;
      case 'member':
        return index.members.get(meant.member)?.id;
      case 'group':
        return index.groups.get(meant.group)?.id;
    }
  }

  #linked(gives: 'membership' | 'nesting'): ReadonlyMap<string, RowItem> {
    const { assembly } = this.#read;
    const { api, values } = assembly;
    const links = new Map<string, RowItem>();
    const enter = (one: { list: string; name: string | null }, other: typeof one, at: RowItem): void => {
      if (one.name !== null && other.name !== null)
        links.set(`${rowId(one.list, one.name)} ${rowId(other.list, other.name)}`, at);
    };
    if (gives === 'membership') {
      for (const { entry, at } of takenBy(assembly, entriesOf(api, 'membership'))) {
        const group = { list: entry.group.list, name: values.text(entry.group, at) };
        enter(group, { list: entry.member.list, name: values.text(entry.member, at) }, at);
      }
      return links;
    }
    for (const { entry, at } of takenBy(assembly, entriesOf(api, 'nesting'))) {
      const group = { list: entry.group.list, name: values.text(entry.group, at) };
      enter(group, { list: entry.child.list, name: values.text(entry.child, at) }, at);
    }
    return links;
  }

  #granted(): ReadonlyMap<string, readonly RowItem[]> {
    const { assembly, index } = this.#read;
    const { api, values } = assembly;
    const root = [...index.scopes.entries()].find(([path]) => path === assembly.organization)?.[1].id;
    const grants = new Map<string, RowItem[]>();
    const add = (key: string, at: RowItem): void => {
      const found = grants.get(key);
      if (found === undefined) grants.set(key, [at]);
      else if (!found.includes(at)) found.push(at);
    };
    for (const { entry, at } of takenBy(assembly, entriesOf(api, 'assignment'))) {
      const { ref, type } = entry.principal;
      const scopeName = entry.scope === null ? null : values.text(entry.scope, at);
      const scope = entry.scope === null || scopeName === null ? root : rowId(entry.scope.list, scopeName);
      const principal = values.text(ref, at);
      if (scope === undefined || principal === null) continue;
      const key = assignmentIdKey(scope, type, rowId(ref.list, principal));
      add(key, at);
      for (const grant of ['roles', 'below', 'denied'] as const) {
        const told = entry[grant];
        for (const item of told === null ? [] : (values.items(told, at) ?? [])) {
          const role = told === null ? null : values.text(told.value, item);
          if (told === null || role === null) continue;
          const id = told.value.is === 'ref' ? rowId(told.value.list, role) : this.#roleId(role);
          add(`${key} ${grant} ${id}`, at);
        }
      }
    }
    return grants;
  }

  #roleId(name: string): string {
    const id = this.#read.index.roles.get(name)?.id;
    return id === undefined ? platformRoleId(name) : id;
  }
}
