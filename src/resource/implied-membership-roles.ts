import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { splitChoice } from './choices.ts';
import type { MemberId } from './identifiers.ts';
import { modelOf } from './organization-model.ts';
import type { Resource } from './resource.ts';

/** What people are in every group, by a role of the organization that they hold themselves. */
export function impliedMembershipRoles(
  platform: PlatformDefinition,
  ...holders: readonly (readonly Resource[])[]
): ReadonlyMap<MemberId, ReadonlySet<string>> {
  const implied = new Map<MemberId, Set<string>>();
  const rules = platform.groups.membershipRoles;
  const implying = [...(rules === null ? [] : rules.roles)].filter(
    ([, { impliedBy }]) => impliedBy.length > 0,
  );
  if (implying.length === 0) return implied;
  for (const { attributes } of holders.flatMap((all) => modelOf(all).all('assignment'))) {
    const { scope, principal, roles } = attributes;
    if (scope.includes('/') || principal.type !== 'member') continue;
    for (const [name, { impliedBy }] of implying) {
      if (!impliedBy.some((role) => roles.has(role))) continue;
      const known = implied.get(principal.member);
      if (known === undefined) implied.set(principal.member, new Set([name]));
      else known.add(name);
    }
  }
  return implied;
}

/**
 * Without the roles in groups that people have by a role of the organization: an owner is a maintainer of every team,
 * written or not, so that on neither side it is anything to compare. `holders`: resources by which people hold roles.
 */
export function withoutImpliedMembershipRoles(
  resources: readonly Resource[],
  platform: PlatformDefinition,
  ...holders: readonly (readonly Resource[])[]
): readonly Resource[] {
  const implied = impliedMembershipRoles(platform, ...holders);
  if (implied.size === 0) return resources;
  return resources.map((r) => {
    if (r.type !== 'group' || r.attributes.membershipRoles.size === 0) return r;
    const membershipRoles = new Map(
      [...r.attributes.membershipRoles].filter(([entry]) => {
        const { subject, value } = splitChoice(entry);
        return implied.get(subject)?.has(value) !== true;
      }),
    );
    return membershipRoles.size === r.attributes.membershipRoles.size
      ? r
      : { ...r, attributes: { ...r.attributes, membershipRoles } };
  });
}
