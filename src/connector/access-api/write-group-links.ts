import type { GroupPath, MemberId } from '../../resource/identifiers.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import { incompleteRead } from '../live/incomplete-read.ts';
import { membershipKey } from '../live/live-index.ts';
import { unindexReplacedPlaces } from '../live/live-index-cascade.ts';
import type { LiveGroup } from '../live/live-object.ts';
import { decodeJson, type JsonObject } from '../protocol/json-object.ts';
import type { LinkedIds } from '../protocol/linked-ids.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { entityTag, versionFromEtag } from './entity-tag.ts';
import { groupDecoder, membershipDecoder, nestingDecoder } from './object-decoders.ts';
import { readList } from './paged-list.ts';
import {
  goneMeanwhile,
  liveChanged,
  refusalDiagnostics,
  rereadObject,
  WRITE_DONE,
  type WriteContext,
} from './write-context.ts';

/** One thing in one group, a person or another group: both are written the same way, guarded by the group's version. */
export interface GroupMemberLink {
  readonly group: LiveGroup;
  readonly groupKey: GroupPath;
  readonly subject: ResponseSubject;
  readonly id: string;
  readonly body: object;
  /** Where all links of this sort of the group are listed, and a new one is posted. */
  readonly collection: string;
  readonly idIn: (object: JsonObject) => { readonly id: string; readonly linked: string };
  readonly links: LinkedIds;
  /** Of a person: what is asked for; null for the ordinary thing. */
  readonly role?: string | null;
}

/** Puts a person into a group; there already is success. Fails as `refused`. */
export function addGroupMember(
  writeContext: WriteContext,
  group: GroupPath,
  member: MemberId,
  role: string | null,
): Promise<Outcome<null>> {
  return add(writeContext, memberLink(writeContext, group, member, role));
}

/** Takes a person out of a group; not in it is success. Fails as `refused`. */
export function removeGroupMember(
  writeContext: WriteContext,
  group: GroupPath,
  member: MemberId,
): Promise<Outcome<null>> {
  return remove(writeContext, memberLink(writeContext, group, member));
}

/** Puts a group into a group; there already is success. Fails as `refused`. */
export function nestGroup(
  writeContext: WriteContext,
  group: GroupPath,
  child: GroupPath,
): Promise<Outcome<null>> {
  return add(writeContext, groupLink(writeContext, group, child));
}

/** Takes a group out of a group; not in it is success. Fails as `refused`. */
export function unnestGroup(
  writeContext: WriteContext,
  group: GroupPath,
  child: GroupPath,
): Promise<Outcome<null>> {
  return remove(writeContext, groupLink(writeContext, group, child));
}

/** Either end, when it is not there, by name. */
export type GroupLinkEnds = GroupMemberLink | { readonly missing: ResponseSubject };

