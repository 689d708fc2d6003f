import { hasParameters, splitInstance, withInstances } from '../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';

/**
 * The platform with the permissions that custom roles and groups are given for a text: what sets of permissions of this
 * side are made of. Without permissions that have a parameter it is the platform itself.
 */
export function platformIn(platform: PlatformDefinition, model: OrganizationModel): PlatformDefinition {
  return hasParameters(platform) ? withInstances(platform, writtenInstances(model)) : platform;
}

function* writtenInstances(model: OrganizationModel): Generator<PermissionName> {
  for (const { attributes } of [...model.all('role'), ...model.all('group')]) {
    for (const name of attributes.permissions.keys()) if (splitInstance(name) !== null) yield name;
  }
  for (const { attributes } of model.all('role')) {
    for (const name of attributes.denies.keys()) if (splitInstance(name) !== null) yield name;
  }
}
