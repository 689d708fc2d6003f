import { teamSlug } from '../../platform/team-slug.ts';
import { type GroupPath, groupPath } from '../../resource/identifiers.ts';
import type { GroupAttributes } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { known as mustBe } from '../../source/known.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { scalarText } from '../described/read/row-field.ts';
import { rowId } from '../described/read/row-identities.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import { unindexGroup } from '../live/live-index-cascade.ts';
import { liveOrigin } from '../live/organization-endpoint.ts';
import { createScim } from './create-scim.ts';
import { type GroupPlaces, readPlaces } from './group-places.ts';
import type { Sought } from './look-for.ts';
import { GROUPS } from './scim-description.ts';
import type { ScimResource } from './scim-wire.ts';
import {
  gone,
  readFresh,
  replacing,
  SCIM_DONE,
  type ScimWriteContext,
  sendScim,
  serverId,
  undone,
  unseen,
} from './scim-write-context.ts';

/** Creates a group with nobody in it. One that is there already, and empty, is it. Fails as `addPerson`. */
export async function createScimGroup(
  context: ScimWriteContext,
  { home, name, title }: GroupAttributes,
): Promise<Outcome<null>> {
  const path = groupPath(home, name);
  const subject: ResponseSubject = { name: `group ${path}`, path: '/Groups' };
  const sought: Sought = { list: GROUPS, attribute: 'displayName', value: title };
  const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: title };
  const known = context.index.groups.get(path);
  if (known !== undefined) {
    const places = await readPlaces(context, known.id, 'before');
    if (!places.ok) return places;
    // A server that sets what is there, in place of a 409, would change it.
    if (places.value !== null) return SCIM_DONE;
  }
  return createScim(context, {
    path: '/Groups',
    body,
    sought,
    subject,
    enter: (item) => enteredGroup(context, path, item, title),
  });
}

async function enteredGroup(
  context: ScimWriteContext,
  path: GroupPath,
  item: ScimResource,
  title: string,
): Promise<Outcome<null>> {
  const { endpoint, index } = context;
  const subject: ResponseSubject = { name: `group ${path}`, path: '/Groups' };
  const id = scalarText(item.id);
  const told = scalarText(item.displayName);
  if (id === null || told === null || teamSlug(told) !== teamSlug(title)) {
    return failure(contradictionDiagnostic(endpoint, subject, `the server calls it ${told ?? 'nothing'}`));
  }
  const places = await readPlaces(context, rowId(GROUPS, id), 'before');
  if (!places.ok) return unseen(context, null, places.diagnostics);
  if (places.value === null) return failure(gone(context, subject));
  const before = index.groups.get(path);
  if (!isAsKnown(context, before?.id ?? null, places.value)) {
    const message = `${subject.name} is there already, with people or groups in it`;
    return failure(diagnostic('live-changed', message, liveOrigin(endpoint, '/Groups')));
  }
  const [home] = [...index.scopes.entries()].map(([, scope]) => scope.id);
  index.groups.set(path, {
    id: rowId(GROUPS, id),
    version: 0,
    slug: teamSlug(told),
    name: told,
    description: '',
    scopeId: mustBe(home, 'the organization'),
    settings: new Map(),
    permissions: [],
    memberCount: 0,
  });
  return SCIM_DONE;
}

/** Whether the same people and groups are in it as were read and written; of one that was not there, nobody. */
function isAsKnown({ index }: ScimWriteContext, id: string | null, { people, nested }: GroupPlaces): boolean {
  const same = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
    one.size === other.size && [...one].every((entry) => other.has(entry));
  if (id === null) return people.size + nested.size === 0;
  return same(people, index.memberships.of(id)) && same(nested, index.nestings.of(id));
}

/** Gives a group another name. Fails as `addPerson`. */
export async function renameScimGroup(
  context: ScimWriteContext,
  group: GroupPath,
  title: string,
): Promise<Outcome<null>> {
  const live = context.index.groups.get(group);
  const subject: ResponseSubject = { name: `group ${group}`, path: '/Groups' };
  if (live === undefined) return failure(gone(context, subject));
  const path = `/Groups/${encodeURIComponent(serverId(live.id))}`;
  const before = await readPlaces(context, live.id, 'before');
  if (!before.ok) return before;
  if (before.value === null) return failure(gone(context, subject));
  if (before.value.fresh.item.displayName !== title) {
    const body = replacing(context, 'displayName', title);
    const exchange = await sendScim(context, { method: 'PATCH', path, body }, before.value.fresh);
    const after = await readFresh(context, path);
    if (!after.ok) return unseen(context, exchange, after.diagnostics);
    if (after.value === null) return failure(gone(context, subject));
    if (after.value.item.displayName !== title) return undone(context, { ...subject, path }, exchange);
  }
  context.index.groups.set(group, { ...live, name: title });
  return SCIM_DONE;
}

/** Deletes a group that is as it was read, and sees that it is gone. Fails as `addPerson`. */
export async function deleteScimGroup(context: ScimWriteContext, group: GroupPath): Promise<Outcome<null>> {
  const live = context.index.groups.get(group);
  if (live === undefined) return SCIM_DONE;
  const path = `/Groups/${encodeURIComponent(serverId(live.id))}`;
  const subject: ResponseSubject = { name: `group ${group}`, path };
  const places = await readPlaces(context, live.id, 'before');
  if (!places.ok) return places;
  if (places.value !== null) {
    if (!isAsKnown(context, live.id, places.value)) {
      const message = `Others are in ${subject.name} than were when it was read`;
      return failure(diagnostic('live-changed', message, liveOrigin(context.endpoint, path)));
    }
    const exchange = await sendScim(context, { method: 'DELETE', path }, places.value.fresh);
    const after = await readFresh(context, path);
    if (!after.ok) return unseen(context, exchange, after.diagnostics);
    if (after.value !== null) return undone(context, subject, exchange);
  }
  unindexGroup(context.index, live);
  return SCIM_DONE;
}
