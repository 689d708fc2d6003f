import type { ServerDialect } from './server-dialect.ts';

export interface WorldUser {
  readonly id: string;
  readonly userName: string;
  active: boolean;
  version: number;
}

export interface WorldGroup {
  readonly id: string;
  displayName: string;
  /** Ids of people and of groups. */
  members: string[];
  version: number;
}

export type Json = Record<string, unknown>;

/** A refusal of the server, as RFC 7644 has it. */
export class Refused extends Error {
  readonly status: number;
  readonly scimType: string | null;

  constructor(status: number, detail: string, scimType: string | null = null) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

/** The people and groups of a server, and what it does to them. */
export class ScimWorld {
  readonly users = new Map<string, WorldUser>();
  readonly groups = new Map<string, WorldGroup>();
  readonly dialect: ServerDialect;
  #next = 1000;

  constructor(dialect: ServerDialect) {
    this.dialect = dialect;
  }

  addUser(userName: string, active = true): WorldUser {
    if (this.userNamed(userName) !== undefined) throw new Refused(409, 'User already exists', 'uniqueness');
    const user = { id: `u${this.#id()}`, userName, active, version: 1 };
    this.users.set(user.id, user);
    return user;
  }

  addGroup(displayName: string, members: readonly string[] = []): WorldGroup {
    if (this.groupNamed(displayName) !== undefined) throw new Refused(409, 'Group exists', 'uniqueness');
    const group = { id: `g${this.#id()}`, displayName, members: this.#checked(members), version: 1 };
    this.groups.set(group.id, group);
    return group;
  }

  userNamed(userName: string): WorldUser | undefined {
    return [...this.users.values()].find((user) => user.userName.toLowerCase() === userName.toLowerCase());
  }

  groupNamed(displayName: string): WorldGroup | undefined {
    return [...this.groups.values()].find((group) => group.displayName === displayName);
  }

  removeUser(id: string): void {
    if (!this.dialect.deletes) return;
    this.users.delete(id);
    for (const group of this.groups.values()) group.members = group.members.filter((one) => one !== id);
  }

  removeGroup(id: string): void {
    this.groups.delete(id);
    for (const group of this.groups.values()) group.members = group.members.filter((one) => one !== id);
  }

  setMembers(group: WorldGroup, members: readonly string[]): void {
    group.members = this.#checked(members);
    group.version += 1;
  }

  /** One operation of a PATCH on a group. */
  patchGroup(group: WorldGroup, operation: Json): void {
    const op = this.#operation(operation);
    const path = String(operation.path ?? '');
    const filter = /^members\[value eq "(.*)"\]$/.exec(path);
    const ids = idsIn(operation.value);
    if (op === 'replace') this.#rename(group, operation);
    else if (op === 'add' && path === 'members') this.#addMembers(group, ids);
    else if (op === 'remove' && filter?.[1] !== undefined) this.#removeFiltered(group, filter[1]);
    else if (op === 'remove' && path === 'members') this.#removeValues(group, ids);
    else throw new Refused(400, `nothing is known of ${path}`, 'invalidPath');
  }

  #addMembers(group: WorldGroup, ids: readonly string[]): void {
    const { add } = this.dialect;
    if (add === 'refused') throw new Refused(400, 'add is not known');
    this.setMembers(group, [...new Set([...(add === 'replaces' ? [] : group.members), ...ids])]);
  }

  #removeFiltered(group: WorldGroup, wanted: string): void {
    const { removeByFilter } = this.dialect;
    if (removeByFilter === 'refused') throw new Refused(400, 'no filters here', 'invalidFilter');
    if (removeByFilter === 'one')
      this.setMembers(
        group,
        group.members.filter((id) => id !== wanted),
      );
  }

  #removeValues(group: WorldGroup, ids: readonly string[]): void {
    const { removeByValue } = this.dialect;
    if (removeByValue === 'refused') throw new Refused(400, 'a value at a remove', 'invalidValue');
    const isAll = removeByValue === 'everybody';
    this.setMembers(group, isAll ? [] : group.members.filter((id) => !ids.includes(id)));
  }

  patchUser(user: WorldUser, operation: Json): void {
    if (this.#operation(operation) !== 'replace') throw new Refused(400, 'only replace', 'invalidSyntax');
    const active = this.#replaced(operation, 'active');
    if (this.dialect.active === 'boolean' ? typeof active !== 'boolean' : typeof active !== 'string') {
      throw new Refused(400, 'active is not of its type', 'invalidValue');
    }
    user.active = String(active).toLowerCase() === 'true';
    user.version += 1;
  }

  #rename(group: WorldGroup, operation: Json): void {
    group.displayName = String(this.#replaced(operation, 'displayName'));
    group.version += 1;
  }

  #replaced({ path, value }: Json, attribute: string): unknown {
    const { replace } = this.dialect;
    if (path === attribute && replace !== 'value') return value;
    if (path === undefined && replace !== 'path' && typeof value === 'object')
      return (value as Json)[attribute];
    throw new Refused(400, 'replace is not written so here', 'invalidPath');
  }

  #operation({ op }: Json): string {
    const { operations } = this.dialect;
    const said = String(op);
    const isLower = said === said.toLowerCase();
    if (operations !== 'any' && isLower !== (operations === 'lower')) {
      throw new Refused(400, `no operation ${said}`, 'invalidSyntax');
    }
    return said.toLowerCase();
  }

  #checked(members: readonly string[]): string[] {
    for (const id of members) {
      const isThere = this.users.has(id) || (this.dialect.nesting && this.groups.has(id));
      if (!isThere) throw new Refused(400, `nobody is ${id}`, 'invalidValue');
    }
    return [...members];
  }

  #id(): number {
    this.#next += 1;
    return this.#next;
  }
}

export function idsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((one: Json) => String(one.value)) : [];
}
