import { teamSlug } from '../../platform/team-slug.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { ListRow, ListTable } from '../described/read/list-table.ts';
import { type ReadRule, readStop } from '../described/read/read-stops.ts';
import { isFields } from '../described/read/row-field.ts';
import { GROUPS, SINGLE_GROUPS, USERS } from './scim-description.ts';
import type { ScimDialect } from './scim-dialect.ts';
import type { ScimResource } from './scim-wire.ts';

type ScimTables = ReadonlyMap<string, ListTable>;

/** Who is in a group, by ids: people and groups. */
export interface ToldMembers {
  readonly people: readonly unknown[];
  readonly nested: readonly unknown[];
}

/** Ids of one table. */
export type IdsOf = Pick<ReadonlyMap<string, unknown>, 'has'>;

/**
 * Rows as the assembly takes them: a group with its people and its groups apart, people with the groups that are told of
 * them. A list that is not there is never an empty one, unless the dialect says so. Each stop names the list.
 */
export function withToldMembers(tables: ScimTables, dialect: ScimDialect, base: string): Outcome<ScimTables> {
  const users = tables.get(USERS);
  const groups = tables.get(GROUPS);
  if (users === undefined || groups === undefined) throw new Error('lists that were not asked for');
  const found: Diagnostic[] = [];
  const stop = (list: string, rule: ReadRule, what: string, hint?: string): void => {
    if (found.length > 0) return;
    const origin: Origin = { from: 'live', url: `${base}/${list === USERS ? 'Users' : 'Groups'}` };
    const told = readStop(list, rule, what, origin);
    found.push(hint === undefined ? told : { ...told, hint });
  };
  const single = tables.get(SINGLE_GROUPS);
  const people = users.rows.map((row) => ({ ...row, item: personRow(row, dialect, stop) }));
  const told = groups.rows.map((row) => {
    const own = single === undefined ? row : single.byId.get(`${row.id}/${row.id}`);
    if (own === undefined) {
      stop(GROUPS, 'whole', `asked for group ${row.id}, another one came`);
      return row;
    }
    return { ...row, item: groupRow({ ...own, id: row.id }, dialect, users, groups, stop) };
  });
  if (found.length > 0) return failure(found);
  return success(
    new Map([
      [USERS, tableOf(users, people)],
      [GROUPS, tableOf(groups, told)],
    ]),
  );
}

function tableOf({ list }: ListTable, rows: readonly ListRow[]): ListTable {
  return { list, rows, byId: new Map(rows.map((row) => [row.id, row])) };
}

type Stop = (list: string, rule: ReadRule, what: string, hint?: string) => void;

const NOT_TOLD =
  'Write in `dialect` where they are told (`members`), or that nobody is there (`no-members`).';

/** What has no value carries no grant (RFC 7643, 2.5). */
function withoutEmpty(item: ScimResource, names: readonly string[]): ScimResource {
  return Object.fromEntries(
    Object.entries(item).filter(
      ([name, value]) =>
        !names.includes(name) || !(value === null || (Array.isArray(value) && value.length === 0)),
    ),
  );
}

function personRow({ id, item }: ListRow, dialect: ScimDialect, stop: Stop): unknown {
  if (!isFields(item)) return item;
  const row = withoutEmpty(item, ['roles', 'entitlements']);
  const email = dialect.person === 'email' ? { email: emailIn(item) } : {};
  if (dialect.members !== 'user') return { ...row, ...email };
  const groups = item.groups;
  if (!Array.isArray(groups)) {
    if (dialect.noMembers === 'stop') stop(USERS, 'value', `groups of ${id} are not told`, NOT_TOLD);
    return { ...row, ...email, groups: [] };
  }
  // Indirect is what somebody has through a group in a group.
  const direct = groups.filter((one: unknown) => !isFields(one) || wordOf(one.type) !== 'indirect');
  return { ...row, ...email, groups: direct };
}

function groupRow(
  { id, item }: ListRow,
  dialect: ScimDialect,
  users: ListTable,
  groups: ListTable,
  stop: Stop,
): unknown {
  if (!isFields(item)) return item;
  const { displayName } = item;
  const slug = typeof displayName === 'string' ? teamSlug(displayName) : '';
  if (slug === '') stop(GROUPS, 'value', `displayName of ${id} has no letter and no digit`);
  const named = { ...item, slug };
  if (dialect.members === 'user') {
    return { ...withoutEmpty(named, ['members']), ...(dialect.nests ? {} : { nested: [] }) };
  }
  const { members } = item;
  if (!Array.isArray(members)) {
    if (dialect.noMembers === 'stop') stop(GROUPS, 'value', `members of ${id} are not told`, NOT_TOLD);
    return { ...named, people: [], nested: [] };
  }
  const ids = members.map((one: unknown) => (isFields(one) ? one.value : null));
  if (new Set(ids).size < ids.length) stop(GROUPS, 'whole', `somebody is twice in the members of ${id}`);
  return { ...named, ...membersApart(members, users.byId, groups.byId) };
}

/** Which are groups: by what the server says, else by where the id is. */
export function membersApart(members: readonly unknown[], users: IdsOf, groups: IdsOf): ToldMembers {
  const people: unknown[] = [];
  const nested: unknown[] = [];
  for (const member of members) (isGroup(member, users, groups) ? nested : people).push(member);
  return { people, nested };
}

function isGroup(member: unknown, users: IdsOf, groups: IdsOf): boolean {
  if (!isFields(member)) return false;
  const type = wordOf(member.type);
  if (type === 'group' || type === 'user') return type === 'group';
  if (typeof member.$ref === 'string' && /\/(Users|Groups)\/[^/]+$/.test(member.$ref)) {
    return member.$ref.includes('/Groups/');
  }
  const id = String(member.value);
  return groups.has(id) && !users.has(id);
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null;
}

/** The primary one, or the only one. */
function emailIn({ emails }: ScimResource): unknown {
  if (!Array.isArray(emails)) return null;
  const fields = emails.filter(isFields);
  const chosen =
    fields.find(({ primary }) => primary === true) ?? (fields.length === 1 ? fields[0] : undefined);
  return chosen?.value;
}
