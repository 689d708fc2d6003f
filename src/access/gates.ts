import type { PlatformDefinition } from '../platform/definition.ts';
import type { MemberId, ScopePath } from '../resource/reference.ts';
import type { Resource } from '../resource/resource.ts';
import { factsOf } from './facts.ts';
import { standsOpen } from './scopes.ts';
import { passesInto, standingOf } from './standing.ts';

/** Gated scopes, from the top down to the one asked about, through which nothing from above comes to the person. */
export function closedGates(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
  scope: ScopePath,
): readonly ScopePath[] {
  const facts = factsOf(platform, resources);
  const index = facts.tree.index(scope);
  if (index === undefined) return [];
  const standing = standingOf(facts, member, index);
  return standing.chain.slice(1).flatMap((at): readonly ScopePath[] => {
    const found = facts.tree.scopes[at];
    if (found?.kind?.inherits !== 'gated') return [];
    const open =
      standing.assignments.some((assignment) => assignment.scope === at) ||
      passesInto(facts, standing, at).length > 0 ||
      standsOpen(facts.tree, at, facts.groups.groups.length);
    return open ? [] : [found.path];
  });
}
