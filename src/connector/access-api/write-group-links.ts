import type { GroupPath, MemberId } from '../../resource/reference.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { type WriteContext, WRITE_DONE, goneMeanwhile, liveChanged, refusalDiagnostics, rereadObject } from './desk.ts';
import { addLink } from './directory.ts';
import { entityTag, versionFromEtag } from './entity-tag.ts';
import { decodeJson, type JsonObject } from './json-object.ts';
import { readList } from './lists.ts';
import { incompleteRead } from './read-lists.ts';
import { contradictionDiagnostic, type ResponseSubject } from './same-object.ts';
import { OBJECT_PATHS } from './site.ts';
import { groupDecoder, membershipDecoder, nestingDecoder, type WireGroup } from './wire.ts';

/** One thing in one group, a person or another group: both are written the same way, guarded by the group's version. */
interface GroupMemberLink {
  readonly group: WireGroup;
  readonly groupKey: GroupPath;
  readonly subject: ResponseSubject;
  readonly id: string;
  readonly body: object;
  /** Where all links of this sort of the group are listed, and a new one is posted. */
  readonly collection: string;
  readonly idIn: (object: JsonObject) => { readonly id: string; readonly linked: string };
  readonly links: Map<string, Set<string>>;
}

/** Puts a person into a group; there already is success. Fails as `refused`. */
export function addGroupMember(desk: WriteContext, group: GroupPath, member: MemberId): Promise<Outcome<null>> {
  return add(desk, memberLink(desk, group, member));
}

/** Takes a person out of a group; not in it is success. Fails as `refused`. */
export function removeGroupMember(desk: WriteContext, group: GroupPath, member: MemberId): Promise<Outcome<null>> {
  return remove(desk, memberLink(desk, group, member));
}

/** Puts a group into a group; there already is success. Fails as `refused`. */
export function nestGroup(desk: WriteContext, group: GroupPath, child: GroupPath): Promise<Outcome<null>> {
  return add(desk, groupLink(desk, group, child));
}

/** Takes a group out of a group; not in it is success. Fails as `refused`. */
export function unnestGroup(desk: WriteContext, group: GroupPath, child: GroupPath): Promise<Outcome<null>> {
  return remove(desk, groupLink(desk, group, child));
}

/** Either end, when it is not there, by name. */
type GroupLinkEnds = GroupMemberLink | { readonly missing: ResponseSubject };

