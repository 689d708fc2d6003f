import { expandPattern } from '../../../platform/expand-pattern.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { scopeAddress } from '../../../resource/address.ts';
import { choicesIn, choicesOfPairs } from '../../../resource/choices.ts';
import { grantsOfWords, grantWords } from '../../../resource/grant-words.ts';
import { memberId, parsePrincipal, principalKey } from '../../../resource/identifiers.ts';
import type { Entries, MembershipState, Resource } from '../../../resource/resource.ts';
import { entriesFrom, resource, specsOf } from '../../../resource/resource-types.ts';
import type { Origin } from '../../../source/origin.ts';
import { compareText } from '../../../source/text-order.ts';
import type { Row, RowValue } from '../../provider/protocol/row.ts';
import { type EntryDecoder, namedOfRow, textOrEmpty } from '../../provider/rows/decode-named.ts';
import type { LiveAccess } from '../live-access.ts';
import { canonicalPrincipal, entriesIn, mapOf, rolesIn } from './equivalence.ts';
import { idOfRow } from './natural-key.ts';
import { COLUMNS, type TypeName } from './resource-tables.ts';

/** The resources a row stands for, in the platform's form: people folded, patterns expanded. Every value is known. */
export function resourcesOfBlock(
  type: TypeName,
  row: Row,
  platform: PlatformDefinition,
): readonly Resource[] {
  const origin: Origin = {
    from: 'platform',
    platform: 'terraform',
    what: `${type} ${idOfRow(type, row) ?? ''}`,
  };
  const names = (value: RowValue | undefined): Entries => entriesFrom(textsIn(value), origin);
  const permissions = (value: RowValue | undefined): Entries =>
    entriesFrom(
      textsIn(value).flatMap((pattern) => {
        const found = expandPattern(pattern, platform.permissions);
        return found.length === 0 ? [pattern] : found;
      }),
      origin,
    );
  const person = (key: string) => memberId(key, platform.members.compare);
  const principal = (key: string) => parsePrincipal(canonicalPrincipal(key, platform));
  const ordinary = platform.groups.membershipRoles?.defaultRole;
  const choices = (value: RowValue | undefined): Entries =>
    choicesOfPairs(
      entriesIn(value).flatMap(([key, text]) => (text === ordinary ? [] : [[person(key), text] as const])),
      origin,
    );
  const entries = (wire: string, value: RowValue | undefined): Entries => {
    switch (COLUMNS[type][wire]?.means) {
      case 'people':
        return entriesFrom(
          entriesIn(value).map(([key]) => person(key)),
          origin,
        );
      case 'permissions':
        return permissions(value);
      default:
        return names(value);
    }
  };
  const settings = (value: RowValue | undefined): Entries => choicesOfPairs(entriesIn(value), origin);
  const decoder: EntryDecoder = { entries, choices, settings };
  switch (type) {
    case 'bylaw_scope':
      // Above it is what its path says.
      return [namedOfRow('scope', { ...row, parent: null }, decoder, origin)];
    case 'bylaw_role':
    case 'bylaw_group':
      return [namedOfRow(type === 'bylaw_role' ? 'role' : 'group', row, decoder, origin)];
    case 'bylaw_member': {
      const display = textOrEmpty(row.member);
      const attributes = {
        scope: textOrEmpty(row.scope),
        member: person(display),
        display,
        state: stateOf(row.state),
        invitation: null,
      };
      return [resource('member', attributes, origin)];
    }
    case 'bylaw_assignment': {
      const who = principal(textOrEmpty(row.principal));
      if (who === null) return [];
      return [
        resource(
          'assignment',
          {
            scope: textOrEmpty(row.scope),
            principal: who,
            roles: names(row.roles),
            below: names(row.below),
            denied: names(row.denied),
          },
          origin,
        ),
      ];
    }
    case 'bylaw_roster':
      return entriesIn(row.roles).flatMap(([key, held]) => {
        const who = principal(key);
        if (who === null) return [];
        const given = grantsOfWords(rolesIn(held), origin);
        return [resource('assignment', { scope: textOrEmpty(row.scope), principal: who, ...given }, origin)];
      });
  }
}

/** What is live under the key attributes of a row; null where there is no such thing. */
export function liveRow(type: TypeName, row: Row, live: LiveAccess): Row | null {
  const id = idOfRow(type, row);
  if (id === null) return null;
  const [found] = type === 'bylaw_roster' ? [] : resourcesOfBlock(type, row, live.platform);
  switch (type) {
    case 'bylaw_scope':
    case 'bylaw_role':
    case 'bylaw_group': {
      const named = found === undefined ? null : live.get(found.type, found.address);
      return named === null ? null : namedLiveRow(type, id, named);
    }
    case 'bylaw_member': {
      const member = found === undefined ? null : live.get('member', found.address);
      if (member === null) return null;
      const { scope, member: key, state } = member.attributes;
      return { id, scope, member: key, state: state === 'invited' ? 'active' : state };
    }
    case 'bylaw_assignment': {
      const assignment = found === undefined ? null : live.get('assignment', found.address);
      if (assignment === null) return null;
      const { scope, principal, roles, below, denied } = assignment.attributes;
      const names = (entries: Entries) => [...entries.keys()];
      return {
        id,
        scope,
        principal: principalKey(principal),
        roles: names(roles),
        below: names(below),
        denied: names(denied),
      };
    }
    case 'bylaw_roster': {
      const scope = textOrEmpty(row.scope);
      if (live.get('scope', scopeAddress(scope)) === null) return null;
      const held = live
        .roster(scope)
        .map(({ attributes: a }): readonly [string, string] => [
          principalKey(a.principal),
          grantWords(a).join(','),
        ]);
      return { id, scope, roles: mapOf(held.sort(([a], [b]) => compareText(a, b))) };
    }
  }
}

function namedLiveRow(type: TypeName, id: string, found: Resource): Row {
  const values: Readonly<Record<string, unknown>> = { ...found.attributes };
  const chosen =
    found.type === 'group' ? choicesIn(found.attributes.membershipRoles) : new Map<string, string>();
  const cells = specsOf(found.type).flatMap(([name, { wire, choice }]): [string, RowValue][] => {
    const value = values[name];
    if (choice?.of === 'members') return [];
    if (typeof value === 'string') return [[wire, value]];
    if (!(value instanceof Map)) return [[wire, null]];
    if (choice?.of === null) return [[wire, mapOf([...choicesIn(value)].sort(byName))]];
    const keys: readonly string[] = [...value.keys()];
    if (COLUMNS[type][wire]?.type !== 'map') return [[wire, keys]];
    return [[wire, mapOf([...keys].sort().map((key) => [key, chosen.get(key) ?? '']))]];
  });
  return { id, ...Object.fromEntries(cells) };
}

/** The live resources a row is about: those it names and, of a roster, all others on its scope. */
export function liveResourcesOf(type: TypeName, row: Row, live: LiveAccess): readonly Resource[] {
  if (type === 'bylaw_roster') return live.roster(textOrEmpty(row.scope));
  return resourcesOfBlock(type, row, live.platform).flatMap((one) => {
    const found = live.get(one.type, one.address);
    return found === null ? [] : [found];
  });
}

function stateOf(value: RowValue | undefined): MembershipState {
  return value === 'deactivated' || value === 'expired' || value === 'invited' ? value : 'active';
}

export function textsIn(value: RowValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return compareText(a, b);
}