async function add(writeContext: WriteContext, groupLinkEnds: GroupLinkEnds): Promise<Outcome<null>> {
  if ('missing' in groupLinkEnds) return failure(goneMeanwhile(writeContext, groupLinkEnds.missing));
  const exchange = await writeContext.http.send({
    method: 'POST',
    path: groupLinkEnds.collection,
    body: groupLinkEnds.body,
    headers: { 'if-match': tagOf(groupLinkEnds), 'idempotency-key': writeContext.newKey() },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') {
    const told = decodeJson(exchange.body, groupLinkEnds.idIn);
    if (told.ok && told.value.linked !== groupLinkEnds.id)
      return failure(
        contradictionDiagnostic(
          writeContext.site,
          groupLinkEnds.subject,
          'the answer is about something else',
        ),
      );
    return written(writeContext, groupLinkEnds, true, exchange.etag);
  }
  const { status, code } = exchange.problem;
  if (exchange.uncertain && (status === 412 || code === 'already-exists')) {
    return settle(writeContext, groupLinkEnds, true, exchange);
  }
  if (code === 'already-exists') {
    const inside = await isListed(writeContext, groupLinkEnds);
    if (!inside.ok) return inside;
    if (!inside.value)
      return failure(
        contradictionDiagnostic(
          writeContext.site,
          groupLinkEnds.subject,
          'reported to be in it already, but not listed',
        ),
      );
    groupLinkEnds.links.add(groupLinkEnds.group.id, groupLinkEnds.id);
    return WRITE_DONE;
  }
  return refusalDiagnostics(writeContext, groupLinkEnds.subject, exchange.problem);
}

async function remove(writeContext: WriteContext, groupLinkEnds: GroupLinkEnds): Promise<Outcome<null>> {
  if ('missing' in groupLinkEnds) return WRITE_DONE;
  const { links, group, id } = groupLinkEnds;
  // Another place has taken this one already: asked again, the platform would only say so.
  if (writeContext.site.platform.groups.perMember !== 'many' && !links.of(group.id).has(id))
    return WRITE_DONE;
  const exchange = await writeContext.http.send({
    method: 'DELETE',
    path: groupLinkEnds.subject.path,
    headers: { 'if-match': tagOf(groupLinkEnds) },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') return written(writeContext, groupLinkEnds, false, exchange.etag);
  const { status } = exchange.problem;
  if (exchange.uncertain && (status === 412 || status === 404))
    return settle(writeContext, groupLinkEnds, false, exchange);
  if (status !== 404) return refusalDiagnostics(writeContext, groupLinkEnds.subject, exchange.problem);
  const inside = await isListed(writeContext, groupLinkEnds);
  if (!inside.ok) return inside;
  if (inside.value)
    return failure(
      contradictionDiagnostic(
        writeContext.site,
        groupLinkEnds.subject,
        'reported not to be in it, but listed',
      ),
    );
  groupLinkEnds.links.remove(groupLinkEnds.group.id, groupLinkEnds.id);
  return WRITE_DONE;
}

/** Whether the group lists it now; where the group is gone, it does not. Fails as `refused`, connector-incomplete-read. */
async function isListed(writeContext: WriteContext, ends: GroupMemberLink): Promise<Outcome<boolean>> {
  const responseSubject: ResponseSubject = {
    name: `group ${ends.groupKey}`,
    path: OBJECT_PATHS.group(ends.group.id),
  };
  const fresh = await rereadObject(writeContext, responseSubject, groupDecoder, ends.group.id);
  if (!fresh.ok) return fresh;
  if (fresh.value === null) return success(false);
  const { pageSize } = writeContext.site.platform.capabilities;
  const pagedList = await readList(writeContext.http, ends.collection, pageSize, ends.idIn);
  if (pagedList.end === 'stopped' && pagedList.exchange.end === 'failure')
    return failure(pagedList.exchange.diagnostic);
  if (pagedList.end !== 'listed' || pagedList.gap !== null)
    return failure(incompleteRead(writeContext.site, `Who is in ${responseSubject.name} could not be read`));
  return success(pagedList.items.some(({ linked }) => linked === ends.id));
}

/** The write is done: the directory follows, at the version the answer tells. */
function written(
  writeContext: WriteContext,
  ends: GroupMemberLink,
  inside: boolean,
  etag: string | null,
): Outcome<null> {
  record(writeContext, ends, inside, versionFromEtag(etag, ends.group.id) ?? ends.group.version + 1);
  return WRITE_DONE;
}

/**
 * An answer was lost and the next try was refused. The group itself tells whether that is because the first one
 * went through.
 */
async function settle(
  writeContext: WriteContext,
  ends: GroupMemberLink,
  inside: boolean,
  refusal: Extract<Exchange, { end: 'refusal' }>,
): Promise<Outcome<null>> {
  const responseSubject: ResponseSubject = {
    name: `group ${ends.groupKey}`,
    path: OBJECT_PATHS.group(ends.group.id),
  };
  const fresh = await rereadObject(writeContext, responseSubject, groupDecoder, ends.group.id);
  if (!fresh.ok) return fresh;
  if (fresh.value === null)
    return inside ? failure(goneMeanwhile(writeContext, responseSubject)) : WRITE_DONE;
  const { pageSize } = writeContext.site.platform.capabilities;
  const pagedList = await readList(writeContext.http, ends.collection, pageSize, ends.idIn);
  const known = pagedList.end === 'listed' && pagedList.gap === null;
  if (!known || pagedList.items.some(({ linked }) => linked === ends.id) !== inside) {
    return refusal.problem.status === 412
      ? refusalDiagnostics(writeContext, ends.subject, refusal.problem)
      : failure(liveChanged(writeContext, responseSubject, 'changed while it was written'));
  }
  // Never later than our own change: what somebody else did on top must stop the next write.
  record(writeContext, ends, inside, Math.min(fresh.value.version, ends.group.version + 1));
  return WRITE_DONE;
}

export function record(
  writeContext: WriteContext,
  ends: GroupMemberLink,
  inside: boolean,
  version: number,
): void {
  writeContext.directory.groups.set(ends.groupKey, { ...ends.group, version });
  if (inside && ends.links === writeContext.directory.memberships)
    unindexReplacedPlaces(writeContext.directory, ends.group, ends.id, writeContext.site.platform);
  if (inside) ends.links.add(ends.group.id, ends.id);
  else ends.links.remove(ends.group.id, ends.id);
  const { membershipRoles } = writeContext.directory;
  const key = membershipKey(ends.group.id, ends.id);
  if (inside && ends.role !== undefined && ends.role !== null) membershipRoles.set(key, ends.role);
  else membershipRoles.delete(key);
}

export function tagOf({ group }: GroupMemberLink): string {
  return entityTag(group.id, group.version);
}

export function memberLink(
  writeContext: WriteContext,
  groupKey: GroupPath,
  member: MemberId,
  role: string | null = null,
): GroupLinkEnds {
  const group = writeContext.directory.groups.get(groupKey);
  const person = writeContext.directory.members.get(member);
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
    body: { userId: person.id, ...(role === null ? {} : { role }) },
    role,
    collection: `${OBJECT_PATHS.group(group.id)}/members`,
    idIn: (o) => ({ id: membershipDecoder(o).id, linked: membershipDecoder(o).userId }),
    links: writeContext.directory.memberships,
  };
}

function groupLink(writeContext: WriteContext, groupKey: GroupPath, childKey: GroupPath): GroupLinkEnds {
  const group = writeContext.directory.groups.get(groupKey);
  const child = writeContext.directory.groups.get(childKey);
  if (group === undefined) return { missing: { name: `group ${groupKey}`, path: '/groups' } };
  if (child === undefined) return { missing: { name: `group ${childKey}`, path: '/groups' } };
  return {
    group,
    groupKey,
    subject: {
      name: `group ${groupKey} (group ${childKey})`,
      path: OBJECT_PATHS.groupGroup(group.id, child.id),
    },
    id: child.id,
    body: { groupId: child.id },
    collection: `${OBJECT_PATHS.group(group.id)}/groups`,
    idIn: (o) => ({ id: nestingDecoder(o).id, linked: nestingDecoder(o).childId }),
    links: writeContext.directory.nestings,
  };
}
