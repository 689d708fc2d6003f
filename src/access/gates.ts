import type { PlatformDefinition } from '../platform/definition.ts';
import type { MemberId, ScopePath } from '../resource/reference.ts';
import type { Resource } from '../resource/resource.ts';
import { indexResources } from './facts.ts';
import { isGateOpen } from './scopes.ts';
import { ungatedRolesAbove, memberContextOf } from './standing.ts';

/** Gated scopes, from the top down to the one asked about, through which nothing from above comes to the person. */
export function closedGates(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
  scope: ScopePath,
): readonly ScopePath[] {
  const facts = indexResources(platform, resources);
  const index = facts.tree.index(scope);
  if (index === undefined) return [];
  const standing = memberContextOf(facts, member, index);
  return standing.chain.slice(1).flatMap((at): readonly ScopePath[] => {
    const found = facts.tree.scopes[at];
    if (found?.kind?.inherits !== 'gated') return [];
    const open =
      standing.assignments.some((assignment) => assignment.scope === at) ||
      ungatedRolesAbove(facts, standing, at).length > 0 ||
      isGateOpen(facts.tree, at, facts.groups.groups.length);
    return open ? [] : [found.path];
  });
}
