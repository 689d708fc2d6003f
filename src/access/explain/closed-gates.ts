import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { indexResources } from '../resource-index.ts';
import { isGateOpen } from '../scope-tree.ts';
import { memberContextOf, ungatedRolesAbove } from './member-context.ts';

/** Gated scopes, from the top down to the one asked about, through which nothing from above comes to the person. */
export function closedGates(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
  scope: ScopePath,
): readonly ScopePath[] {
  const resourceIndex = indexResources(platform, resources);
  const index = resourceIndex.tree.index(scope);
  if (index === undefined) return [];
  const memberContext = memberContextOf(resourceIndex, member, index);
  return memberContext.chain.slice(1).flatMap((at): readonly ScopePath[] => {
    const found = resourceIndex.tree.scopes[at];
    if (found?.kind?.inherits !== 'gated') return [];
    const open =
      memberContext.assignments.some((assignment) => assignment.scope === at) ||
      ungatedRolesAbove(resourceIndex, memberContext, at).length > 0 ||
      isGateOpen(resourceIndex.tree, at, resourceIndex.groups.groups.length);
    return open ? [] : [found.path];
  });
}
