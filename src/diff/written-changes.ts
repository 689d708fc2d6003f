import type { Desired } from '../compile/desired.ts';
import type { Change } from '../plan/change.ts';
import { compareLive } from '../plan/compare-live.ts';
import { weakened } from '../plan/guard/weakened.ts';
import { withoutImpliedRoles } from '../plan/implied-roles.ts';
import { inPlatformForm } from '../resource/platform-form.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { AccessDifference } from './access-difference.ts';

/** Nothing that is written on one side alone is left alone, whatever the documents own of the platform. */
const EVERYTHING: Desired['authority'] = {
  scope: 'full',
  role: 'full',
  member: 'full',
  group: 'full',
  assignment: 'full',
};

/** What is written otherwise, whether or not anybody gains or loses by it: what a plan would change, had the earlier side been live. */
export function writtenChanges(difference: AccessDifference): readonly Change[] {
  const { desired, resources, isOtherPlatform } = difference;
  if (isOtherPlatform) return [];
  // Documents wait for nobody to accept anything, and a record that is written otherwise is written otherwise.
  const members = { ...desired.platform.members, joining: 'provisioned' } as const;
  const platform = { ...desired.platform, members, owners: {} };
  const { unstated: _, guardrails: _rails, ...stated } = desired;
  const asked = { ...stated, platform, resources: resources.after, authority: EVERYTHING };
  const live = {
    organization: desired.organization,
    resources: inPlatformForm(resources.before, platform),
    revision: 'base',
    readAt: desired.instant,
  };
  const sides = withoutImpliedRoles(asked, live);
  return compareLive(sides.desired, sides.live).changes;
}

/** Somebody loses because something is added: a deny, a role that overrides, the first group. Code: `weakened`. */
export function lossesByAdditions(
  difference: AccessDifference,
  changes: readonly Change[],
): readonly Diagnostic[] {
  const { desired, resources, before, after, delta, spelling, isOtherPlatform } = difference;
  // Of rules that are others nothing is known to be added, and no third state can be compared with both.
  if (isOtherPlatform) return [];
  const { platform } = desired;
  const live = inPlatformForm(resources.before, platform);
  return weakened(platform, live, changes, { before, after, delta }, spelling);
}
