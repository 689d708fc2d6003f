import type { Desired, RuledOut } from '../../compile/desired.ts';
import { parseAddress } from '../../resource/address.ts';
import type { RoleKey } from '../../resource/identifiers.ts';
import type { OrganizationModel } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { Origin } from '../../source/origin.ts';
import type { ChangeReason } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { whyRuledOut } from '../field-changes.ts';

/**
 * Of an assignment that is written, and of which nothing can be there yet: the roles of whoever is written are the whole
 * truth, so what is live goes, whoever owns the rest (decision 10).
 */
export function whyReplaced(
  resource: Resource,
  written: OrganizationModel,
  spelling: Spelling,
): ChangeReason | null {
  const asked = resource.type === 'assignment' ? written.at(resource.address) : undefined;
  if (asked === undefined) return null;
  const text = `${displayNameOf(resource, spelling)}: no role of these is written any more`;
  return { text, origin: asked.origin };
}

/** Null: nobody asked for its removal. Ownership is what the documents say, never what a state remembers. */
export function whyRemoved(
  resource: Resource,
  desired: Desired,
  ruledOutRoles: () => ReadonlyMap<RoleKey, RuledOut>,
  root: Origin,
  spelling: Spelling,
): ChangeReason | null {
  const rule =
    resource.type === 'role'
      ? ruledOutRoles().get(resource.attributes.name)
      : desired.ruledOut.get(resource.address);
  if (rule !== undefined)
    return { text: `${displayNameOf(resource, spelling)}: ${whyRuledOut(rule)}`, origin: rule.origin };
  if (desired.authority[resource.type] === 'declared') return null;
  return {
    text: `${displayNameOf(resource, spelling)} is not written, and the documents are the whole truth`,
    origin: root,
  };
}

/** Tombstones of roles by name: a live role does not tell the scope that a document speaks of it at. */
export function rolesRuledOut(desired: Desired): ReadonlyMap<RoleKey, RuledOut> {
  const found = new Map<RoleKey, RuledOut>();
  for (const [address, rule] of desired.ruledOut) {
    const parts = parseAddress(address);
    if (parts.type === 'role') found.set(parts.name, rule);
  }
  return found;
}

/** Where the documents say that they are the whole truth; else where the organization is written. */
export function authorityOriginOf(desired: Desired): Origin {
  const root = desired.resources.find((r) => r.type === 'scope' && r.attributes.parent === null);
  return (
    desired.authorityOrigin ??
    root?.origin ?? { from: 'platform', platform: desired.platform.name, what: 'organization' }
  );
}
