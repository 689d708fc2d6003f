import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Address } from '../resource/address.ts';
import type { MembershipState, Resource, Snapshot } from '../resource/resource.ts';

/** What the platform holds afterwards, each member in the state that an apply can bring about. */
export function withStatesAfter(
  resources: readonly Resource[],
  live: Snapshot,
  platform: PlatformDefinition,
): readonly Resource[] {
  const states = statesOf(live);
  return resources.map((r): Resource => {
    if (r.type !== 'member') return r;
    const state = stateAfter(r.attributes.state, states.get(r.address), platform);
    return state === r.attributes.state ? r : { ...r, attributes: { ...r.attributes, state } };
  });
}

export function statesOf(live: Snapshot): ReadonlyMap<Address, MembershipState> {
  const states = new Map<Address, MembershipState>();
  for (const r of live.resources) if (r.type === 'member') states.set(r.address, r.attributes.state);
  return states;
}

/** Where people are invited, a wanted member has no access until the invitation is accepted. */
export function stateAfter(
  wanted: MembershipState,
  live: MembershipState | undefined,
  platform: PlatformDefinition,
): MembershipState {
  if (wanted !== 'active' || platform.members.joining === 'provisioned') return wanted;
  return live === 'active' || live === 'deactivated' ? wanted : 'invited';
}
