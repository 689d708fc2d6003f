import type { PlatformDefinition, PlatformSettings } from '../../src/platform/platform-definition.ts';

/** A definition as the platform file that says it, so that the sandbox can read it in its own way. */
export function platformData(platform: PlatformDefinition): object {
  const { members, groups, customRoles } = platform;
  return {
    name: platform.name,
    scopes: each(platform.scopeKinds, (kind) => ({
      title: kind.title,
      root: kind.name === platform.root,
      ...(kind.plural === null ? {} : { plural: kind.plural, parents: kind.parents }),
      inherits: kind.inherits,
      attached: kind.attached,
      'when-no-groups': kind.whenNoGroups,
      'flow-down': kind.flowDown,
      principals: kind.principals,
      members: kind.members,
      manage: kind.manage,
      settings: settingsData(kind.settings),
    })),
    permissions: each(platform.permissions, ({ title, module, implies, parameter }) => ({
      ...{ title, module, implies, parameter },
    })),
    roles: each(platform.roles, (role) => ({
      title: role.title,
      permissions: role.permissions,
      denies: role.denies,
      includes: role.includes,
      'assignable-at': role.assignableAt,
      ungated: role.ungated,
      bypass: role.bypass,
      reach: role.reach,
      assignable: role.assignable,
      'by-invitation': role.byInvitation,
      module: role.module,
      none: role.none,
    })),
    'custom-roles':
      customRoles === null
        ? null
        : {
            at: customRoles.at,
            'minimum-permissions': customRoles.minimumPermissions,
            denies: customRoles.denies,
            reach: customRoles.reach,
          },
    assignments: {
      'roles-per-principal': platform.assignments.rolesPerPrincipal,
      below: platform.assignments.below,
      denied: platform.assignments.denied,
    },
    ...(platform.denies === null ? {} : { denies: { 'over-bypass': platform.denies.overBypass } }),
    members: {
      key: members.key,
      compare: members.compare,
      roles: members.roles,
      'default-role': members.defaultRole,
      joining: members.joining,
      'invited-in-groups': members.invitedInGroups,
      deactivation: members.deactivation,
    },
    groups: { ...groups, 'per-member': groups.perMember, settings: settingsData(groups.settings) },
  };
}

function settingsData(settings: PlatformSettings): Record<string, object> {
  return each(settings, (setting) => ({
    title: setting.title,
    description: setting.description,
    unwritten: setting.unwritten,
    values: each(setting.values, ({ title, includes, deactivates, inherits, closes }) => ({
      ...{ title, includes, deactivates, inherits, closes },
    })),
    ...(setting.extends === null ? {} : { extends: setting.extends }),
    ...(setting.whenNested === null ? {} : { 'when-nested': setting.whenNested }),
  }));
}

function each<T>(named: ReadonlyMap<string, T>, data: (one: T) => object): Record<string, object> {
  return Object.fromEntries([...named].map(([name, one]) => [name, data(one)]));
}
