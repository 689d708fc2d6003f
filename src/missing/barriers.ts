import { withoutDeactivation } from '../access/active-memberships.ts';
import { withoutClosing } from '../access/closed-scopes.ts';
import { closingsOf } from '../access/explain/closings.ts';
import { deactivationsOf } from '../access/explain/deactivations.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { memberAddress } from '../resource/address.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { formatOrigin } from '../source/origin.ts';
import type { DeniedQuestion, DeniedSide } from './denied-side.ts';
import { scopesUpwards } from './lapsed-bounds.ts';
import type { Obstacle } from './obstacle.ts';

/** Obstacles, and an organization in which they are not there. */
interface Beyond {
  readonly obstacles: readonly Obstacle[];
  readonly resources: readonly Resource[];
}

/** What takes everything from somebody on a scope, whatever way it comes: groups that deactivate, and closed scopes. */
export function shutOut(
  { member, scope }: Pick<DeniedQuestion, 'member' | 'scope'>,
  platform: PlatformDefinition,
  resources: readonly Resource[],
): Beyond {
  const off = deactivationsOf(platform, resources, member).map(
    (one): Obstacle => ({ obstacle: 'deactivating-group', ...one, origin: one.by.origin }),
  );
  const free = off.length === 0 ? resources : withoutDeactivation(platform, resources);
  const shut = closingsOf(platform, free, scope).map(
    (one): Obstacle => ({ obstacle: 'closed-scope', ...one }),
  );
  const open = shut.length === 0 ? free : withoutClosing(platform, free);
  return { obstacles: [...off, ...shut], resources: open };
}

/** The same, and before it the window of the only membership that there is. Nothing that is given helps beside these. */
export function barriersTo(question: DeniedQuestion, side: DeniedSide): Beyond {
  const lapse = lapsedMembership(question, side);
  if (lapse === null) return shutOut(question, side.platform, side.resources);
  const beyond = shutOut(question, side.platform, lapse.resources);
  return { ...beyond, obstacles: [lapse.obstacle, ...beyond.obstacles] };
}

function lapsedMembership(
  { member, scope }: DeniedQuestion,
  { resources, ruledOut, without }: DeniedSide,
): { readonly obstacle: Obstacle; readonly resources: readonly Resource[] } | null {
  const model = modelOf(resources);
  if (without === null || model.membershipsOf(member).length > 0) return null;
  for (const above of scopesUpwards(model, scope)) {
    const out = ruledOut.get(memberAddress(above, member));
    const place = out === undefined ? null : formatOrigin(out.origin);
    const bound = place === null ? undefined : without(new Set())?.lapses.get(place);
    const read = bound === undefined ? null : without(new Set([formatOrigin(bound.origin)]));
    if (bound !== undefined && read !== null)
      return { obstacle: { obstacle: 'window', ...bound }, resources: read.desired.resources };
  }
  return null;
}
