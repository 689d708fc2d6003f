import type { AssignmentRules, GroupsPerMember, PrincipalType, Reach } from './platform-definition.ts';
import type {
  MembershipRoleEntry,
  PermissionEntry,
  PlatformDocument,
  RoleEntry,
  ScopeKindEntry,
} from './platform-document.ts';

const NONE: readonly never[] = [];

const PERMISSION = { implies: NONE };
const ROLE = {
  permissions: NONE,
  denies: NONE,
  includes: NONE,
  ungated: false,
  bypass: false,
  reach: 'both' as Reach,
  assignable: true,
  'by-invitation': true,
  none: false,
};
const MEMBERSHIP_ROLE = { 'implied-by': NONE };
const SCOPE_KIND = {
  root: false,
  parents: NONE,
  attached: NONE,
  'flow-down': true,
  principals: ['member', 'group'] as readonly PrincipalType[],
  members: false,
  manage: true,
  settings: {} as NonNullable<ScopeKindEntry['settings']>,
};

/** What a key that a platform file leaves out means, said once. Keys whose absence means something stay absent. */
export function withDefaults(file: PlatformDocument) {
  const custom = file['custom-roles'];
  const membershipRoles = file.groups['membership-roles'];
  const everyKind = Object.keys(file.scopes);
  return {
    description: '',
    modules: {} as NonNullable<PlatformDocument['modules']>,
    invariants: NONE,
    lint: NONE,
    decisions: NONE,
    ...file,
    capabilities: { 'page-size': 100, ...file.capabilities },
    'custom-roles':
      custom === undefined
        ? null
        : { 'minimum-permissions': 0, denies: false, reach: 'both' as Reach, ...custom },
    assignments: {
      'roles-per-principal': 'many' as AssignmentRules['rolesPerPrincipal'],
      below: false,
      denied: false,
      ...file.assignments,
    },
    members: { 'invited-in-groups': true, deactivation: false, ...file.members },
    groups: {
      settings: {} as NonNullable<PlatformDocument['groups']['settings']>,
      'per-member': 'many' as GroupsPerMember,
      ...file.groups,
      'membership-roles':
        membershipRoles === undefined
          ? null
          : {
              ...membershipRoles,
              roles: eachOf(membershipRoles.roles, (entry: MembershipRoleEntry) => ({
                ...MEMBERSHIP_ROLE,
                ...entry,
              })),
            },
    },
    scopes: eachOf(file.scopes, (entry: ScopeKindEntry) => ({ ...SCOPE_KIND, ...entry })),
    permissions: eachOf(file.permissions, (entry: PermissionEntry) => ({ ...PERMISSION, ...entry })),
    roles: eachOf(file.roles, (entry: RoleEntry) => ({ 'assignable-at': everyKind, ...ROLE, ...entry })),
  };
}

export type CompletePlatform = ReturnType<typeof withDefaults>;
export type CompleteRole = CompletePlatform['roles'][string];
export type CompleteScopeKind = CompletePlatform['scopes'][string];

function eachOf<T, U>(entries: Record<string, T>, complete: (entry: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, complete(entry)]));
}
