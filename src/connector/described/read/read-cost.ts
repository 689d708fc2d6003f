import type { ApiDescription, ListDescription, ReadRows } from '../description/api-description.ts';
import { listsOf } from './read-paths.ts';

/** How many things of each kind there are: what lists have rows of. */
export interface ThingCounts {
  readonly scopes: number;
  readonly roles: number;
  /** People of the organization. */
  readonly members: number;
  /** People at scopes below it. */
  readonly scopeMembers: number;
  readonly groups: number;
  readonly memberships: number;
  readonly nestings: number;
  /** By who holds them. */
  readonly assignments: { readonly member: number; readonly group: number };
  /** The roles in them. */
  readonly grants: { readonly member: number; readonly group: number };
}

export interface ListCost {
  readonly list: string;
  readonly requests: number;
  /** The list for each of whose rows it is read. */
  readonly around: string | null;
}

/** What a read of everything takes of the platform. */
export interface ReadCost {
  readonly requests: number;
  readonly lists: readonly ListCost[];
  /** Everything is read twice, as long as nothing changes meanwhile. */
  readonly twice: boolean;
  /** The version is asked for first. */
  readonly version: boolean;
  /** A token is asked for first. */
  readonly login: boolean;
  /** Whether the token sees everything is asked before each reading. */
  readonly sight: boolean;
}

/**
 * The requests of a read of an organization that is as these counts say. `most`: so many items a page at most, whatever the
 * file asks for; null: as the file says. Rows that no entry makes something of are not counted.
 */
export function readCost(api: ApiDescription, counts: ThingCounts, most: number | null): ReadCost {
  const lists = [...listsOf(api, api.entries)].map((list): ListCost => {
    const { name, around } = list;
    const rows = rowsOf(api.entries, name, counts);
    if (around === null) return { list: name, requests: pagesOf(list, rows, most), around };
    const each = rowsOf(api.entries, around, counts);
    // How rows are spread over those that they are read for, nobody knows: the mean of them.
    return {
      list: name,
      requests: each * pagesOf(list, each === 0 ? 0 : Math.ceil(rows / each), most),
      around,
    };
  });
  const sight = api.seesAll === null ? 0 : 1;
  const once = lists.reduce((sum, { requests }) => sum + requests, sight);
  const twice = api.consistent.by === 'twice';
  const version = api.version !== null;
  const login = api.auth.by === 'login' || api.auth.by === 'client-credentials';
  const before = [version, login].filter(Boolean).length;
  return { requests: once * (twice ? 2 : 1) + before, lists, twice, version, login, sight: sight > 0 };
}

/** A full page by number or offset is followed by another, which is empty; one of a cursor says whether it is the last. */
function pagesOf({ paging }: ListDescription, rows: number, most: number | null): number {
  if (paging.by === 'none') return 1;
  const size = most === null || paging.size === null ? paging.most : Math.min(most, paging.most);
  return paging.by === 'page' || paging.by === 'offset'
    ? Math.floor(rows / size) + 1
    : Math.max(1, Math.ceil(rows / size));
}

/** The most that one kind of thing has of them: several kinds can be told by one row. */
function rowsOf(entries: readonly ReadRows[], list: string, counts: ThingCounts): number {
  const own = entries.filter(({ from, each }) => from === list && each === null);
  const kinds = new Map<string, number>();
  for (const entry of own) kinds.set(...countOf(entry, counts));
  const { member = 0, 'scope-member': atScopes = 0, ...others } = Object.fromEntries(kinds);
  return Math.max(0, member + atScopes, ...assignments(others), ...Object.values(others));
}

/** Grants to people and to groups that stand in one list stand below each other. */
function assignments(kinds: Readonly<Record<string, number>>): readonly number[] {
  return [(kinds['assignment of member'] ?? 0) + (kinds['assignment of group'] ?? 0)];
}

function countOf(entry: ReadRows, counts: ThingCounts): [kind: string, count: number] {
  switch (entry.gives) {
    case 'scope':
      return ['scope', counts.scopes];
    case 'role':
      return ['role', counts.roles];
    case 'inclusion':
      return ['inclusion', counts.roles];
    case 'member':
      return entry.who.by === 'key' ? ['member', counts.members] : ['scope-member', counts.scopeMembers];
    case 'group':
      return ['group', counts.groups];
    case 'membership':
      return ['membership', counts.memberships];
    case 'nesting':
      return ['nesting', counts.nestings];
    case 'assignment': {
      const { type } = entry.principal;
      const perRole = entry.roles !== null && entry.roles.each === null;
      return [`assignment of ${type}`, (perRole ? counts.grants : counts.assignments)[type]];
    }
  }
}
