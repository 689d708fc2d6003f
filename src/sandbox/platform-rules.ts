import { type AccessRules, readAccessRules } from './effective/access-rules.ts';
import { type PlatformData, platformDataOf, type SettingsData } from './platform-shape.ts';
import type { PlayedSettings } from './played-settings.ts';

/**
 * What the sandbox wants to know of a platform: a subset of `schemas/platforms/<name>.yaml`, declared here a second
 * time on purpose. The sandbox shares no code with its client, so that one misreading cannot hide in both.
 */

interface ScopeKindRules {
  readonly title: string;
  readonly parents: readonly string[];
  readonly manage: boolean;
  /** Who can be given something there. */
  readonly principals: readonly string[];
  /** Whether people can be members of such a scope alone. */
  readonly members: boolean;
  readonly settings: PlayedSettings;
}

interface PredefinedRoleRules {
  readonly title: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly denies: readonly string[];
  readonly includes: readonly string[];
  readonly assignableAt: readonly string[];
  readonly assignable: boolean;
  readonly byInvitation: boolean;
  readonly module: string | null;
}

export interface MinimumHoldersRule {
  readonly code: string;
  readonly role: string;
  readonly at: string;
  readonly count: number;
}

export interface PlayedMembershipRoles {
  readonly ordinary: string;
  /** By name: roles of the organization whose holders have it everywhere. */
  readonly impliedBy: ReadonlyMap<string, readonly string[]>;
}

export interface PlatformRules {
  readonly name: string;
  readonly root: string;
  readonly scopeKinds: ReadonlyMap<string, ScopeKindRules>;
  readonly permissions: readonly string[];
  readonly roles: ReadonlyMap<string, PredefinedRoleRules>;
  readonly customRoles: {
    readonly at: readonly string[];
    readonly minimumPermissions: number;
    readonly denies: boolean;
  } | null;
  /** What an assignment can say besides its roles. */
  readonly assignments: { readonly below: boolean; readonly denied: boolean };
  /** Whether any role takes anything away, the platform's own or a custom one. */
  readonly rolesDeny: boolean;
  readonly memberKey: 'email' | 'username' | 'account';
  readonly foldMemberKeys: boolean;
  readonly memberRoles: 'many' | 'exactly-one' | 'one-per-module';
  readonly joining: 'provisioned' | 'invited';
  /** How long an invitation can be accepted; null for ever. */
  readonly invitationDays: number | null;
  readonly invitedInGroups: boolean;
  readonly deactivation: boolean;
  readonly groupHomes: readonly string[];
  readonly groupsCarryRoles: boolean;
  readonly groupsCarryPermissions: boolean;
  readonly nativeNesting: boolean;
  /** How many groups a person can be in: putting into one takes out of the other. */
  readonly groupsPerMember: 'many' | 'one' | 'one-per-home';
  readonly oneRoleForEach: boolean;
  readonly groupMembersAreMembers: boolean;
  /** Who is in a group belongs to the scope the group is at home in: something is given to him there. */
  readonly groupMembersAreAttached: boolean;
  /** What somebody can be in a group; null where all are alike. */
  readonly membershipRoles: PlayedMembershipRoles | null;
  readonly groupSettings: PlayedSettings;
  readonly minimumHolders: readonly MinimumHoldersRule[];
  readonly pageSize: number;
  /** What decides who can do what. */
  readonly access: AccessRules;
}

export function readPlatformRules(platform: unknown): PlatformRules {
  const data = platformDataOf(platform);
  const root = Object.entries(data.scopes).find(([, kind]) => kind.root)?.[0];
  if (root === undefined) throw new Error(`platform ${data.name}: no scope kind is the root`);
  const custom = data['custom-roles'];
  return {
    name: data.name,
    root,
    scopeKinds: new Map(
      Object.entries(data.scopes).map(([name, kind]) => [
        name,
        { ...kind, settings: playedSettings(kind.settings) },
      ]),
    ),
    permissions: Object.keys(data.permissions),
    roles: new Map(
      Object.entries(data.roles).map(([name, role]) => [
        name,
        {
          ...role,
          title: role.title ?? name,
          assignableAt: role['assignable-at'] ?? Object.keys(data.scopes),
          byInvitation: role['by-invitation'],
        },
      ]),
    ),
    customRoles: custom
      ? { at: custom.at, minimumPermissions: custom['minimum-permissions'], denies: custom.denies }
      : null,
    assignments: data.assignments,
    rolesDeny:
      (custom ? custom.denies : false) || Object.values(data.roles).some(({ denies }) => denies.length > 0),
    memberKey: data.members.key,
    foldMemberKeys: data.members.compare === 'fold-case',
    memberRoles: data.members.roles,
    joining: data.members.joining,
    invitationDays: data.members.invitations?.['expire-after-days'] ?? null,
    invitedInGroups: data.members['invited-in-groups'],
    deactivation: data.members.deactivation,
    groupHomes: data.groups.homes ?? [root],
    groupsCarryRoles: data.groups.carry.includes('roles'),
    groupsCarryPermissions: data.groups.carry.includes('permissions'),
    nativeNesting: data.groups.nesting === 'native',
    groupsPerMember: data.groups['per-member'],
    oneRoleForEach: data.assignments['roles-per-principal'] === 'one',
    groupMembersAreMembers: hasInvariant(data, 'group-members-are-members'),
    groupMembersAreAttached: hasInvariant(data, 'group-members-are-attached'),
    membershipRoles: membershipRolesOf(data),
    groupSettings: playedSettings(data.groups.settings),
    minimumHolders: data.invariants.flatMap(({ rule, code, role, at, count }) =>
      rule === 'minimum-holders' && role !== undefined && at !== undefined && count !== undefined
        ? [{ code, role, at, count }]
        : [],
    ),
    pageSize: data.capabilities['page-size'],
    access: readAccessRules(platform),
  };
}

function playedSettings(data: SettingsData): PlayedSettings {
  return new Map(
    Object.entries(data).map(([name, { unwritten, values, 'when-nested': whenNested }]) => [
      name,
      { unwritten, values: Object.keys(values), whenNested },
    ]),
  );
}

function membershipRolesOf({ groups }: PlatformData): PlayedMembershipRoles | null {
  const rules = groups['membership-roles'];
  if (rules === null) return null;
  const impliedBy = Object.entries(rules.roles).map(([name, role]) => [name, role['implied-by']] as const);
  return { ordinary: rules.default, impliedBy: new Map(impliedBy) };
}

function hasInvariant({ invariants }: PlatformData, rule: string): boolean {
  return invariants.some((invariant) => invariant.rule === rule);
}
