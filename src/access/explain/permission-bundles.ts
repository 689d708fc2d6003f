import type { PermissionName } from '../../platform/platform-definition.ts';
import type { AccessPath, PathStep } from '../access-path.ts';
import { formatStep } from './format-path.ts';

/** Permissions that come to a person from one place. */
export interface PermissionBundle {
  readonly permissions: readonly [PermissionName, ...PermissionName[]];
  /** The shortest path of the first of them; null past the number that is explained. */
  readonly because: AccessPath | null;
  /** The path up to where the role, or the membership, gives it. */
  readonly from: string;
}

/** Permissions of one person on one scope by where they come from, each told with its shortest path. */
export function bundlesOf(
  explained: readonly (readonly [PermissionName, AccessPath | null])[],
): readonly PermissionBundle[] {
  const bundles = new Map<
    string,
    PermissionBundle & { readonly permissions: [PermissionName, ...PermissionName[]] }
  >();
  for (const [permission, because] of explained) {
    const from = because === null ? '' : because.filter(leadsToRole).map(formatStep).join(' → ');
    const same = bundles.get(from);
    if (same === undefined) bundles.set(from, { permissions: [permission], because, from });
    else same.permissions.push(permission);
  }
  return [...bundles.values()];
}

/** What a role gives is known from its name; how one comes to it is the answer. */
function leadsToRole({ step }: PathStep): boolean {
  return step !== 'grants' && step !== 'implies' && step !== 'includes';
}
