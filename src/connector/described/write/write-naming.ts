import type { Write } from '../../../plan/write/write.ts';
import { writeSubjectOf } from '../../../plan/write/write-subject.ts';
import type { SentRequest } from '../description/write-description.ts';
import { isMissing } from '../read/row-field.ts';
import { rowId } from '../read/row-identities.ts';
import type { RowItem } from '../read/row-value.ts';
import { calledName, ORGANIZATION_NAME } from './named-paths.ts';
import { permissionSteps } from './permission-steps.ts';
import type { WriteSite } from './send-write.ts';
import { endsOf, roleEnd, type WriteEnd } from './write-ends.ts';
import type { RoleGrant } from './write-facts.ts';
import type { WriteStanding } from './write-standing.ts';
import { called, type NamedValues, writtenValues } from './written-values.ts';

type EndsByName = Readonly<Record<string, WriteEnd>>;

/** What the names of one write stand for: what is written, and the rows of what is live. */
export class WriteNaming {
  readonly #site: WriteSite;
  readonly #write: Write;
  readonly #grant: RoleGrant | null;
  readonly #ends: EndsByName;

  constructor(site: WriteSite, write: Write, grant: RoleGrant | null) {
    this.#site = site;
    this.#write = write;
    this.#grant = grant;
    const { organization } = site.endpoint;
    const ends = endsOf(write, organization);
    this.#ends = grant === null ? ends : { ...ends, role: roleEnd(organization, grant.role) };
  }

  /** The values of the names that a request mentions. Null where a thing has no row yet, or none any more. */
  names(
    standing: WriteStanding,
    { mentions, body }: Pick<SentRequest, 'mentions' | 'body'>,
  ): NamedValues | null {
    const written = this.#grant === null ? writtenValues(this.#write) : { grant: this.#grant.grant };
    const things = this.item(
      standing,
      Object.fromEntries(Object.entries(this.#ends).filter(([name]) => mentions.has(name))),
    );
    const lists = this.#withRoles(standing, written, mentions);
    const steps = mentions.has('added') ? permissionSteps(this.#write, standing, body) : {};
    if (things === null || lists === null || steps === null) return null;
    const values = { ...written, ...lists, ...steps, ...things, [ORGANIZATION_NAME]: this.#site.remote };
    if (!mentions.has('row')) return values;
    const [row, ...more] = this.#rowItems(standing);
    // Several rows are no one row, and to take one of them would leave the others.
    return row === undefined || more.length > 0 ? null : { ...values, row: row.item };
  }

  /** Things by name, each with its row and what documents call it. Null where one of them is not there. */
  item(standing: WriteStanding, ends: EndsByName & { readonly grant?: never }): NamedValues | null;
  item(standing: WriteStanding, ends: Readonly<Record<string, WriteEnd | string>>): NamedValues | null;
  item(standing: WriteStanding, ends: Readonly<Record<string, WriteEnd | string>>): NamedValues | null {
    const values: Record<string, unknown> = {};
    for (const [name, end] of Object.entries(ends)) {
      if (typeof end === 'string') {
        values[name] = end;
        continue;
      }
      const thing = standing.thing(end.meant, end.address);
      if (isMissing(thing) || thing === null || thing === undefined) return null;
      values[name] = thing.row;
      values[calledName(name)] = this.#called(standing, end);
    }
    return values;
  }

  /** What a stop says of what is not there. */
  missing(standing: WriteStanding): string {
    const gone = Object.values(this.#ends).filter((end) => isMissing(standing.thing(end.meant, end.address)));
    const names = gone.map(({ address }) => address).join(', ');
    return names === '' ? 'its row is not there, or is not one row alone' : `${names} is not there`;
  }

  /** Rows of what the write is about. */
  rows(standing: WriteStanding): readonly string[] {
    const things = Object.values(this.#ends).flatMap((end) => {
      const id = standing.thing(end.meant, end.address)?.id;
      return id === undefined ? [] : [id];
    });
    return [...things, ...this.#rowItems(standing).map(({ from, row }) => rowId(from, row.id))];
  }

  #called(standing: WriteStanding, { meant, called: name }: WriteEnd): string {
    if (meant.type === 'member') return standing.read.index.members.get(meant.member)?.key ?? name;
    return meant.type === 'scope' && meant.path === this.#site.endpoint.organization
      ? this.#site.remote
      : name;
  }

  /** Roles in lists, with their rows. */
  #withRoles(
    standing: WriteStanding,
    written: NamedValues,
    mentions: ReadonlySet<string>,
  ): NamedValues | null {
    const lists: Record<string, unknown> = {};
    for (const name of ['roles', 'below', 'denied', 'includes'] as const) {
      const items = written[name];
      if (!mentions.has(name) || !Array.isArray(items)) continue;
      const filled: NamedValues[] = [];
      for (const item of items as readonly NamedValues[]) {
        const role = String(item[calledName('role')]);
        const end = roleEnd(this.#site.endpoint.organization, role);
        const thing = standing.thing(end.meant, end.address);
        if (thing === null || thing === undefined) return null;
        filled.push({ ...called('role', role), role: thing.row });
      }
      lists[name] = filled;
    }
    return lists;
  }

  #rowItems(standing: WriteStanding): readonly RowItem[] {
    const id = (name: string): string | undefined => {
      const end = this.#ends[name];
      return end === undefined ? undefined : standing.thing(end.meant, end.address)?.id;
    };
    const { things } = standing;
    const one = (row: RowItem | null): readonly RowItem[] => (row === null ? [] : [row]);
    switch (this.#write.write) {
      case 'set-membership-role':
      case 'remove-group-member': {
        const [group, member] = [id('group'), id('member')];
        return group === undefined || member === undefined ? [] : one(things.membership(group, member));
      }
      case 'unnest-group': {
        const [group, child] = [id('group'), id('child')];
        return group === undefined || child === undefined ? [] : one(things.nesting(group, child));
      }
      case 'put-assignment':
      case 'delete-assignment': {
        const [scope, group, member] = [id('scope'), id('group'), id('member')];
        const principal = member ?? group;
        if (scope === undefined || principal === undefined) return [];
        const type = member === undefined ? 'group' : 'member';
        const role = id('role');
        if (this.#grant !== null && role === undefined) return [];
        const grant =
          this.#grant === null || role === undefined ? null : { grant: this.#grant.grant, id: role };
        return things.assignment(scope, type, principal, grant);
      }
      default:
        return [];
    }
  }

  /** For whoever tells what is written. */
  get subject() {
    return writeSubjectOf(this.#write);
  }
}
