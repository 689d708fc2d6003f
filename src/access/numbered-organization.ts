import { withInstances } from '../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import { type MemberId, type Principal, principalKey } from '../resource/identifiers.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';
import { attaches, type Entries } from '../resource/resource.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';
import { isActiveIn } from './active-memberships.ts';
import { withOwners } from './as-owned.ts';
import { type GroupGraph, groupGraphOf } from './group-graph.ts';
import type { PermissionCatalogue } from './permission-catalogue.ts';
import { type PermissionSets, permissionUniverseOf } from './permission-sets.ts';
import { type Roles, rolesOf } from './role-effects.ts';
import { type ScopeTree, scopeTree } from './scope-tree.ts';
import { platformIn } from './written-instances.ts';

export interface Assignment {
  readonly principal: Principal;
  readonly scope: number;
  readonly roles: Entries;
  readonly below: Entries;
  readonly denied: Entries;
  readonly attaches: boolean;
  readonly origin: Origin;
}

export interface Membership {
  readonly scope: number;
  readonly origin: Origin;
}

/**
 * One side of an organization in numbers, as the resolver and the explanations compute with it: scopes, groups and
 * permissions by their position. What is where, `OrganizationModel` answers; here one name twice (live data) is one thing
 * with what both give, and a reference to something that is not there is left out.
 */
export interface NumberedOrganization {
  readonly platform: PlatformDefinition;
  readonly catalogue: PermissionCatalogue;
  readonly sets: PermissionSets;
  readonly roles: Roles;
  readonly tree: ScopeTree;
  readonly groups: GroupGraph;
  /** Every member with a membership of any state, in byte order. */
  readonly members: readonly MemberId[];
  /** Active memberships only: nothing else in this room knows of the other states. */
  readonly memberships: ReadonlyListsByKey<MemberId, Membership>;
  assignmentsOfMember(member: MemberId): readonly Assignment[];
  assignmentsOfGroup(group: number): readonly Assignment[];
}

const numberedBefore = new WeakMap<OrganizationModel, Map<PlatformDefinition, NumberedOrganization>>();

/** The same for whoever asks about the same side. */
export function numberedOrganizationOf(
  platform: PlatformDefinition,
  model: OrganizationModel,
): NumberedOrganization {
  const before = numberedBefore.get(model) ?? new Map<PlatformDefinition, NumberedOrganization>();
  numberedBefore.set(model, before);
  const kept = before.get(platform) ?? numberOf(platform, model);
  before.set(platform, kept);
  return kept;
}

/** The same, with a place for a permission that is asked about, and for all that are written: each may be for a text. */
export function numberedOrganizationFor(
  permission: PermissionName,
  platform: PlatformDefinition,
  model: OrganizationModel,
): NumberedOrganization {
  return numberedOrganizationOf(withInstances(platformIn(platform, model), [permission]), model);
}

function numberOf(platform: PlatformDefinition, told: OrganizationModel): NumberedOrganization {
  const model = withOwners(platform, told);
  const { catalogue, sets } = permissionUniverseOf(platform);
  const tree = scopeTree(platform, model);
  const groupGraph = groupGraphOf(model);
  const byMember = new ListsByKey<MemberId, Assignment>();
  const byGroup = new ListsByKey<number, Assignment>();
  for (const assignment of assignments(tree, model)) {
    const { principal } = assignment;
    if (principal.type === 'member') byMember.add(principal.member, assignment);
    else {
      const group = groupGraph.index(principal.group);
      if (group !== undefined) byGroup.add(group, assignment);
    }
  }
  const members = model.all('member');
  const memberships = new ListsByKey<MemberId, Membership>();
  const isActive = isActiveIn(platform, model);
  for (const membership of members) {
    const { attributes, origin } = membership;
    const scope = tree.index(attributes.scope);
    if (scope === undefined || !isActive(membership)) continue;
    const same = memberships.get(attributes.member).some((membership) => membership.scope === scope);
    if (!same) memberships.add(attributes.member, { scope, origin });
  }
  return {
    platform,
    catalogue,
    sets,
    roles: rolesOf(platform, catalogue, model),
    tree,
    groups: groupGraph,
    members: [...new Set(members.map((member) => member.attributes.member))].sort(),
    memberships,
    assignmentsOfMember: (member) => byMember.get(member),
    assignmentsOfGroup: (group) => byGroup.get(group),
  };
}

/** On known scopes; one principal twice on one scope (live data) is read as one assignment of the roles of both. */
function assignments(tree: ScopeTree, model: OrganizationModel): Iterable<Assignment> {
  const merged = new Map<string, Assignment>();
  for (const { attributes, origin } of model.all('assignment')) {
    const { principal } = attributes;
    const scope = tree.index(attributes.scope);
    if (scope === undefined) continue;
    const key = `${scope}|${principalKey(principal)}`;
    const same = merged.get(key);
    const both = (entries: Entries, of: Entries | undefined): Entries =>
      of === undefined ? entries : new Map([...entries, ...of]);
    merged.set(key, {
      principal,
      scope,
      roles: both(attributes.roles, same?.roles),
      below: both(attributes.below, same?.below),
      denied: both(attributes.denied, same?.denied),
      attaches: same?.attaches === true || attaches(attributes),
      origin: same?.origin ?? origin,
    });
  }
  return merged.values();
}
