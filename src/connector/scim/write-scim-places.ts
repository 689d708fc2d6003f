import type { GroupPath, MemberId } from '../../resource/identifiers.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { isFields } from '../described/read/row-field.ts';
import type { HttpWrite } from '../http/http-interface.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import { type GroupPlaces, readPlaces } from './group-places.ts';
import type { ScimResource } from './scim-wire.ts';
import {
  gone,
  patchOf,
  SCIM_DONE,
  type ScimWriteContext,
  sendScim,
  serverId,
  undone,
  unseen,
} from './scim-write-context.ts';

/** Somebody, or a group, who comes into a group or goes out of it. */
interface PlaceChange {
  readonly group: GroupPath;
  readonly who:
    | { readonly type: 'User'; readonly member: MemberId }
    | { readonly type: 'Group'; readonly path: GroupPath };
  readonly isIn: boolean;
}

export function addToGroup(
  context: ScimWriteContext,
  group: GroupPath,
  member: MemberId,
): Promise<Outcome<null>> {
  return changePlace(context, { group, who: { type: 'User', member }, isIn: true });
}

export function takeOutOfGroup(
  context: ScimWriteContext,
  group: GroupPath,
  member: MemberId,
): Promise<Outcome<null>> {
  return changePlace(context, { group, who: { type: 'User', member }, isIn: false });
}

export function nestInGroup(
  context: ScimWriteContext,
  group: GroupPath,
  path: GroupPath,
): Promise<Outcome<null>> {
  return changePlace(context, { group, who: { type: 'Group', path }, isIn: true });
}

export function unnestFromGroup(
  context: ScimWriteContext,
  group: GroupPath,
  path: GroupPath,
): Promise<Outcome<null>> {
  return changePlace(context, { group, who: { type: 'Group', path }, isIn: false });
}

/**
 * One place in a group, from a fresh read: sent, read again and compared. Whoever is lost beyond what was wanted is a
 * failure that names them, and nobody is taken out of a group after it. Fails with live-changed, connector-refused,
 * connector-contradiction, and as the client.
 */
async function changePlace(context: ScimWriteContext, change: PlaceChange): Promise<Outcome<null>> {
  const { index, trust } = context;
  const group = index.groups.get(change.group);
  const subject: ResponseSubject = { name: `group ${change.group}`, path: '/Groups' };
  if (group === undefined) return change.isIn ? failure(gone(context, subject)) : SCIM_DONE;
  const { type } = change.who;
  const known =
    change.who.type === 'User' ? index.members.get(change.who.member) : index.groups.get(change.who.path);
  if (known === undefined) return change.isIn ? failure(gone(context, whoIs(change))) : SCIM_DONE;
  const links = type === 'User' ? index.memberships : index.nestings;
  const setOf = (places: GroupPlaces) => (type === 'User' ? places.people : places.nested);
  const place = { name: subject.name, path: `/Groups/${encodeURIComponent(serverId(group.id))}` };
  const before = await readPlaces(context, group.id, 'before');
  if (!before.ok) return before;
  if (before.value === null) return failure(gone(context, place));
  if (setOf(before.value).has(known.id) !== change.isIn) {
    if (!change.isIn && trust.removals === 'broken') return failure(notTrusted(context, place));
    const write = requestFor(context, change, known, before.value, place.path);
    const exchange = await sendScim(context, write, before.value.fresh);
    const after = await readPlaces(context, group.id, 'after');
    if (!after.ok) return unseen(context, exchange, after.diagnostics);
    if (after.value === null) return failure(gone(context, place));
    const lost = lostBetween(before.value, after.value, known.id);
    if (lost.length > 0) {
      context.doubt();
      trust.removals = 'broken';
      return failure(lostDiagnostic(context, place, change, lost));
    }
    if (setOf(after.value).has(known.id) !== change.isIn) return undone(context, place, exchange);
    if (!change.isIn && after.value.people.size + after.value.nested.size > 0) trust.removals = 'proved';
  }
  if (change.isIn) links.add(group.id, known.id);
  else links.remove(group.id, known.id);
  return SCIM_DONE;
}

function whoIs({ who }: PlaceChange): ResponseSubject {
  return who.type === 'User'
    ? { name: who.member, path: '/Users' }
    : { name: `group ${who.path}`, path: '/Groups' };
}

/** In the dialect: a PATCH of the one place, or the whole group as it was read with the place changed. */
function requestFor(
  context: ScimWriteContext,
  change: PlaceChange,
  known: { readonly id: string; readonly key?: string; readonly name?: string },
  before: GroupPlaces,
  path: string,
): Pick<HttpWrite, 'method' | 'path' | 'body'> {
  const { dialect } = context;
  const id = serverId(known.id);
  const reference = {
    value: id,
    display: known.key ?? known.name,
    ...(dialect.nests ? { type: change.who.type } : {}),
  };
  const patch = (op: 'add' | 'remove', rest: ScimResource) =>
    ({ method: 'PATCH', path, body: patchOf(context, op, rest) }) as const;
  if (change.isIn && dialect.add === 'patch')
    return patch('add', { path: 'members', value: [{ value: id }] });
  if (!change.isIn && dialect.remove === 'filter') {
    return patch('remove', { path: `members[value eq ${JSON.stringify(id)}]` });
  }
  if (!change.isIn && dialect.remove === 'value') {
    return patch('remove', { path: 'members', value: [{ value: id }] });
  }
  const { meta: _, members, ...item } = before.fresh.item;
  // Where the group itself tells nobody, they are those who tell it of themselves.
  const told: readonly unknown[] = Array.isArray(members)
    ? members
    : [...before.people, ...before.nested].map((one) => ({ value: serverId(one) }));
  const others = told.filter((member: unknown) => !isFields(member) || String(member.value) !== id);
  return { method: 'PUT', path, body: { ...item, members: change.isIn ? [...others, reference] : others } };
}

/** Ids of rows that were there, and are not, and were not to go. */
function lostBetween(before: GroupPlaces, after: GroupPlaces, changed: string): readonly string[] {
  return [
    ...[...before.people].filter((id) => !after.people.has(id)),
    ...[...before.nested].filter((id) => !after.nested.has(id)),
  ].filter((id) => id !== changed);
}

function lostDiagnostic(
  { endpoint, index, dialect }: ScimWriteContext,
  place: ResponseSubject,
  change: PlaceChange,
  lost: readonly string[],
): Diagnostic {
  const names = lost.map((id) => index.members.byId(id)?.key ?? index.groups.byId(id)?.name ?? serverId(id));
  const asked = `${change.isIn ? 'putting' : 'taking'} ${whoIs(change).name} ${change.isIn ? 'in' : 'out'}`;
  const how = `${asked} has taken out ${names.join(', ')} too; nobody put them back`;
  const found = contradictionDiagnostic(endpoint, place, how);
  const written = change.isIn ? `add: ${dialect.add}` : `remove: ${dialect.remove}`;
  const hint = `Write another word than \`${written}\` in dialect, and apply again: it puts them back.`;
  return { ...found, hint };
}

function notTrusted({ endpoint, dialect }: ScimWriteContext, place: ResponseSubject): Diagnostic {
  const how = `nobody is taken out of it, because the server has taken out others too (\`remove: ${dialect.remove}\`)`;
  return contradictionDiagnostic(endpoint, place, how);
}
