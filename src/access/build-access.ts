import { instancesOf, withInstances } from '../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { known } from '../source/known.ts';
import { hasBit } from './bit-set.ts';
import { type EffectiveAccess, EXPLAIN_LIMIT, type Explanation } from './effective-access.ts';
import { CellReader } from './engine/cell-reader.ts';
import { membersWho } from './engine/members-who.ts';
import { relationOf } from './engine/relation.ts';
import { explain } from './explain/explain.ts';
import { numberedOrganizationOf } from './numbered-organization.ts';
import { platformIn } from './written-instances.ts';

const NOTHING: readonly never[] = [];
const UNEXPLAINED: Explanation = { paths: NOTHING, cut: false };

/**
 * Effective access of one organization, from resources that already hold at the instant. It is made once, and shared by
 * all who ask about the same resources. Never fails and never hangs: what refers to nothing gives nothing, and rings of
 * groups, roles or scopes are walked once.
 */
export function buildAccess(platform: PlatformDefinition, resources: readonly Resource[]): EffectiveAccess {
  const model = modelOf(resources);
  return accessOf(platformIn(platform, model), model);
}

function accessOf(platform: PlatformDefinition, model: OrganizationModel): EffectiveAccess {
  const before = builtBefore.get(model) ?? new Map<PlatformDefinition, EffectiveAccess>();
  builtBefore.set(model, before);
  const kept = before.get(platform) ?? accessIn(platform, model);
  before.set(platform, kept);
  return kept;
}

const builtBefore = new WeakMap<OrganizationModel, Map<PlatformDefinition, EffectiveAccess>>();

function accessIn(platform: PlatformDefinition, model: OrganizationModel): EffectiveAccess {
  const relation = relationOf(platform, model);
  const { order, members, universe } = relation;
  const { catalogue, sets } = universe;
  const cells = new CellReader(relation);

  /** What knows a name with a text that nobody has here; null where this does. */
  const widerFor = (permission: PermissionName): EffectiveAccess | null => {
    if (catalogue.position(permission) !== undefined) return null;
    const wide = withInstances(platform, [permission]);
    return instancesOf(wide).has(permission) ? accessOf(wide, model) : null;
  };

  const explainUpTo = (
    member: MemberId,
    permission: PermissionName,
    scope: ScopePath,
    limit: number,
  ): Explanation => {
    // Only explanations need to know where things are written.
    const numbered = numberedOrganizationOf(platform, model);
    const wider = widerFor(permission);
    if (wider !== null) return wider.explainUpTo(member, permission, scope, limit);
    const position = catalogue.position(permission);
    const index = numbered.tree.index(scope);
    if (position === undefined || index === undefined) return UNEXPLAINED;
    return explain(numbered, member, position, index, limit);
  };

  return {
    relation,
    withInstances: (names) => accessOf(withInstances(platform, names), model),
    members,
    scopes: Array.from(order.listed, (scope) => known(order.scopes[scope], 'a listed scope').path),
    permissions(member, scope) {
      const [who, where] = [relation.member(member), order.number(scope)];
      if (who === undefined || where === undefined) return NOTHING;
      return sets.list(sets.number(cells.read(who, where), 0));
    },
    can(member, permission, scope) {
      const [who, what, where] = [
        relation.member(member),
        catalogue.position(permission),
        order.number(scope),
      ];
      if (what === undefined) {
        const wider = widerFor(permission);
        return wider === null ? false : wider.can(member, permission, scope);
      }
      if (who === undefined || where === undefined) return false;
      return hasBit(cells.read(who, where), what);
    },
    who(permission, scope) {
      const [what, where] = [catalogue.position(permission), order.number(scope)];
      const wider = what === undefined ? widerFor(permission) : null;
      if (wider !== null) return wider.who(permission, scope);
      return what === undefined || where === undefined ? NOTHING : membersWho(relation, what, where);
    },
    explain: (member, permission, scope) => explainUpTo(member, permission, scope, EXPLAIN_LIMIT).paths,
    explainUpTo,
  };
}
