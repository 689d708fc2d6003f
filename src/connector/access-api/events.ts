import { memberId } from '../../resource/reference.ts';
import type { Address } from '../../resource/resource.ts';
import { addressOf } from '../../resource/types.ts';
import type { Outcome } from '../../source/outcome.ts';
import type { HttpReader } from '../http/client.ts';
import type { ClientClock } from '../http/time.ts';
import type { AuditEvent } from '../live.ts';
import { type AuditNames, auditNames } from './audit-names.ts';
import { auditEventDecoder, type WireAuditEvent } from './audit-wire.ts';
import type { LiveIndex } from './directory.ts';
import { changesOfEvent, formerNameIn } from './moved.ts';
import { readWholeList } from './read-lists.ts';
import type { OrganizationEndpoint } from './site.ts';

/** The audit log, newest first. Fails as `LiveReader.events`. */
export function readAuditLog(
  http: Pick<HttpReader, 'get'>,
  site: OrganizationEndpoint,
  time: ClientClock,
  since: string | null,
): Promise<Outcome<readonly WireAuditEvent[]>> {
  const path = since === null ? '/audit-events' : `/audit-events?since=${encodeURIComponent(since)}`;
  return readWholeList(http, site, time, path, auditEventDecoder);
}

/**
 * An event becomes one for each fact that it moved (a role of an assignment, a permission, a title), because that is
 * what a drift report asks for.
 */
export function auditEventsOf(
  log: readonly WireAuditEvent[],
  directory: LiveIndex,
  site: OrganizationEndpoint,
): readonly AuditEvent[] {
  const names = auditNames(log, directory, site);
  return log.flatMap((event): readonly AuditEvent[] => {
    const { at, actor, action } = event;
    const address = addressIn(event, names, site);
    const told = changesOfEvent(event, names, site).map(({ entry, moved }): AuditEvent => {
      const word = { at, actor, action, address, entry };
      return moved === null ? word : { ...word, moved };
    });
    const left = formerNameIn(event);
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
function formerAddress(address: Address, left: string, { organization, platform }: OrganizationEndpoint): Address {
  return address.startsWith('member:')
    ? `member:${organization}/${memberId(left, platform.members.compare)}`
    : `${address.slice(0, address.lastIndexOf('/'))}/${left}`;
}

function addressIn({ action, target }: WireAuditEvent, names: AuditNames, site: OrganizationEndpoint): string | null {
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
