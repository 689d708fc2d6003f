import type { RefValue } from '../description/value-description.ts';
import type { ListTable } from './list-table.ts';
import type { ReadStops } from './read-stops.ts';
import type { RowItem, ValueReader } from './row-value.ts';

/** What a row can be, so that others can mean it. */
export type IdentityType = 'scope' | 'role' | 'member' | 'group';

/** The organization's own scope, where no row tells of it. */
export const ORGANIZATION_ID = 'organization';

/** The id of a row among all of a platform's: lists count by themselves. */
export function rowId(list: string, id: string): string {
  return `${list}/${id}`;
}

/** The id of a role that the platform has and no list. */
export function platformRoleId(name: string): string {
  return `/${name}`;
}

/** Which rows are scopes, roles, people and groups; everything else means them by id. */
export class RowIdentities {
  readonly #tables: ReadonlyMap<string, ListTable>;
  readonly #values: ValueReader;
  readonly #stops: ReadStops;
  readonly #known: Readonly<Record<IdentityType, Set<string>>> = {
    scope: new Set(),
    role: new Set(),
    member: new Set(),
    group: new Set(),
  };
  readonly #roleIds = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(tables: ReadonlyMap<string, ListTable>, values: ValueReader, stops: ReadStops) {
    this.#tables = tables;
    this.#values = values;
    this.#stops = stops;
  }

  enter(type: IdentityType, id: string): void {
    this.#known[type].add(id);
  }

  /** Two rows of one name would be one thing to the documents. Rule `one-name`. */
  claim(type: IdentityType, name: string, at: RowItem): void {
    const key = `${type} ${name}`;
    const before = this.#names.get(key);
    if (before === undefined) this.#names.set(key, at.row.id);
    else this.#stops.add(at.from, 'one-name', `${before} and ${at.row.id} are both ${key}`);
  }

  /** Roles can be meant by a word of a closed map, too. */
  enterRole(id: string, name: string): void {
    this.enter('role', id);
    this.#roleIds.set(name, id);
  }

  /** The id of the row that is meant; null, and a stop, where it is not there or is something else. Rule `reference`. */
  meant(type: IdentityType, ref: RefValue, at: RowItem): string | null {
    const named = this.#values.refId(ref, at);
    if (named === null) return null;
    const id = rowId(ref.list, named);
    if (this.#tables.get(ref.list)?.byId.has(named) !== true) {
      this.#stops.add(
        at.from,
        'reference',
        `${at.row.id} names ${named}, which list ${ref.list} does not have`,
      );
      return null;
    }
    if (this.#known[type].has(id)) return id;
    this.#stops.add(
      at.from,
      'reference',
      `${at.row.id} names ${named} of list ${ref.list}, which is no ${type}`,
    );
    return null;
  }

  /** The role of a name. Rule `closed-words`. */
  roleNamed(name: string, at: RowItem): string | null {
    const id = this.#roleIds.get(name);
    if (id !== undefined) return id;
    this.#stops.add(
      at.from,
      'closed-words',
      `${at.row.id} has the role ${name}, which the platform does not have`,
    );
    return null;
  }
}
