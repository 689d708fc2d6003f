import type { AccessPath } from '../access/access-path.ts';
import { withoutDeactivation } from '../access/active-memberships.ts';
import { explain } from '../access/explain/explain.ts';
import { formatPath } from '../access/explain/format-path.ts';
import { numberedOrganizationFor } from '../access/numbered-organization.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { memberAddress } from '../resource/address.ts';
import { type MemberId, scopeChain } from '../resource/identifiers.ts';
import { mapResources, modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { BY_ID } from '../resource/spelling.ts';
import { compareText } from '../source/text-order.ts';
import { shutOut } from './barriers.ts';
import type { DeniedQuestion, DeniedSide } from './denied-side.ts';
import { denies } from './deny-obstacles.ts';
import { allLapses, bearingScopes, lapsesOn } from './lapsed-bounds.ts';
import type { BlockedWay, Obstacle } from './obstacle.ts';
import { obstaclesDown } from './obstacles-down.ts';
import { openPlatform } from './open-platform.ts';

/** How many ways are looked at: the shortest. */
const MOST_LOOKED_AT = 100;
/** How many are told. */
const MOST_TOLD = 8;

/**
 * What takes a permission away from somebody to whom it was given: each way by which it would come if nothing stood in
 * it, with all that does; those with the fewest obstacles first. Nothing: nobody gave it. Ask only where it does not
 * hold. When all obstacles of one way are taken away, it holds.
 */
export function blockedWays(question: DeniedQuestion, side: DeniedSide): readonly BlockedWay[] {
  const ways = new Map<string, BlockedWay>();
  for (const path of openPaths(question, side)) {
    const obstacles = obstaclesOn(path, question, side);
    const [first, ...rest] = obstacles ?? [];
    if (first === undefined) continue;
    const key = obstacleKeys([first, ...rest]).join('\n');
    if (!ways.has(key)) ways.set(key, { path, obstacles: [first, ...rest] });
  }
  return [...fewest([...ways.values()]), ...absence(question, side)].slice(0, MOST_TOLD);
}

/** A way with all the obstacles of another one, and more, says nothing new. */
function fewest(ways: readonly BlockedWay[]): readonly BlockedWay[] {
  const keyed = ways.map((way) => ({ way, keys: new Set(obstacleKeys(way.obstacles)) }));
  return keyed
    .filter(
      ({ keys }) =>
        !keyed.some((other) => other.keys.size < keys.size && [...other.keys].every((key) => keys.has(key))),
    )
    .map(({ way }) => way)
    .sort((a, b) => a.obstacles.length - b.obstacles.length || compareText(textOf(a), textOf(b)));
}

function textOf({ path, obstacles }: BlockedWay): string {
  return `${path === null ? '' : formatPath(path, BY_ID)}\n${obstacleKeys(obstacles).join('\n')}`;
}

function obstacleKeys(obstacles: readonly Obstacle[]): readonly string[] {
  return obstacles.map((obstacle) => JSON.stringify(obstacle)).sort();
}

/** Ways on the same platform with nothing in the way, by what there is now and by what windows keep out besides. */
function openPaths({ member, permission, scope }: DeniedQuestion, side: DeniedSide): readonly AccessPath[] {
  const open = openPlatform(side.platform);
  const all = side.without === null ? null : allLapses(side.without);
  // Where somebody has a role of their own at another time, the default role counts now.
  const sides = all === null ? [side.resources] : [side.resources, all.desired.resources];
  const paths = sides.flatMap((resources) =>
    pathsIn(
      open,
      mapResources(
        withoutDeactivation(side.platform, resources),
        activated(() => true),
      ),
      member,
      permission,
      scope,
    ),
  );
  return [...new Map(paths.map((path) => [formatPath(path, BY_ID), path])).values()];
}

function pathsIn(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
  permission: string,
  scope: string,
): readonly AccessPath[] {
  const numbered = numberedOrganizationFor(permission, platform, modelOf(resources));
  const position = numbered.catalogue.position(permission);
  const index = numbered.tree.index(scope);
  if (position === undefined || index === undefined) return [];
  return explain(numbered, member, position, index, MOST_LOOKED_AT).paths;
}

function activated(which: (scope: string) => boolean): (resource: Resource) => Resource {
  return (r) =>
    r.type === 'member' && r.attributes.state !== 'active' && which(r.attributes.scope)
      ? { ...r, attributes: { ...r.attributes, state: 'active' } }
      : r;
}

/** Null where something else than an obstacle keeps the way from being there. */
function obstaclesOn(
  path: AccessPath,
  question: DeniedQuestion,
  side: DeniedSide,
): readonly Obstacle[] | null {
  const lapsed = side.without === null ? null : lapsesOn(path, question.member, side.without);
  if (side.without !== null && lapsed === null) return null;
  const resources = lapsed === null ? side.resources : lapsed.read.desired.resources;
  const windows = (lapsed?.bounds ?? []).map((bound): Obstacle => ({ obstacle: 'window', ...bound }));
  const membership = idleMembership(path, question.member, resources);
  if (membership === 'none') return null;
  const active =
    membership === null
      ? resources
      : mapResources(resources, (r) =>
          r.type === 'member' && r.attributes.member === question.member
            ? activated((scope) => scope === membership.scope)(r)
            : r,
        );
  const { obstacles: out, resources: open } = shutOut(question, side.platform, active);
  const down = obstaclesDown(path, question, side.platform, open);
  const taken = denies(path, question, side.platform, open, down);
  return [...windows, ...(membership === null ? [] : [membership]), ...out, ...down, ...taken];
}

/** The membership that would make what is given count, where it is not active; null where one is. */
function idleMembership(
  path: AccessPath,
  member: MemberId,
  resources: readonly Resource[],
): Extract<Obstacle, { readonly obstacle: 'membership' }> | 'none' | null {
  const model = modelOf(resources);
  const bearing = bearingScopes(path, model);
  if (bearing.length === 0) return null;
  const memberships = bearing.flatMap((scope) =>
    model.membershipsOf(member).filter(({ attributes }) => attributes.scope === scope),
  );
  if (memberships.some(({ attributes }) => attributes.state === 'active')) return null;
  for (const { attributes, origin } of memberships) {
    const { scope, state } = attributes;
    if (state !== 'active') return { obstacle: 'membership', scope, state, origin };
  }
  return 'none';
}

/** Somebody whom the documents rule out is given nothing by them. */
function absence(
  { member, scope }: DeniedQuestion,
  { resources, ruledOut }: DeniedSide,
): readonly BlockedWay[] {
  if (modelOf(resources).membershipsOf(member).length > 0) return [];
  for (const above of scopeChain(scope)) {
    const found = ruledOut.get(memberAddress(above, member));
    if (found?.why === 'absent')
      return [{ path: null, obstacles: [{ obstacle: 'absent', scope: above, origin: found.origin }] }];
  }
  return [];
}
