import { hasDeactivatingGroups, withoutDeactivation } from '../access/active-memberships.ts';
import { deactivationsOf } from '../access/explain/deactivations.ts';
import { type KeptRole, keptRoles, leastOf } from '../platform/kept-roles.ts';
import { type MemberId, type ScopePath, splitGroupPath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import { spellingOf } from '../resource/spelling.ts';
import type { Binding } from './binding.ts';
import { keepersOf, sideOf } from './keepers.ts';

/**
 * Who would fill a rule that keeps somebody, and is deactivated by a group: a warning, because a platform may let itself
 * be locked that way. Reports `invariant-broken`.
 */
export function warnOfDeactivatedHolders(binding: Binding): void {
  const { platform, resources } = binding;
  if (!hasDeactivatingGroups(platform)) return;
  const now = sideOf(platform, resources);
  const otherwise = sideOf(platform, withoutDeactivation(platform, resources));
  if (otherwise.resources === resources) return;
  for (const rule of keptRoles(platform)) {
    const [keepers, would] = [keepersOf(rule, platform, now), keepersOf(rule, platform, otherwise)];
    for (const { attributes } of modelOf(resources).all('scope')) {
      if (attributes.kind !== rule.at) continue;
      const left = keepers(attributes.path);
      for (const member of [...would(attributes.path)].sort()) {
        if (!left.has(member)) warn(rule, attributes.path, member, left.size, binding);
      }
    }
  }
}

function warn(rule: KeptRole, scope: ScopePath, member: MemberId, left: number, binding: Binding): void {
  const { platform, resources } = binding;
  const [nearest] = deactivationsOf(platform, resources, member);
  const place = nearest?.chain.at(-1);
  if (nearest === undefined || place === undefined) return;
  const who = spellingOf({ resources, written: binding.written })(member);
  const role = rule.rule === 'minimum-holders' ? `is ${rule.role}` : `could do what ${rule.role} can`;
  const few =
    left >= leastOf(rule)
      ? ''
      : ` Left ${left === 1 ? 'is 1' : `are ${left}`}; there must be ${leastOf(rule)}.`;
  const message = `${rule.code}: ${who} ${role} on ${scope}, and group ${splitGroupPath(nearest.group).name} deactivates everybody in it.${few}`;
  binding.report('invariant-broken', message, place.origin, {
    severity: 'warning',
    related: [{ message: `${nearest.by.setting} is ${nearest.by.value}`, origin: nearest.by.origin }],
    hint: 'Take them out of the group, or leave the role to somebody who is in no such group.',
  });
}
