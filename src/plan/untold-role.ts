import type { Desired } from '../compile/desired.ts';
import { type Address, memberAddress } from '../resource/address.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import type { AssignmentResource, Resource, Snapshot } from '../resource/resource.ts';

/**
 * Live with the role that everybody of the organization holds and that the platform lists for nobody, where the documents
 * write it: who wrote nothing of it has nothing to compare, and what else somebody holds is told as it is.
 */
export function withUntoldRole({ resources, organization }: Desired, live: Snapshot): Snapshot {
  const { untoldRole } = live;
  if (untoldRole === undefined) return live;
  const there = modelOf(live.resources);
  const told = new Map<Address, Resource>();
  for (const written of modelOf(resources).all('assignment')) {
    const entry = written.attributes.roles.get(untoldRole);
    if (entry === undefined || written.attributes.scope !== organization) continue;
    const found = there.at(written.address);
    const given = found?.type === 'assignment' ? found : null;
    if (!belongs(written, given, there)) continue;
    const roles = new Map([...(given === null ? [] : given.attributes.roles), [untoldRole, entry] as const]);
    told.set(written.address, { ...written, attributes: { ...written.attributes, roles } });
  }
  if (told.size === 0) return live;
  const unlisted = [...told.values()].filter(({ address }) => !there.has(address));
  return {
    ...live,
    resources: [...live.resources.map((r) => told.get(r.address) ?? r), ...unlisted],
  };
}

/** Whoever is invited as something else than a member will not be one. */
function belongs(
  { attributes: { scope, principal } }: AssignmentResource,
  given: AssignmentResource | null,
  there: OrganizationModel,
): boolean {
  if (principal.type === 'group') return there.group(principal.group) !== undefined;
  const member = there.at(memberAddress(scope, principal.member));
  return member?.type === 'member' && (member.attributes.state === 'active' || given === null);
}
