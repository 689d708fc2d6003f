import type { AccessPath } from '../../../src/access/access-path.ts';
import type { PermissionName, PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../../../src/resource/identifiers.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { DenialChecker } from './denial-checker.ts';
import { NaiveFacts } from './naive-facts.ts';
import { PathChecker, type PathPosition, PathRefuted } from './path-checker.ts';

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
  accessPath: AccessPath,
): string | null {
  return walk(
    new PathChecker(new NaiveFacts(platform, resources, permission), member, permission, scope),
    accessPath,
  );
}

/** The same of a path by which the permission is taken away. */
export function checkDenial(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  member: MemberId,
  permission: PermissionName,
  scope: ScopePath,
  accessPath: AccessPath,
): string | null {
  return walk(
    new DenialChecker(new NaiveFacts(platform, resources, permission), member, permission, scope),
    accessPath,
  );
}

function walk(pathChecker: PathChecker, accessPath: AccessPath): string | null {
  try {
    let pathPosition: PathPosition = { at: 'person' };
    for (const pathStep of accessPath) pathPosition = pathChecker.take(pathPosition, pathStep);
    pathChecker.arrive(pathPosition);
    return null;
  } catch (error) {
    if (error instanceof PathRefuted) return error.message;
    throw error;
  }
}
