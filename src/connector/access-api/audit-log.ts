import type { Address } from '../../resource/address.ts';
import {
  addressNamed,
  assignmentAddress,
  groupAddress,
  memberAddress,
  roleAddress,
  scopeAddress,
} from '../../resource/address.ts';
import { memberId, principalKey } from '../../resource/identifiers.ts';
import type { Outcome } from '../../source/outcome.ts';
import type { AuditEvent } from '../connector.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { ClientClock } from '../http/time.ts';
import type { LiveIndex } from '../live/live-index.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { changesOfEvent, formerNameIn } from './audit-changes.ts';
import { type AuditNames, auditNames } from './audit-names.ts';
import { readWholeList } from './read-live-objects.ts';
import { auditEventDecoder, type WireAuditEvent } from './wire-audit-event.ts';

/** The audit log, newest first. Fails as `LiveReader.events`. */
export function readAuditLog(
  http: Pick<HttpReader, 'get'>,
  organizationEndpoint: OrganizationEndpoint,
  clientClock: ClientClock,
  since: string | null,
): Promise<Outcome<readonly WireAuditEvent[]>> {
  const path = since === null ? '/audit-events' : `/audit-events?since=${encodeURIComponent(since)}`;
  return readWholeList(http, organizationEndpoint, clientClock, path, auditEventDecoder);
}

/**
 * An event becomes one for each fact that it moved (a role of an assignment, a permission, a title), because that is
 * what a drift report asks for.
 */
export function auditEventsOf(
  log: readonly WireAuditEvent[],
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): readonly AuditEvent[] {
  const names = auditNames(log, liveIndex, organizationEndpoint);
  return log.flatMap((event): readonly AuditEvent[] => {
    const { at, actor, action } = event;
    const address = addressIn(event, names, organizationEndpoint);
    const told = changesOfEvent(event, names, organizationEndpoint).map(({ entry, moved }): AuditEvent => {
      const word = { at, actor, action, address, entry };
      return moved === null ? word : { ...word, moved };
    });
    const left = formerNameIn(event);
    const before =
      left === null || address === null ? null : formerAddress(address, left, organizationEndpoint);
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
function formerAddress(
  address: Address,
  left: string,
  { organization, platform }: OrganizationEndpoint,
): Address {
  return address.startsWith('member:')
    ? memberAddress(organization, memberId(left, platform.members.compare))
    : addressNamed(address, left);
}

function addressIn(
  { action, target }: WireAuditEvent,
  names: AuditNames,
  organizationEndpoint: OrganizationEndpoint,
): Address | null {
  const { organization } = organizationEndpoint;
  switch (target.type) {
    case 'organization':
      return scopeAddress(organization);
    case 'scope': {
      const path = names.scope(target.id);
      return path === null ? null : scopeAddress(path);
    }
    case 'role':
      return roleAddress(organization, names.role(target));
    case 'member':
      // That somebody became known, or is not known any more, is nothing that happened to a membership.
      return action.startsWith('person.') ? null : memberAddress(organization, names.member(target));
    case 'scope-member': {
      const ends = names.scopeMember(target);
      return ends === null ? null : memberAddress(ends.scope, ends.member);
    }
    case 'group': {
      const path = names.group(target);
      return path === null ? null : groupAddress(path);
    }
    case 'assignment': {
      const ends = names.assignment(target.id);
      return ends === null ? null : assignmentAddress(ends.scope, principalKey(ends.principal));
    }
    default:
      return null;
  }
}
