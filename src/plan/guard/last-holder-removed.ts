import { holdersOf } from '../../compile/role-holders.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';

/**
 * The last active holder of a role that somebody must hold is not taken away: the platform would refuse it halfway
 * through an apply. The documents may well name a successor and the check be content; only live data tells that he has
 * not accepted his invitation yet. Reports `invariant-broken`. An organization that has too few already, and loses
 * none, is let through: it must be able to get anywhere at all.
 */
export function lastHolderRemoved(
  platform: PlatformDefinition,
  live: readonly Resource[],
  after: readonly Resource[],
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const rule of platform.invariants) {
    if (rule.rule !== 'minimum-holders') continue;
    const before = holdersOf(rule.role, platform, live);
    const then = holdersOf(rule.role, platform, after);
    for (const { attributes, origin } of modelOf(after).all('scope')) {
      const { path, kind } = attributes;
      const left = then(path).people.size;
      if (kind !== rule.at || left >= rule.count || left >= before(path).people.size) continue;
      const message = `${rule.code}: ${path} would be left with ${left} active holders of ${rule.role}; ${platform.title} wants at least ${rule.count}.`;
      found.push(
        diagnostic('invariant-broken', message, origin.from === 'file' ? origin : null, {
          hint: `Keep one of them until somebody else who has accepted an invitation is ${rule.role}.`,
        }),
      );
    }
  }
  return found;
}