async function add(desk: WriteContext, ends: GroupLinkEnds): Promise<Outcome<null>> {
  if ('missing' in ends) return failure(goneMeanwhile(desk, ends.missing));
  const exchange = await desk.http.send({
    method: 'POST',
    path: ends.collection,
    body: ends.body,
    headers: { 'if-match': tagOf(ends), 'idempotency-key': desk.newKey() },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') {
    const told = decodeJson(exchange.body, ends.idIn);
    if (told.ok && told.value.linked !== ends.id)
      return failure(contradictionDiagnostic(desk.site, ends.subject, 'the answer is about something else'));
    return written(desk, ends, true, exchange.etag);
  }
  const { status, code } = exchange.problem;
  if (exchange.uncertain && (status === 412 || code === 'already-exists')) {
    return settle(desk, ends, true, exchange);
  }
  if (code === 'already-exists') {
    const inside = await isListed(desk, ends);
    if (!inside.ok) return inside;
    if (!inside.value)
      return failure(contradictionDiagnostic(desk.site, ends.subject, 'said to be in it already, and not listed'));
    addLink(ends.links, ends.group.id, ends.id);
    return WRITE_DONE;
  }
  return refusalDiagnostics(desk, ends.subject, exchange.problem);
}

async function remove(desk: WriteContext, ends: GroupLinkEnds): Promise<Outcome<null>> {
  if ('missing' in ends) return WRITE_DONE;
  const exchange = await desk.http.send({
    method: 'DELETE',
    path: ends.subject.path,
    headers: { 'if-match': tagOf(ends) },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') return written(desk, ends, false, exchange.etag);
  const { status } = exchange.problem;
  if (exchange.uncertain && (status === 412 || status === 404)) return settle(desk, ends, false, exchange);
  if (status !== 404) return refusalDiagnostics(desk, ends.subject, exchange.problem);
  const inside = await isListed(desk, ends);
  if (!inside.ok) return inside;
  if (inside.value)
    return failure(contradictionDiagnostic(desk.site, ends.subject, 'said not to be in it, and listed all the same'));
  ends.links.get(ends.group.id)?.delete(ends.id);
  return WRITE_DONE;
}

/** Whether the group lists it now; where the group is gone, it does not. Fails as `refused`, connector-incomplete-read. */
async function isListed(desk: WriteContext, ends: GroupMemberLink): Promise<Outcome<boolean>> {
  const subject: ResponseSubject = { name: `group ${ends.groupKey}`, path: OBJECT_PATHS.group(ends.group.id) };
  const fresh = await rereadObject(desk, subject, groupDecoder, ends.group.id);
  if (!fresh.ok) return fresh;
  if (fresh.value === null) return success(false);
  const { pageSize } = desk.site.platform.capabilities;
  const listing = await readList(desk.http, ends.collection, pageSize, ends.idIn);
  if (listing.end === 'stopped' && listing.exchange.end === 'failure')
    return failure(listing.exchange.diagnostic);
  if (listing.end !== 'listed' || listing.gap !== null)
    return failure(incompleteRead(desk.site, `Who is in ${subject.name} could not be read`));
  return success(listing.items.some(({ linked }) => linked === ends.id));
}

/** The write is done: the directory follows, at the version the answer tells. */
function written(desk: WriteContext, ends: GroupMemberLink, inside: boolean, etag: string | null): Outcome<null> {
  record(desk, ends, inside, versionFromEtag(etag, ends.group.id) ?? ends.group.version + 1);
  return WRITE_DONE;
}

/**
 * An answer was lost and the next try was refused. The group itself tells whether that is because the first one
 * went through.
 */
async function settle(
  desk: WriteContext,
  ends: GroupMemberLink,
  inside: boolean,
  refusal: Extract<Exchange, { end: 'refusal' }>,
): Promise<Outcome<null>> {
  const subject: ResponseSubject = { name: `group ${ends.groupKey}`, path: OBJECT_PATHS.group(ends.group.id) };
  const fresh = await rereadObject(desk, subject, groupDecoder, ends.group.id);
  if (!fresh.ok) return fresh;
  if (fresh.value === null) return inside ? failure(goneMeanwhile(desk, subject)) : WRITE_DONE;
  const { pageSize } = desk.site.platform.capabilities;
  const listing = await readList(desk.http, ends.collection, pageSize, ends.idIn);
  const known = listing.end === 'listed' && listing.gap === null;
  if (!known || listing.items.some(({ linked }) => linked === ends.id) !== inside) {
    return refusal.problem.status === 412
      ? refusalDiagnostics(desk, ends.subject, refusal.problem)
      : failure(liveChanged(desk, subject, 'changed while it was written'));
  }
  // Never later than our own change: what somebody else did on top must stop the next write.
  record(desk, ends, inside, Math.min(fresh.value.version, ends.group.version + 1));
  return WRITE_DONE;
}

function record(desk: WriteContext, ends: GroupMemberLink, inside: boolean, version: number): void {
  desk.directory.groups.set(ends.groupKey, { ...ends.group, version });
  if (inside) addLink(ends.links, ends.group.id, ends.id);
  else ends.links.get(ends.group.id)?.delete(ends.id);
}

function tagOf({ group }: GroupMemberLink): string {
  return entityTag(group.id, group.version);
}

function memberLink(desk: WriteContext, groupKey: GroupPath, member: MemberId): GroupLinkEnds {
  const group = desk.directory.groups.get(groupKey);
  const person = desk.directory.members.get(member);
  if (group === undefined) return { missing: { name: `group ${groupKey}`, path: '/groups' } };
  if (person === undefined) return { missing: { name: `member ${member}`, path: '/members' } };
  return {
    group,
    groupKey,
    subject: {
      name: `group ${groupKey} (member ${person.key})`,
      path: OBJECT_PATHS.groupMember(group.id, person.id),
    },
    id: person.id,
    body: { userId: person.id },
    collection: `${OBJECT_PATHS.group(group.id)}/members`,
    idIn: (o) => ({ id: membershipDecoder(o).id, linked: membershipDecoder(o).userId }),
    links: desk.directory.memberships,
  };
}

function groupLink(desk: WriteContext, groupKey: GroupPath, childKey: GroupPath): GroupLinkEnds {
  const group = desk.directory.groups.get(groupKey);
  const child = desk.directory.groups.get(childKey);
  if (group === undefined) return { missing: { name: `group ${groupKey}`, path: '/groups' } };
  if (child === undefined) return { missing: { name: `group ${childKey}`, path: '/groups' } };
  return {
    group,
    groupKey,
    subject: { name: `group ${groupKey} (group ${childKey})`, path: OBJECT_PATHS.groupGroup(group.id, child.id) },
    id: child.id,
    body: { groupId: child.id },
    collection: `${OBJECT_PATHS.group(group.id)}/groups`,
    idIn: (o) => ({ id: nestingDecoder(o).id, linked: nestingDecoder(o).childId }),
    links: desk.directory.nestings,
  };
}
