import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import { numberedOrganizationOf } from '../numbered-organization.ts';
import { inheritanceAt, isGateOpen } from '../scope-tree.ts';
import { memberContextOf, ungatedRolesAbove } from './member-context.ts';

/** Gated scopes, from the top down to the one asked about, through which nothing from above comes to the person. */
export function closedGates(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
  scope: ScopePath,
): readonly ScopePath[] {
  const numbered = numberedOrganizationOf(platform, modelOf(resources));
  const index = numbered.tree.index(scope);
  if (index === undefined) return [];
  const memberContext = memberContextOf(numbered, member, index);
  return memberContext.chain.slice(1).flatMap((at): readonly ScopePath[] => {
    const found = numbered.tree.scopes[at];
    if (found === undefined || inheritanceAt(numbered.tree, at) !== 'gated') return [];
    const open =
      memberContext.assignments.some((assignment) => assignment.scope === at && assignment.attaches) ||
      ungatedRolesAbove(numbered, memberContext, at).length > 0 ||
      isGateOpen(numbered.tree, at, numbered.groups.groups.length);
    return open ? [] : [found.path];
  });
}
