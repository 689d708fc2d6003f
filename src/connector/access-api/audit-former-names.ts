import type { Address } from '../../resource/address.ts';
import { groupAddress, memberAddress, roleAddress, scopeAddress } from '../../resource/address.ts';
import { childScope, groupPath, memberId } from '../../resource/identifiers.ts';
import type { FormerName } from '../connector.ts';
import type { LiveIndex } from '../live/live-index.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { formerNameIn } from './audit-changes.ts';
import { pluralOf } from './audit-names.ts';
import type { AuditState, WireAuditEvent } from './wire-audit-event.ts';

/**
 * Names that live things gave up, by the address they had under them. Of several that had a name one after another the
 * last counts: where that was deleted, the name means nothing any more.
 */
export function formerNamesInLog(
  log: readonly WireAuditEvent[],
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): ReadonlyMap<Address, FormerName> {
  const found = new Map<Address, FormerName | null>();
  // Newest first: the first event by which somebody lost the name decides.
  for (const event of log) {
    const { target, before, after, at, actor, action } = event;
    const left = formerNameIn(event) ?? (after === null ? target.label : null);
    const was =
      left === null || before === null
        ? null
        : addressAs(target.type, left, before, liveIndex, organizationEndpoint);
    if (was === null || found.has(was)) continue;
    const is = after === null ? null : addressNow(target.type, target.id, liveIndex, organizationEndpoint);
    found.set(was, is === null ? null : { address: is, by: { at, actor, action } });
  }
  return new Map([...found].filter((one): one is [Address, FormerName] => one[1] !== null));
}

function addressAs(
  type: string,
  name: string,
  state: AuditState,
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): Address | null {
  const { organization, platform } = organizationEndpoint;
  const { parentId, scopeId } = state;
  switch (type) {
    case 'scope': {
      const parent = parentId === null ? undefined : liveIndex.scopes.keyOf(parentId);
      const plural = pluralOf(state, organizationEndpoint);
      return parent === undefined || plural === null ? null : scopeAddress(childScope(parent, plural, name));
    }
    case 'group': {
      const home = scopeId === null ? undefined : liveIndex.scopes.keyOf(scopeId);
      return home === undefined ? null : groupAddress(groupPath(home, name));
    }
    case 'role':
      return roleAddress(organization, name);
    case 'member':
      return memberAddress(organization, memberId(name, platform.members.compare));
    default:
      return null;
  }
}

/** Null for what is not there any more. */
function addressNow(
  type: string,
  id: string,
  liveIndex: LiveIndex,
  { organization }: OrganizationEndpoint,
): Address | null {
  switch (type) {
    case 'scope':
      return addressOfKey(liveIndex.scopes.keyOf(id), scopeAddress);
    case 'group':
      return addressOfKey(liveIndex.groups.keyOf(id), groupAddress);
    case 'role':
      return addressOfKey(liveIndex.roles.keyOf(id), (name) => roleAddress(organization, name));
    case 'member':
      return addressOfKey(liveIndex.members.keyOf(id), (member) => memberAddress(organization, member));
    default:
      return null;
  }
}

function addressOfKey(key: string | undefined, address: (key: string) => Address): Address | null {
  return key === undefined ? null : address(key);
}
