import type { ActionDirection, ActionEffect } from '../../plan/drift/attribution.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { expandPermissions } from '../protocol/expand-permissions.ts';
import type { AuditNames } from './audit-names.ts';
import type { AuditState, WireAuditEvent } from './wire-audit-event.ts';

/** One fact that an event moved. Null: the event has no more than its word for what it did. */
export interface AuditedChange {
  readonly entry: string | null;
  readonly moved: ActionEffect | null;
}

/**
 * What an event moved, fact by fact: at least one, and of an event after which all that is compared is as before, that it
 * moved nothing. The log tells it by the object before and after; of places in groups by its word alone.
 */
export function changesOfEvent(
  event: WireAuditEvent,
  names: AuditNames,
  organizationEndpoint: OrganizationEndpoint,
): readonly [AuditedChange, ...AuditedChange[]] {
  const { target, related } = event;
  if (target.type === 'group' && related !== null) return [placeMoved(event, names)];
  const before = present(event.before);
  const after = present(event.after);
  if (event.before === null && event.after === null) return [{ entry: null, moved: null }];
  const expanded = (patterns: readonly string[]): readonly string[] =>
    expandPermissions(patterns, organizationEndpoint.platform.permissions).names;
  const moves = [
    ...entriesMoved('roles', before?.roleIds, after?.roleIds, (ids) => keysOf(ids, names)),
    ...entriesMoved('below', before?.belowRoleIds, after?.belowRoleIds, (ids) => keysOf(ids, names)),
    ...entriesMoved('denied', before?.deniedRoleIds, after?.deniedRoleIds, (ids) => keysOf(ids, names)),
    ...entriesMoved('includes', before?.includes, after?.includes, (ids) => keysOf(ids, names)),
    ...entriesMoved('permissions', before?.permissions, after?.permissions, expanded),
    ...entriesMoved('denies', before?.denies, after?.denies, expanded),
    ...settingsMoved(before, after),
    ...(['title', 'description', 'state'] as const).flatMap((field) => textMoved(field, before, after)),
    ...(formerNameIn(event) === null ? [] : [{ entry: null, moved: { field: 'name', to: nameOf(after) } }]),
  ];
  const whole = (way: ActionDirection | null): AuditedChange => ({
    entry: null,
    moved: { field: null, way },
  });
  if (before === null && after !== null) return [whole('added'), ...moves];
  if (before !== null && after === null) return [whole('removed'), ...moves];
  const [first, ...others] = moves;
  return first === undefined ? [whole(null)] : [first, ...others];
}

/** The name that a thing lost by an event, which gave it another; null for none. */
export function formerNameIn({ before, after }: WireAuditEvent): string | null {
  const [was, is] = [nameOf(before), nameOf(after)];
  return was === null || is === null || was === is ? null : was;
}

/** What the platform calls a thing in paths; nothing that has one has the other. */
function nameOf(state: AuditState | null): string | null {
  return state?.slug ?? state?.key ?? null;
}

/** A person who is a member of scopes below only is no member of the organization. */
function present(state: AuditState | null): AuditState | null {
  return state?.state === 'outside' ? null : state;
}

function placeMoved({ action, related }: WireAuditEvent, names: AuditNames): AuditedChange {
  const way: ActionDirection | null = /-added$/.test(action)
    ? 'added'
    : /-removed$/.test(action)
      ? 'removed'
      : null;
  if (way === null || related === null) return { entry: null, moved: null };
  if (related.type === 'member') return { entry: names.member(related), moved: { field: 'members', way } };
  const child = related.type === 'group' ? names.group(related) : null;
  return { entry: child, moved: child === null ? null : { field: 'groups', way } };
}

/** A role deleted since may have no name any more; nothing that is live or written is called as it was. */
function keysOf(ids: readonly string[], names: AuditNames): readonly string[] {
  return ids
    .map((id) => names.roleById(id))
    .filter((key) => key !== null)
    .sort();
}

function entriesMoved(
  field: string,
  before: readonly string[] | null | undefined,
  after: readonly string[] | null | undefined,
  keys: (told: readonly string[]) => readonly string[],
): readonly AuditedChange[] {
  const listed = (told: readonly string[] | null | undefined) =>
    new Set(told === null || told === undefined ? [] : keys(told));
  const [had, has] = [listed(before), listed(after)];
  const move = (entry: string, actionDirection: ActionDirection): AuditedChange => ({
    entry,
    moved: { field, way: actionDirection },
  });
  return [
    ...[...has].filter((entry) => !had.has(entry)).map((entry) => move(entry, 'added')),
    ...[...had].filter((entry) => !has.has(entry)).map((entry) => move(entry, 'removed')),
  ];
}

function settingsMoved(before: AuditState | null, after: AuditState | null): readonly AuditedChange[] {
  if (before === null || after === null) return [];
  return [...after.settings].flatMap(([name, to]) =>
    before.settings.get(name) === to ? [] : [{ entry: null, moved: { field: `settings.${name}`, to } }],
  );
}

/** The wire calls a title a name. */
function textMoved(
  field: 'title' | 'description' | 'state',
  before: AuditState | null,
  after: AuditState | null,
): readonly AuditedChange[] {
  const wire = field === 'title' ? 'name' : field;
  const to = after?.[wire]?.normalize('NFC') ?? null;
  if (to === null || before?.[wire]?.normalize('NFC') === to) return [];
  return [{ entry: null, moved: { field, to } }];
}
