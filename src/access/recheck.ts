import type { PermissionName, PlatformDefinition } from '../platform/definition.ts';
import type { MemberId, ScopePath } from '../resource/reference.ts';
import type { Resource } from '../resource/resource.ts';
import { NaiveFacts } from './evidence.ts';
import type { AccessPath } from './path.ts';
import { PathRefuted, type PathPosition, PathChecker } from './walk.ts';

/**
 * Verifies a path by itself, step by step, against the resources: null when it holds, otherwise what is wrong. It
 * computes no access; tests use it so that every "yes" comes with an explanation somebody else has checked.
 */
export function checkPath(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
  permission: PermissionName,
  scope: ScopePath,
  path: AccessPath,
): string | null {
  const walk = new PathChecker(new NaiveFacts(platform, resources), member, permission, scope);
  try {
    let stand: PathPosition = { at: 'person' };
    for (const step of path) stand = walk.take(stand, step);
    walk.arrive(stand);
    return null;
  } catch (error) {
    if (error instanceof PathRefuted) return error.message;
    throw error;
  }
}
