import type { AccessPath, PathStep } from '../access/access-path.ts';
import { denialsOf } from '../access/explain/denials.ts';
import { type NumberedOrganization, numberedOrganizationFor } from '../access/numbered-organization.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { known } from '../source/known.ts';
import type { DeniedQuestion } from './denied-side.ts';
import type { Obstacle } from './obstacle.ts';
import { withoutOverriding } from './without-entries.ts';

/** What denies a permission to somebody as they are, whether or not anything gives it. */
export function standingDenies(
  question: DeniedQuestion,
  platform: PlatformDefinition,
  resources: readonly Resource[],
): readonly DenyObstacle[] {
  if (platform.denies === null) return [];
  return deniesIn(numberedOrganizationFor(question.permission, platform, modelOf(resources)), question);
}

/** What denies a permission that would come by a path, once what stands in its way is gone: `others`. */
export function denies(
  path: AccessPath,
  question: DeniedQuestion,
  platform: PlatformDefinition,
  resources: readonly Resource[],
  others: readonly Obstacle[],
): readonly Obstacle[] {
  if (platform.denies === null) return [];
  if (!platform.denies.overBypass && path.some(({ step }) => step === 'bypasses')) return [];
  // Who has no role of their own any more gets the default role, and what that denies.
  const left = withoutOverriding(
    resources,
    others.filter((one) => one.obstacle === 'override'),
  );
  return deniesIn(
    numberedOrganizationFor(question.permission, lifted(platform, resources, others), modelOf(left)),
    question,
  );
}

export type DenyObstacle = Extract<Obstacle, { readonly obstacle: 'deny' }>;

function deniesIn(
  numbered: NumberedOrganization,
  { member, permission, scope }: DeniedQuestion,
): readonly DenyObstacle[] {
  const found = new Map<string, DenyObstacle>();
  for (const denial of denialsOf(numbered, member, permission, scope)) {
    // The same deny may come to a person by several groups.
    const taking = denial.filter(isTaking);
    const { origin } = known(taking[0], 'what takes something away in a denial');
    found.set(JSON.stringify(taking), { obstacle: 'deny', denial, origin });
  }
  return [...found.values()];
}

function isTaking({ step }: PathStep): boolean {
  return step === 'assigned' || step === 'default-role' || step === 'denied' || step === 'denies';
}

/** Where a role comes to reach further, so does what it denies. */
function lifted(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  others: readonly Obstacle[],
): PlatformDefinition {
  const further = new Set(others.flatMap((one) => (one.obstacle === 'reach' ? [one.role] : [])));
  const flowing = new Set(
    others.flatMap((one) => {
      const scope = one.obstacle === 'flow-down' ? modelOf(resources).scope(one.scope) : undefined;
      return scope === undefined ? [] : [scope.attributes.kind];
    }),
  );
  if (further.size + flowing.size === 0) return platform;
  const roles = [...platform.roles].map(
    ([name, role]) => [name, further.has(name) ? { ...role, reach: 'both' as const } : role] as const,
  );
  const custom = platform.customRoles;
  const customRoles =
    custom !== null && [...further].some((role) => !platform.roles.has(role))
      ? { ...custom, reach: 'both' as const }
      : custom;
  const kinds = [...platform.scopeKinds].map(
    ([name, kind]) => [name, flowing.has(name) ? { ...kind, flowDown: true } : kind] as const,
  );
  return { ...platform, customRoles, roles: new Map(roles), scopeKinds: new Map(kinds) };
}
