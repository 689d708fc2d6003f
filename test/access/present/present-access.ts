import {
  type EffectiveAccess,
  EXPLAIN_LIMIT,
  type Explanation,
} from '../../../src/access/effective-access.ts';
import { explain } from '../../../src/access/explain/explain.ts';
import { numberedOrganizationOf } from '../../../src/access/numbered-organization.ts';
import type { PermissionName, PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../../../src/resource/identifiers.ts';
import { modelOf } from '../../../src/resource/organization-model.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { resolverOf } from './resolver.ts';

const NOTHING: readonly never[] = [];
const UNEXPLAINED: Explanation = { paths: NOTHING, cut: false };

/**
 * Effective access of one organization, from resources that already hold at the instant. Indexing is done here, rows
 * of the table when somebody first asks for them. Never fails and never hangs: what refers to nothing gives nothing,
 * and rings of groups, roles or scopes are walked once.
 */
export function presentAccess(
  platform: PlatformDefinition,
  resources: readonly Resource[],
): Omit<EffectiveAccess, 'relation' | 'withInstances'> {
  const resourceIndex = numberedOrganizationOf(platform, modelOf(resources));
  const { catalogue, sets, tree, members } = resourceIndex;
  const resolver = resolverOf(resourceIndex);

  const can = (member: MemberId, permission: PermissionName, scope: ScopePath): boolean => {
    const position = catalogue.position(permission);
    const set = resolver.row(member)?.[tree.index(scope) ?? -1];
    return position !== undefined && set !== undefined && sets.has(set, position);
  };

  const explainUpTo = (
    member: MemberId,
    permission: PermissionName,
    scope: ScopePath,
    limit: number,
  ): Explanation => {
    const position = catalogue.position(permission);
    const index = tree.index(scope);
    if (position === undefined || index === undefined) return UNEXPLAINED;
    return explain(resourceIndex, member, position, index, limit);
  };

  return {
    members,
    scopes: tree.scopes.map((scope) => scope.path),
    permissions(member, scope) {
      const set = resolver.row(member)?.[tree.index(scope) ?? -1];
      return set === undefined ? NOTHING : sets.list(set);
    },
    can,
    who: (permission, scope) => members.filter((member) => can(member, permission, scope)),
    explain: (member, permission, scope) => explainUpTo(member, permission, scope, EXPLAIN_LIMIT).paths,
    explainUpTo,
  };
}
