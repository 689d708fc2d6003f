import type { PermissionName, PlatformDefinition } from '../platform/definition.ts';
import type { MemberId, ScopePath } from '../resource/reference.ts';
import type { Resource } from '../resource/resource.ts';
import { Evidence } from './evidence.ts';
import type { Path } from './path.ts';
import { Refuted, type Stand, Walk } from './walk.ts';

/**
 * Verifies a path by itself, step by step, against the resources: null when it holds, otherwise what is wrong. It
 * computes no access; tests use it so that every "yes" comes with an explanation somebody else has checked.
 */
export function recheck(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
  permission: PermissionName,
  scope: ScopePath,
  path: Path,
): string | null {
  const walk = new Walk(new Evidence(platform, resources), member, permission, scope);
  try {
    let stand: Stand = { at: 'person' };
    for (const step of path) stand = walk.take(stand, step);
    walk.arrive(stand);
    return null;
  } catch (error) {
    if (error instanceof Refuted) return error.message;
    throw error;
  }
}
