import type { GroupPath, MemberId } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { contradictionDiagnostic } from '../live/contradiction.ts';
import { decodeJson } from '../protocol/json-object.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { versionFromEtag } from './entity-tag.ts';
import { groupDecoder, membershipDecoder } from './object-decoders.ts';
import { readList } from './paged-list.ts';
import {
  goneMeanwhile,
  refusalDiagnostics,
  rereadObject,
  WRITE_DONE,
  type WriteContext,
} from './write-context.ts';
import { type GroupMemberLink, memberLink, record, tagOf } from './write-group-links.ts';

/** Makes somebody who is in a group something else there; null for the ordinary thing. Fails as `refused`. */
export async function setMembershipRole(
  writeContext: WriteContext,
  group: GroupPath,
  member: MemberId,
  role: string | null,
): Promise<Outcome<null>> {
  const rules = known(
    writeContext.site.platform.groups.membershipRoles,
    'roles in groups, of a write of one',
  );
  const wanted = role ?? rules.defaultRole;
  const ends = memberLink(writeContext, group, member, wanted);
  if ('missing' in ends) return failure(goneMeanwhile(writeContext, ends.missing));
  const exchange = await writeContext.http.send({
    method: 'PATCH',
    path: ends.subject.path,
    body: { role: wanted },
    headers: { 'if-match': tagOf(ends) },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') {
    const told = decodeJson(exchange.body, membershipDecoder);
    if (told.ok && told.value.userId !== ends.id)
      return failure(
        contradictionDiagnostic(writeContext.site, ends.subject, 'the answer is about something else'),
      );
    record(writeContext, ends, true, versionFromEtag(exchange.etag, ends.group.id) ?? ends.group.version + 1);
    return WRITE_DONE;
  }
  // An answer was lost, and the next try was refused: perhaps because the first one went through.
  if (exchange.uncertain && exchange.problem.status === 412 && (await isSo(writeContext, ends, wanted)))
    return WRITE_DONE;
  return refusalDiagnostics(writeContext, ends.subject, exchange.problem);
}

async function isSo(writeContext: WriteContext, ends: GroupMemberLink, wanted: string): Promise<boolean> {
  const fresh = await rereadObject(
    writeContext,
    { name: `group ${ends.groupKey}`, path: OBJECT_PATHS.group(ends.group.id) },
    groupDecoder,
    ends.group.id,
  );
  if (!fresh.ok || fresh.value === null) return false;
  const { pageSize } = writeContext.site.platform.capabilities;
  const list = await readList(writeContext.http, ends.collection, pageSize, membershipDecoder);
  if (list.end !== 'listed' || list.gap !== null) return false;
  if (!list.items.some(({ userId, role }) => userId === ends.id && role === wanted)) return false;
  // Never later than our own change: what somebody else did on top must stop the next write.
  record(writeContext, ends, true, Math.min(fresh.value.version, ends.group.version + 1));
  return true;
}
