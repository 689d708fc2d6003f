import type { EffectiveChange, FieldChange } from '../../../plan/change.ts';
import { fieldChanges } from '../../../plan/field-changes.ts';
import { writesOf } from '../../../plan/write/change-writes.ts';
import type { Write } from '../../../plan/write/write.ts';
import { writeKey } from '../../../plan/write/write-subject.ts';
import type { Address } from '../../../resource/address.ts';
import { parsePrincipal, splitGroupPath } from '../../../resource/identifiers.ts';
import type { Resource } from '../../../resource/resource.ts';
import { attributesWith, resource } from '../../../resource/resource-types.ts';
import { BY_ID, type Spelling } from '../../../resource/spelling.ts';
import type { Row } from '../protocol/row.ts';
import { textOrEmpty } from './decode-named.ts';
import {
  closingsOfRow,
  departuresOfRow,
  membershipsOfRow,
  removedRolesOfRow,
  resourcesOfRow,
} from './decode-rows.ts';
import { type GroupMembershipKey, namedRow, type ScopeClosing } from './encode-rows.ts';
import { escapeKey } from './map-key.ts';
import type { RowTypeName } from './row-tables.ts';

export interface RowChange {
  readonly type: RowTypeName;
  readonly before: Row | null;
  readonly after: Row | null;
}

/**
 * What a planned change of one row means in resources. Terraform says which row becomes what; the difference is
 * taken here by the same function the planner uses, so there is one idea of what differs.
 */
export function changesOfRow(change: RowChange, spelling: Spelling): readonly EffectiveChange[] {
  const { type, before, after } = change;
  if (type === 'bylaw_departures') return departures(before, after, spelling);
  const live = new Map<Address, Resource>();
  if (before !== null) for (const r of resourcesOfRow(type, before, spelling)) live.set(r.address, r);
  const changes: EffectiveChange[] = [];
  for (const wanted of after === null ? [] : resourcesOfRow(type, after, spelling)) {
    const found = live.get(wanted.address);
    live.delete(wanted.address);
    const because = { text: 'terraform’s plan', origin: wanted.origin };
    if (found === undefined) {
      changes.push({ action: 'create', address: wanted.address, after: wanted, because });
      continue;
    }
    const fields = [...nameChange(before, after), ...fieldChanges(wanted, found, new Map(), BY_ID)];
    if (fields.length > 0) {
      changes.push({
        action: 'update',
        address: wanted.address,
        before: found,
        after: wanted,
        fields,
        because,
      });
    }
  }
  for (const gone of live.values()) {
    const because = { text: 'terraform’s plan', origin: gone.origin };
    changes.push({ action: 'delete', address: gone.address, before: gone, because });
  }
  return changes;
}

/** The name on the platform, told by rows in which it is, or was, another. */
function nameChange(before: Row | null, after: Row | null): readonly FieldChange[] {
  const [was, is] = [textOrEmpty(before?.called), textOrEmpty(after?.called)];
  return was === '' || is === '' || was === is
    ? []
    : [{ field: 'name', kind: 'text', before: was, after: is }];
}

function departures(before: Row | null, after: Row | null, spelling: Spelling): readonly EffectiveChange[] {
  if (after === null) return [];
  const already = departuresOfRow(before);
  const leaving = [...departuresOfRow(after)].filter(([member]) => !already.has(member));
  const given = new Set(membershipsOfRow(before));
  const places = membershipsOfRow(after).filter((place) => !given.has(place));
  const people = leaving.flatMap(([member, what]): readonly EffectiveChange[] => {
    const person = (state: string) => ({ ...after, members: { [escapeKey(member)]: state } });
    if (what === 'deactivated') {
      return changesOfRow(
        { type: 'bylaw_members', before: person('active'), after: person('deactivated') },
        spelling,
      );
    }
    return changesOfRow(
      { type: 'bylaw_members', before: person('active'), after: { ...after, members: {} } },
      spelling,
    );
  });
  const taken = removedRolesOfRow(before);
  const takings = [...removedRolesOfRow(after)].filter(([key]) => !taken.has(key));
  const shut = closingsOfRow(before);
  const closings = [...closingsOfRow(after)].filter(([path]) => !shut.has(path));
  return [
    ...people,
    ...places.flatMap((place) => placeGivenUp(place, spelling)),
    ...takings.flatMap(([key, what]) => taking(key, what, spelling)),
    ...closings.flatMap(([, scope]) => closing(scope, spelling)),
  ];
}

/** As the change of the scope's row, made when what takes access is. */
function closing({ before, after }: ScopeClosing, spelling: Spelling): readonly EffectiveChange[] {
  return changesOfRow({ type: 'bylaw_scope', before, after }, spelling).map((change) =>
    change.action === 'delete'
      ? change
      : { ...change, moments: new Map(writesOf(change).map((write) => [writeKey(write), 'deactivates'])) },
  );
}

/** As a change of the roster, of which nothing but the one assignment is known or matters. */
function taking(key: string, what: string, spelling: Spelling): readonly EffectiveChange[] {
  const [scope, principal] = cutAt(key, '|');
  const [kept, taken] = what === '-' ? ['', ''] : cutAt(what, '|');
  const holds = (roles: Exclude<Row['roles'], undefined>): Row => ({ id: scope, scope, roles });
  const all = [kept, taken].filter((part) => part !== '').join(',');
  const before = holds({ [escapeKey(principal)]: all });
  const after = holds(what === '-' ? {} : { [escapeKey(principal)]: kept });
  return changesOfRow({ type: 'bylaw_roster', before, after }, spelling);
}

/** As an update of the group, of which nothing but the place is known or matters. */
function placeGivenUp(place: GroupMembershipKey, spelling: Spelling): readonly EffectiveChange[] {
  const [path = '', holder = ''] = cutAt(place, '|');
  const principal = parsePrincipal(holder);
  if (principal === null) return [];
  const empty = namedRow(
    resource('group', attributesWith('group', splitGroupPath(path)), {
      from: 'platform',
      platform: 'terraform',
      what: place,
    }),
  ).row;
  const before =
    principal.type === 'member'
      ? { ...empty, members: { [escapeKey(principal.member)]: '' } }
      : { ...empty, groups: { [principal.group]: '' } };
  return changesOfRow({ type: 'bylaw_group', before, after: empty }, spelling);
}

/** Paths and roles are slugs, so the first sign is the one. */
function cutAt(text: string, sign: string): readonly [string, string] {
  const at = text.indexOf(sign);
  return [text.slice(0, at), text.slice(at + 1)];
}

export function writesOfRow(change: RowChange, spelling: Spelling): readonly Write[] {
  return changesOfRow(change, spelling).flatMap(writesOf);
}
