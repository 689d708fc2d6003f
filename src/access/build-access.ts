import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { type EffectiveAccess, EXPLAIN_LIMIT, type Explanation } from './effective-access.ts';
import { explain } from './explain/explain.ts';
import { type NumberedOrganization, numberedOrganizationOf } from './numbered-organization.ts';
import { resolverOf } from './resolver.ts';

const NOTHING: readonly never[] = [];
const UNEXPLAINED: Explanation = { paths: NOTHING, cut: false };

/**
 * Effective access of one organization, from resources that already hold at the instant. Rows of the table are worked
 * out when somebody first asks for them, and shared by all who ask about the same resources. Never fails and never
 * hangs: what refers to nothing gives nothing, and rings of groups, roles or scopes are walked once.
 */
export function buildAccess(platform: PlatformDefinition, resources: readonly Resource[]): EffectiveAccess {
  const numbered = numberedOrganizationOf(platform, modelOf(resources));
  const kept = builtBefore.get(numbered) ?? accessIn(numbered);
  builtBefore.set(numbered, kept);
  return kept;
}

const builtBefore = new WeakMap<NumberedOrganization, EffectiveAccess>();

function accessIn(numbered: NumberedOrganization): EffectiveAccess {
  const { catalogue, sets, tree, members } = numbered;
  const resolver = resolverOf(numbered);

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
    return explain(numbered, member, position, index, limit);
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
