import { buildAccess } from '../access/build.ts';
import { compareAccess } from '../access/compare.ts';
import type { Desired } from '../compile/desired.ts';
import type { PlatformDefinition } from '../platform/definition.ts';
import type { Address, MembershipState, Resource, Snapshot } from '../resource/resource.ts';
import { type Comparison, compareLive } from './changes.ts';
import { lastHoldersLost } from './last-holders.ts';
import { massRemoval } from './mass-removal.ts';
import type { Plan } from './plan.ts';
import { withLiveForUnstated } from './unstated.ts';
import { weakened } from './weakened.ts';

/**
 * The plan of one organization: what an apply would do, and who gains and loses what by it. A review compares
 * effective access before and after, never assignments, because inheritance need not be monotone.
 * Can report unknown-scope, not-supported, invariant-broken and (as warnings) mass-removal and weakened.
 */
export function planOrganization(desired: Desired, live: Snapshot): Plan {
  const { platform } = desired;
  const stated = withLiveForUnstated(desired, live);
  const comparison = compareLive(stated, live);
  const target = targetOf(stated, live, comparison);
  const before = buildAccess(platform, live.resources);
  const after = buildAccess(platform, target);
  const delta = compareAccess(before, after);
  const stored = withStatesAfter(comparison.wanted, live, platform);
  const ownerless = lastHoldersLost(platform, live.resources, [...stored, ...leftAlone(live, comparison)]);
  const warning = massRemoval({ organization: desired.organization, before, after, delta });
  const losses = weakened(platform, live.resources, comparison.changes, before, delta.lost);
  return {
    organization: desired.organization,
    desired,
    live,
    changes: comparison.changes,
    unmanaged: comparison.unmanaged,
    wanted: comparison.wanted,
    target,
    before,
    after,
    delta,
    diagnostics: [...comparison.diagnostics, ...ownerless, ...(warning === null ? [] : [warning]), ...losses],
  };
}

/** Live resources that stay although nobody writes them: unmanaged ones and the platform's own. */
export function leftAlone(
  live: Snapshot,
  comparison: Pick<Comparison, 'changes' | 'wanted'>,
): readonly Resource[] {
  const spoken = new Set<Address>(comparison.wanted.map((r) => r.address));
  for (const change of comparison.changes) if (change.action === 'delete') spoken.add(change.address);
  return live.resources.filter((r) => !spoken.has(r.address));
}

function targetOf(desired: Desired, live: Snapshot, comparison: Comparison): readonly Resource[] {
  const written = withStatesAfter(desired.resources, live, desired.platform);
  return [...written, ...leftAlone(live, comparison)];
}

function withStatesAfter(
  resources: readonly Resource[],
  live: Snapshot,
  platform: PlatformDefinition,
): readonly Resource[] {
  const states = new Map<Address, MembershipState>();
  for (const r of live.resources) if (r.type === 'member') states.set(r.address, r.attributes.state);
  return resources.map((r): Resource => {
    if (r.type !== 'member') return r;
    const state = stateAfter(r.attributes.state, states.get(r.address), platform);
    return state === r.attributes.state ? r : { ...r, attributes: { ...r.attributes, state } };
  });
}

/** Where people are invited, a wanted member has no access until the invitation is accepted. */
function stateAfter(
  wanted: MembershipState,
  live: MembershipState | undefined,
  platform: PlatformDefinition,
): MembershipState {
  if (wanted !== 'active' || platform.members.joining === 'provisioned') return wanted;
  return live === 'active' || live === 'deactivated' ? wanted : 'invited';
}
