import type { Desired } from '../compile/desired.ts';
import type { PlatformDefinition, ScopeKind } from '../platform/platform-definition.ts';
import { GRANT_KEYS } from '../policy/document-types.ts';
import type { Address } from '../resource/address.ts';
import {
  assignmentAddress,
  groupAddress,
  memberAddress,
  parseAddress,
  scopeAddress,
} from '../resource/address.ts';
import {
  type GroupPath,
  type MemberId,
  principalKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../resource/identifiers.ts';
import type {
  AssignmentResource,
  GroupResource,
  MemberResource,
  Resource,
  RoleResource,
  ScopeResource,
} from '../resource/resource.ts';
import { groupPathOf } from '../resource/resource.ts';
import type { LiveSettings } from './setting-drafts.ts';

/** The resources of one organization by the names that documents use for them. */
export interface LiveView {
  readonly organization: ScopePath;
  readonly platform: PlatformDefinition;
  readonly scopes: Map<ScopePath, ScopeResource>;
  readonly roles: Map<RoleKey, RoleResource>;
  readonly members: Map<MemberId, MemberResource>;
  /** Memberships of scopes below the organization, by address. */
  readonly below: Map<Address, MemberResource>;
  readonly groups: Map<GroupPath, GroupResource>;
  /** By address. */
  readonly assignments: Map<Address, AssignmentResource>;
}

/** Undefined for a scope that is not there, or of a kind the platform does not know. */
export function scopeKindOf({ scopes, platform }: LiveView, path: ScopePath): ScopeKind | undefined {
  const scope = scopes.get(path);
  return scope === undefined ? undefined : platform.scopeKinds.get(scope.attributes.kind);
}

export function liveViewOf(
  organization: ScopePath,
  resources: readonly Resource[],
  platform: PlatformDefinition,
): LiveView {
  const view: LiveView = {
    organization,
    platform,
    scopes: new Map(),
    roles: new Map(),
    members: new Map(),
    below: new Map(),
    groups: new Map(),
    assignments: new Map(),
  };
  for (const resource of resources) {
    switch (resource.type) {
      case 'scope':
        view.scopes.set(resource.attributes.path, resource);
        break;
      case 'role':
        view.roles.set(resource.attributes.name, resource);
        break;
      case 'member': {
        const { scope, member } = resource.attributes;
        if (scope === organization) view.members.set(member, resource);
        else view.below.set(memberAddress(scope, member), resource);
        break;
      }
      case 'group':
        view.groups.set(groupPathOf(resource), resource);
        break;
      case 'assignment': {
        const { scope, principal } = resource.attributes;
        view.assignments.set(assignmentAddress(scope, principalKey(principal)), resource);
        break;
      }
    }
  }
  return view;
}

/** What a scope is set to. */
export function scopeSettings({ platform }: LiveView, { attributes }: ScopeResource): LiveSettings {
  const rules = platform.scopeKinds.get(attributes.kind)?.settings;
  return { rules: rules === undefined ? new Map() : rules, live: attributes.settings, isNested: false };
}

/** What a group is set to. */
export function groupSettings({ platform, groups }: LiveView, group: GroupResource): LiveSettings {
  const path = groupPathOf(group);
  const nests = [...platform.groups.settings.values()].some(({ whenNested }) => whenNested !== null);
  const isInside = nests && [...groups.values()].some(({ attributes }) => attributes.groups.has(path));
  return {
    rules: platform.groups.settings,
    live: group.attributes.settings,
    isNested: isInside || group.attributes.groups.size > 0,
  };
}

/** What somebody has ruled out by `absent: true` or by a window: import does not overrule it. */
export function isRuledOut(desired: Desired | null, key: Address): boolean {
  const rule = desired?.ruledOut.get(key);
  return rule !== undefined && rule.why !== 'emptied';
}

/** Live resources without what the documents rule out, and without what cannot be there without it. */
export function withoutRuledOut(
  resources: readonly Resource[],
  desired: Desired | null,
  organization: ScopePath,
): readonly Resource[] {
  if (desired === null) return resources;
  const out = (key: Address): boolean => isRuledOut(desired, key);
  const person = (member: MemberId): boolean => out(memberAddress(organization, member));
  const scope = (path: ScopePath): boolean => scopeChain(path).some((above) => out(scopeAddress(above)));
  const roles = new Set<RoleKey>();
  for (const [address, { why }] of desired.ruledOut) {
    const parts = parseAddress(address);
    if (parts.type === 'role' && why === 'absent') roles.add(parts.name);
  }
  const without = <T>(
    entries: ReadonlyMap<string, T>,
    gone: (key: string) => boolean,
  ): ReadonlyMap<string, T> => new Map([...entries].filter(([key]) => !gone(key)));
  const kept = (r: Resource): readonly Resource[] => {
    switch (r.type) {
      case 'scope':
        return scope(r.attributes.path) ? [] : [r];
      case 'role':
        if (roles.has(r.attributes.name)) return [];
        return [
          {
            ...r,
            attributes: { ...r.attributes, includes: without(r.attributes.includes, (n) => roles.has(n)) },
          },
        ];
      case 'member':
        return person(r.attributes.member) || scope(r.attributes.scope) || out(r.address) ? [] : [r];
      case 'group': {
        if (scope(r.attributes.home) || out(r.address)) return [];
        const members = without(r.attributes.members, person);
        const groups = without(r.attributes.groups, (path) => out(groupAddress(path)));
        return [{ ...r, attributes: { ...r.attributes, members, groups } }];
      }
      case 'assignment': {
        const { principal } = r.attributes;
        if (scope(r.attributes.scope)) return [];
        if (principal.type === 'member' ? person(principal.member) : out(groupAddress(principal.group)))
          return [];
        const left = GRANT_KEYS.map(
          (key) => [key, without(r.attributes[key], (name) => roles.has(name))] as const,
        );
        const gave = GRANT_KEYS.some((key) => r.attributes[key].size > 0);
        if (gave && left.every(([, entries]) => entries.size === 0)) return [];
        return [{ ...r, attributes: { ...r.attributes, ...Object.fromEntries(left) } }];
      }
    }
  };
  return resources.flatMap(kept);
}
