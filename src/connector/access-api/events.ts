import { memberId } from '../../resource/reference.ts';
import type { Address } from '../../resource/resource.ts';
import { addressOf } from '../../resource/types.ts';
import type { Outcome } from '../../source/outcome.ts';
import type { HttpReader } from '../http/client.ts';
import type { Time } from '../http/time.ts';
import type { AuditEvent } from '../live.ts';
import { type AuditNames, auditNames } from './audit-names.ts';
import { auditEventShape, type WireAuditEvent } from './audit-wire.ts';
import type { Directory } from './directory.ts';
import { movedBy, nameLeft } from './moved.ts';
import { readWholeList } from './read-lists.ts';
import type { Site } from './site.ts';

/** The audit log, newest first. Fails as `LiveReader.events`. */
export function readLog(
  http: Pick<HttpReader, 'get'>,
  site: Site,
  time: Time,
  since: string | null,
): Promise<Outcome<readonly WireAuditEvent[]>> {
  const path = since === null ? '/audit-events' : `/audit-events?since=${encodeURIComponent(since)}`;
  return readWholeList(http, site, time, path, auditEventShape);
}

/**
 * An event becomes one for each fact that it moved (a role of an assignment, a permission, a title), because that is
 * what a drift report asks for.
 */
export function eventsOf(
  log: readonly WireAuditEvent[],
  directory: Directory,
  site: Site,
): readonly AuditEvent[] {
  const names = auditNames(log, directory, site);
  return log.flatMap((event): readonly AuditEvent[] => {
    const { at, actor, action } = event;
    const address = addressIn(event, names, site);
    const told = movedBy(event, names, site).map(({ entry, moved }): AuditEvent => {
      const word = { at, actor, action, address, entry };
      return moved === null ? word : { ...word, moved };
    });
    const left = nameLeft(event);
    const before = left === null || address === null ? null : formerAddress(address, left, site);
    // Back under its first name, a thing has left none to others.
    if (before === null || before === address) return told;
    const gone: AuditEvent = {
      at,
      actor,
      action,
      address: before,
      entry: null,
      moved: { field: null, way: 'removed' },
    };
    return [...told, gone];
  });
}

/** What a thing was called before; what it is in is called as ever. */
function formerAddress(address: Address, left: string, { organization, platform }: Site): Address {
  return address.startsWith('member:')
    ? `member:${organization}/${memberId(left, platform.members.compare)}`
    : `${address.slice(0, address.lastIndexOf('/'))}/${left}`;
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
