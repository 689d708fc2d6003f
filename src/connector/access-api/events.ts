import { addressOf } from '../../resource/types.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { HttpReader } from '../http/client.ts';
import type { Time } from '../http/time.ts';
import type { AuditEvent } from '../live.ts';
import { type AuditNames, auditNames } from './audit-names.ts';
import { auditEventShape, type WireAuditEvent } from './audit-wire.ts';
import type { Directory } from './directory.ts';
import { readWholeList } from './read-lists.ts';
import type { Site } from './site.ts';

/**
 * The audit log, newest first. An event of an assignment becomes one for each role that came or went, because that is
 * what a drift report asks for. Fails as `LiveReader.events`.
 */
export async function readEvents(
  http: Pick<HttpReader, 'get'>,
  site: Site,
  time: Time,
  directory: Directory,
  since: string | null,
): Promise<Outcome<readonly AuditEvent[]>> {
  const path = since === null ? '/audit-events' : `/audit-events?since=${encodeURIComponent(since)}`;
  const listed = await readWholeList(http, site, time, path, auditEventShape);
  if (!listed.ok) return listed;
  const names = auditNames(listed.value, directory, site);
  return success(
    listed.value.flatMap((event) => {
      const { at, actor, action } = event;
      const address = addressIn(event, names, site);
      return entriesOf(event, names).map((entry): AuditEvent => ({ at, actor, action, address, entry }));
    }),
  );
}

function addressIn({ action, target }: WireAuditEvent, names: AuditNames, site: Site): string | null {
  const { organization } = site;
  switch (target.type) {
    case 'organization':
      return `scope:${organization}`;
    case 'scope': {
      const path = names.scope(target.id);
      return path === null ? null : `scope:${path}`;
    }
    case 'role':
      return `role:${organization}/${names.role(target)}`;
    case 'member':
      // That somebody became known, or is not known any more, is nothing that happened to a membership.
      return action.startsWith('person.') ? null : `member:${organization}/${names.member(target)}`;
    case 'scope-member': {
      const ends = names.scopeMember(target);
      return ends === null ? null : `member:${ends.scope}/${ends.member}`;
    }
    case 'group': {
      const path = names.group(target);
      return path === null ? null : `group:${path}`;
    }
    case 'assignment': {
      const ends = names.assignment(target.id);
      return ends === null ? null : addressOf('assignment', { ...ends, roles: new Map() });
    }
    default:
      return null;
  }
}

/** What of the target the event concerns: at least one, null for the target as a whole. */
function entriesOf(event: WireAuditEvent, names: AuditNames): readonly (string | null)[] {
  const { target, related, before, after } = event;
  if (target.type === 'group' && related !== null) {
    if (related.type === 'member') return [names.member(related)];
    if (related.type === 'group') return [names.group(related)];
  }
  if (target.type !== 'assignment') return [null];
  const had = new Set(before?.roleIds ?? []);
  const has = new Set(after?.roleIds ?? []);
  const moved = [...had, ...has].filter((id) => had.has(id) !== has.has(id));
  // A role deleted since has no name any more; the event then speaks of the assignment as a whole.
  const keys = moved.flatMap((id) => names.roleById(id) ?? []).sort();
  return keys.length === 0 ? [null] : keys;
}
