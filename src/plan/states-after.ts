import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { counterparts } from '../resource/counterparts.ts';
import { mapResources } from '../resource/organization-model.ts';
import type { MembershipState, Resource, Snapshot } from '../resource/resource.ts';

/** What the platform holds afterwards, each member in the state that an apply can bring about. */
export function withStatesAfter(
  resources: readonly Resource[],
  live: Snapshot,
  platform: PlatformDefinition,
): readonly Resource[] {
  const there = counterparts(resources, live.resources);
  return mapResources(resources, (r, at) => {
    if (r.type !== 'member') return r;
    const state = stateAfter(r.attributes.state, stateOf(there[at]), platform);
    return state === r.attributes.state ? r : { ...r, attributes: { ...r.attributes, state } };
  });
}

export function stateOf(found: Resource | undefined): MembershipState | undefined {
  return found?.type === 'member' ? found.attributes.state : undefined;
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
