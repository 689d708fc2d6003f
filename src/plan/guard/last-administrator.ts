import type { EffectiveAccess } from '../../access/effective-access.ts';
import { membersWhoCanAll } from '../../access/equivalent-roles.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';

/**
 * A platform may let its last administrator go; then nobody can give anybody anything any more, and no apply mends it.
 * Counted is who can do what the role can, by whichever ways: a custom role of everything that is made smaller counts,
 * and so does an end that has passed. Where nobody can today, a plan is let through: it must be able to get anywhere.
 * Reports `invariant-broken`.
 */
export function lastAdministratorRemoved(
  platform: PlatformDefinition,
  before: EffectiveAccess,
  after: EffectiveAccess,
  target: readonly Resource[],
  spelling: Spelling,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const rule of platform.invariants) {
    if (rule.rule !== 'last-holder-stays') continue;
    for (const { attributes, origin } of modelOf(target).all('scope')) {
      const { path, kind } = attributes;
      if (kind !== rule.at || membersWhoCanAll(rule.role, platform, after, path).size > 0) continue;
      const could = [...membersWhoCanAll(rule.role, platform, before, path)].sort();
      if (could.length === 0) continue;
      const who =
        could.length <= 3 ? could.map(spelling).join(', ') : `one of the ${could.length} who can now`;
      const message = `${rule.code}: nobody on ${path} could do any more what ${rule.role} can. ${platform.title} would let it happen, and nobody could give it back.`;
      found.push(
        diagnostic('invariant-broken', message, origin.from === 'file' ? origin : null, {
          hint: `Leave it to ${who}, or give ${rule.role} on ${path} to somebody else who is active.`,
        }),
      );
    }
  }
  return found;
}
