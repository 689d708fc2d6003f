import type { AccessPath, PathStep } from '../access/access-path.ts';
import { memberContextOf, overridingRoles, ungatedRolesAbove } from '../access/explain/member-context.ts';
import { type NumberedOrganization, numberedOrganizationFor } from '../access/numbered-organization.ts';
import { reachesBelow, reachesHere } from '../access/role-effects.ts';
import { flowsDown, inheritanceAt, isGateOpen } from '../access/scope-tree.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { RoleKey, ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { known } from '../source/known.ts';
import type { Origin } from '../source/origin.ts';
import type { DeniedQuestion } from './denied-side.ts';
import { topOf } from './lapsed-bounds.ts';
import type { Obstacle } from './obstacle.ts';

/** What keeps a permission, given as the path says, from coming down to the scope asked about, from the top on. */
export function obstaclesDown(
  path: AccessPath,
  { member, permission, scope }: DeniedQuestion,
  platform: PlatformDefinition,
  resources: readonly Resource[],
): readonly Obstacle[] {
  // Nothing stops who may do everything.
  if (path.some(({ step }) => step === 'bypasses')) return [];
  const numbered = numberedOrganizationFor(permission, platform, modelOf(resources));
  const { tree } = numbered;
  const index = (of: ScopePath): number => known(tree.index(of), `the scope ${of} of a path`);
  const context = memberContextOf(numbered, member, index(scope));
  const position = known(numbered.catalogue.position(permission), `the permission ${permission}`);
  const rule = (at: number): Origin => {
    const { set, kind } = tree.at(at);
    if (set !== null) return set.origin;
    return { from: 'platform', platform: platform.name, what: `scope kind ${kind?.name ?? 'unknown'}` };
  };
  if (path.some((pathStep) => passesAll(pathStep, numbered))) return [];
  const obstacles: Obstacle[] = [];
  const top = topOf(path);
  if (top !== null && top !== scope && !flowsDown(tree, index(top)))
    obstacles.push({ obstacle: 'flow-down', scope: top, origin: rule(index(top)) });
  for (const pathStep of path) {
    if (isBoundByReach(pathStep)) {
      const shortfall = reachObstacle(numbered, pathStep.role, pathStep.scope, scope, pathStep.origin);
      if (shortfall !== null) obstacles.push(shortfall);
    }
    if (pathStep.step !== 'inherited') continue;
    const at = index(pathStep.to);
    switch (inheritanceAt(tree, at)) {
      case 'union':
        break;
      case 'isolated':
        obstacles.push({ obstacle: 'isolated', scope: pathStep.to, origin: rule(at) });
        break;
      case 'override': {
        const by = overridingRoles(numbered, context, at, position);
        const [first] = by;
        if (first !== undefined)
          obstacles.push({ obstacle: 'override', scope: pathStep.to, by, origin: first.origin });
        break;
      }
      case 'gated':
        if (
          !context.assignments.some((assignment) => assignment.scope === at && assignment.attaches) &&
          ungatedRolesAbove(numbered, context, at).length === 0 &&
          !isGateOpen(tree, at, numbered.groups.groups.length)
        )
          obstacles.push({ obstacle: 'gate', scope: pathStep.to, origin: rule(at) });
    }
  }
  return obstacles;
}

type HoldingStep = Extract<PathStep, { readonly step: 'assigned' | 'default-role' }>;

/** What an assignment gives below its scope alone holds there whatever the role says. */
function isBoundByReach(pathStep: PathStep): pathStep is HoldingStep {
  return pathStep.step === 'default-role' || (pathStep.step === 'assigned' && pathStep.below !== true);
}

function passesAll(pathStep: PathStep, { roles }: NumberedOrganization): boolean {
  return isBoundByReach(pathStep) && roles.get(pathStep.role)?.reach === 'everywhere';
}

function reachObstacle(
  { roles }: NumberedOrganization,
  role: RoleKey,
  held: ScopePath,
  asked: ScopePath,
  origin: Origin,
): Obstacle | null {
  const { reach } = known(roles.get(role), `the role ${role} of a path`);
  const reaches = held === asked ? reachesHere(reach) : reachesBelow(reach);
  return reaches ? null : { obstacle: 'reach', role, scope: held, reach, origin };
}
