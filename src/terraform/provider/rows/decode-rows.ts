import { choicesOfPairs } from '../../../resource/choices.ts';
import { grantsOfWords } from '../../../resource/grant-words.ts';
import type { MemberId, ScopePath } from '../../../resource/identifiers.ts';
import { parsePrincipal } from '../../../resource/identifiers.ts';
import type { MembershipState, Resource } from '../../../resource/resource.ts';
import { entriesFrom, resource } from '../../../resource/resource-types.ts';
import type { Spelling } from '../../../resource/spelling.ts';
import type { Origin } from '../../../source/origin.ts';
import type { Row, RowValue } from '../protocol/row.ts';
import { closingOf } from './decode-closing.ts';
import { type EntryDecoder, namedOfRow, textOrEmpty } from './decode-named.ts';
import type { Departure, GroupMembershipKey, RemovedRoles, ScopeClosings } from './encode-rows.ts';
import { unescapeKey } from './map-key.ts';
import type { RowTypeName } from './row-tables.ts';

/**
 * The resources a row stands for; the inverse of the encoders. Departures stand for none: they are people who are
 * to be gone.
 */
export function resourcesOfRow(type: RowTypeName, row: Row, spelling: Spelling): readonly Resource[] {
  const origin: Origin = {
    from: 'platform',
    platform: 'terraform',
    what: `row ${type} ${textOrEmpty(row.id)}`,
  };
  const decoder: EntryDecoder = {
    entries: (_, value) => entriesFrom(Object.keys(mapOf(value)), origin),
    choices: (value) => choicesOfPairs(Object.entries(mapOf(value)), origin),
    settings: (value) => choicesOfPairs(Object.entries(mapOf(value)), origin),
  };
  switch (type) {
    case 'bylaw_scope':
      return [namedOfRow('scope', row, decoder, origin)];
    case 'bylaw_role':
      return [namedOfRow('role', row, decoder, origin)];
    case 'bylaw_group':
      return [namedOfRow('group', row, decoder, origin)];
    case 'bylaw_members':
      return Object.entries(mapOf(row.members)).map(([member, state]) =>
        resource(
          'member',
          {
            scope: textOrEmpty(row.scope),
            member,
            display: spelling(member),
            state: stateOf(state),
            invitation: null,
          },
          origin,
        ),
      );
    case 'bylaw_roster':
    case 'bylaw_group_roster':
      return roster(textOrEmpty(row.scope), mapOf(row.roles), origin);
    case 'bylaw_departures':
      return [];
  }
}

function roster(
  scope: ScopePath,
  roles: Readonly<Record<string, string>>,
  origin: Origin,
): readonly Resource[] {
  return Object.entries(roles).flatMap(([key, held]) => {
    const principal = parsePrincipal(key);
    if (principal === null) return [];
    const names = held === '' ? [] : held.split(',');
    return [resource('assignment', { scope, principal, ...grantsOfWords(names, origin) }, origin)];
  });
}

function stateOf(value: string): MembershipState {
  switch (value) {
    case 'invited':
    case 'deactivated':
    case 'expired':
      return value;
    default:
      return 'active';
  }
}

/** People named by a departures row, and what is to become of them. */
export function departuresOfRow(row: Row | null): ReadonlyMap<MemberId, Departure> {
  const named = row === null ? [] : Object.entries(mapOf(row.members));
  return new Map(named.map(([member, what]) => [member, what === 'deactivated' ? what : '']));
}

/** Places in groups that a departures row gives up. */
export function membershipsOfRow(row: Row | null): readonly GroupMembershipKey[] {
  return row === null ? [] : Object.keys(mapOf(row.places));
}

/** What a departures row takes of assignments. */
export function removedRolesOfRow(row: Row | null): RemovedRoles {
  return new Map(row === null ? [] : Object.entries(mapOf(row.roles)));
}

/** Scopes that a departures row closes. Throws `BrokenClosing`. */
export function closingsOfRow(row: Row | null): ScopeClosings {
  const named = row === null ? [] : Object.entries(mapOf(row.closed));
  return new Map(named.map(([path, text]) => [path, closingOf(path, text)]));
}

function mapOf(value: RowValue | undefined): Readonly<Record<string, string>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  const map: Record<string, string> = Object.create(null);
  for (const [key, entry] of Object.entries(value))
    map[unescapeKey(key)] = typeof entry === 'string' ? entry : '';
  return map;
}
