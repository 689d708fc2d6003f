import { childScope, groupPath, memberId } from '../../resource/reference.ts';
import type { Address } from '../../resource/resource.ts';
import type { FormerName } from '../live.ts';
import type { AuditState, WireAuditEvent } from './audit-wire.ts';
import type { LiveIndex } from './directory.ts';
import { formerNameIn } from './moved.ts';
import type { OrganizationEndpoint } from './site.ts';

/**
 * Names that live things gave up, by the address they had under them. Of several that had a name one after another the
 * last counts: where that was deleted, the name means nothing any more.
 */
export function formerNamesInLog(
  log: readonly WireAuditEvent[],
  directory: LiveIndex,
  site: OrganizationEndpoint,
): ReadonlyMap<Address, FormerName> {
  const found = new Map<Address, FormerName | null>();
  // Newest first: the first event by which somebody lost the name decides.
  for (const event of log) {
    const { target, before, after, at, actor, action } = event;
    const left = formerNameIn(event) ?? (after === null ? target.label : null);
    const was =
      left === null || before === null ? null : addressAs(target.type, left, before, directory, site);
    if (was === null || found.has(was)) continue;
    const is = after === null ? null : addressNow(target.type, target.id, directory, site);
    found.set(was, is === null ? null : { address: is, by: { at, actor, action } });
  }
  return new Map([...found].filter((one): one is [Address, FormerName] => one[1] !== null));
}

function addressAs(
  type: string,
  name: string,
  { kind, parentId, scopeId }: AuditState,
  directory: LiveIndex,
  { organization, platform }: OrganizationEndpoint,
): Address | null {
  switch (type) {
    case 'scope': {
      const parent = parentId === null ? undefined : directory.scopes.keyOf(parentId);
      const plural = platform.scopeKinds.get(kind ?? '')?.plural ?? null;
      return parent === undefined || plural === null ? null : `scope:${childScope(parent, plural, name)}`;
    }
    case 'group': {
      const home = scopeId === null ? undefined : directory.scopes.keyOf(scopeId);
      return home === undefined ? null : `group:${groupPath(home, name)}`;
    }
    case 'role':
      return `role:${organization}/${name}`;
    case 'member':
      return `member:${organization}/${memberId(name, platform.members.compare)}`;
    default:
      return null;
  }
}

/** Null for what is not there any more. */
function addressNow(type: string, id: string, directory: LiveIndex, { organization }: OrganizationEndpoint): Address | null {
  const told = (prefix: string, key: string | undefined) => (key === undefined ? null : `${prefix}${key}`);
  switch (type) {
    case 'scope':
      return told('scope:', directory.scopes.keyOf(id));
    case 'group':
      return told('group:', directory.groups.keyOf(id));
    case 'role':
      return told(`role:${organization}/`, directory.roles.keyOf(id));
    case 'member':
      return told(`member:${organization}/`, directory.members.keyOf(id));
    default:
      return null;
  }
}
