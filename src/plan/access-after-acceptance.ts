import { buildAccess } from '../access/build-access.ts';
import { compareAccess } from '../access/compare-access.ts';
import type { AccessGrant, EffectiveAccess } from '../access/effective-access.ts';
import { grantsOf } from '../access/wide-delta.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { mapResources, modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';

/**
 * What a plan gives to people who are invited: nothing yet, and all of this when they accept. What waits for the
 * acceptance is in it too, although another apply has to make it: the plan says of both that they are coming.
 */
export interface AccessAfterAcceptance {
  readonly gained: readonly AccessGrant[];
  /** What somebody keeps until then, and then loses: its removal waits for the acceptance. */
  readonly lost: readonly AccessGrant[];
  /** Access after the plan, everybody invited having accepted: for explanations. */
  readonly access: EffectiveAccess;
}

/** What a plan does at once. */
export interface PlannedAccess {
  readonly before: EffectiveAccess;
  readonly after: EffectiveAccess;
  /** Whether something is kept until somebody accepts. */
  readonly keeps: boolean;
}

/**
 * A review must see an invitation to be an owner when it is written: after the acceptance there is nothing left to plan.
 * Compared are live and the plan's target with what waits, everybody invited counted as active on both sides, so what earlier plans
 * promised is not told again, but for what waits, which every plan names. What is kept until then is told as lost, by
 * the access after this apply. Null where no invitation brings anything new, and takes nothing.
 */
export function accessAfterAcceptance(
  platform: PlatformDefinition,
  live: readonly Resource[],
  target: readonly Resource[],
  { before, after, keeps }: PlannedAccess,
): AccessAfterAcceptance | null {
  if (
    !modelOf(target)
      .all('member')
      .some(({ attributes }) => attributes.state === 'invited')
  )
    return null;
  const effectiveAccess = buildAccess(platform, mapResources(target, accepted));
  const delta = compareAccess(buildAccess(platform, mapResources(live, accepted)), effectiveAccess);
  const gained: AccessGrant[] = [];
  for (const grant of grantsOf(delta, 'gained')) {
    const { member, permission, scope } = grant;
    if (before.can(member, permission, scope) || !after.can(member, permission, scope)) gained.push(grant);
  }
  const lost = keeps ? compareAccess(after, effectiveAccess).lost : [];
  return gained.length + lost.length === 0 ? null : { gained, lost, access: effectiveAccess };
}

/** Whoever is invited, as a member. */
export function accepted(resource: Resource): Resource {
  if (resource.type !== 'member' || resource.attributes.state !== 'invited') return resource;
  return { ...resource, attributes: { ...resource.attributes, state: 'active' } };
}
