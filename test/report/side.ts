import { groupPath, type Principal } from '../../src/resource/identifiers.ts';
import type { Entries, MembershipState, Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';

/** Resources of one side of a plan, built line by line: each call stands on the next line, each entry behind it. */
export class Side {
  readonly resources: Resource[] = [];
  readonly #organization: string;
  readonly #live: boolean;
  #line = 6;

  constructor(organization: string, side: 'desired' | 'live') {
    this.#organization = organization;
    this.#live = side === 'live';
  }

  scope(path: string, kind: string, title: string, parent: string | null = null): this {
    return this.#add(resourceWith('scope', { path, kind, title, parent }, this.#at(`scopes/${path}`)));
  }

  role(name: string, permissions: readonly string[], includes: readonly string[] = []): this {
    const at = `roles/${name}`;
    const lists = { permissions: this.#entries(permissions, at), includes: this.#entries(includes, at) };
    const attributes = { home: this.#organization, name, title: name, description: '', ...lists };
    return this.#add(resourceWith('role', attributes, this.#at(at)));
  }

  member(member: string, state: MembershipState = 'active'): this {
    const attributes = { scope: this.#organization, member, display: member, state, invitation: null };
    return this.#add(resource('member', attributes, this.#at(`members/${member}`)));
  }

  group(
    name: string,
    members: readonly string[],
    more: { title?: string; groups?: readonly string[] } = {},
  ): this {
    const at = `groups/${name}`;
    const groups = (more.groups ?? []).map((child) => groupPath(this.#organization, child));
    const attributes = {
      home: this.#organization,
      name,
      title: more.title ?? name,
      description: '',
      members: this.#entries(members, at),
      groups: this.#entries(groups, at),
      permissions: new Map(),
    };
    return this.#add(resourceWith('group', attributes, this.#at(at)));
  }

  /** `to` is a member, or a group as `group:qa`. */
  assign(to: string, roles: readonly string[], scope = this.#organization): this {
    const principal: Principal = to.startsWith('group:')
      ? { type: 'group', group: groupPath(this.#organization, to.slice('group:'.length)) }
      : { type: 'member', member: to };
    const at = `assignments/${to}`;
    return this.#add(
      resourceWith('assignment', { scope, principal, roles: this.#entries(roles, at) }, this.#at(at)),
    );
  }

  #add(added: Resource): this {
    this.resources.push(added);
    this.#line += 1;
    return this;
  }

  #entries(keys: readonly string[], at: string): Entries {
    return new Map(keys.map((key, index) => [key, this.#at(at, 20 + index)]));
  }

  #at(what: string, column = 3): Origin {
    const organization = this.#organization;
    if (this.#live) return { from: 'live', url: `https://id.example/api/${organization}/${what}` };
    const place = { line: this.#line, column, endLine: this.#line, endColumn: column + 4 };
    return { from: 'file', file: `access/${organization}.yaml`, ...place };
  }
}
