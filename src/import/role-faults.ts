import { ownerOf } from '../platform/owners.ts';
import { permissionNamed } from '../platform/permission-instances.ts';
import { isLine, isName, isText } from '../policy/text-patterns.ts';
import type { Address } from '../resource/address.ts';
import { roleAddress, scopeAddress } from '../resource/address.ts';
import { grantWords, roleOfWord } from '../resource/grant-words.ts';
import { type RoleKey, type ScopePath, scopeChain } from '../resource/identifiers.ts';
import type { AssignmentResource, RoleResource } from '../resource/resource.ts';
import { quote } from '../source/quote.ts';
import { scopeKindOf } from './live-view.ts';
import type { ImportFault, ValidationContext } from './validation-context.ts';

export function roleFault(
  validationContext: ValidationContext,
  { attributes }: RoleResource,
): ImportFault | null {
  const { platform, roles } = validationContext.view;
  const { name, title, description, permissions, denies, includes } = attributes;
  const said = `The role ${quote(name)}`;
  const home = validationContext.homes.get(name) ?? validationContext.view.organization;
  const kind = scopeKindOf(validationContext.view, home);
  if (!isName(name)) return { why: `${said} has a slug that cannot be a name in documents.` };
  if (platform.roles.has(name)) return { why: `${said} has the name of one of the platform's own.` };
  if (kind === undefined || platform.customRoles?.at.includes(kind.name) !== true) {
    return { why: `${said} is a custom role, and ${platform.title} has none at ${home}.` };
  }
  if (!isLine(title)) return { why: `The title of the role ${quote(name)} is not one line of text.` };
  if (!isText(description))
    return { why: `The description of the role ${quote(name)} holds control characters.` };
  for (const permission of permissions.keys()) {
    if (permissionNamed(platform, permission) === undefined)
      return { why: `${said} gives ${quote(permission)}, which ${platform.title} does not have.` };
  }
  for (const permission of denies.keys()) {
    if (permissionNamed(platform, permission) === undefined)
      return { why: `${said} denies ${quote(permission)}, which ${platform.title} does not have.` };
  }
  if (ownerOf(platform, 'role') === null && permissions.size < platform.customRoles.minimumPermissions)
    return { why: `${said} has too few permissions.` };
  for (const included of includes.keys()) {
    if (platform.roles.has(included)) continue;
    if (!roles.has(included))
      return {
        why: `${said} includes ${quote(included)}, which is not written.`,
        because: customRole(validationContext, included),
      };
    if (!isVisible(validationContext, included, home))
      return { why: `${said} includes ${quote(included)}, which is declared elsewhere.` };
  }
  return null;
}

function customRole(validationContext: ValidationContext, name: RoleKey): Address {
  return roleAddress(validationContext.view.organization, name);
}

function isVisible(validationContext: ValidationContext, role: RoleKey, from: ScopePath): boolean {
  return scopeChain(from).includes(validationContext.homes.get(role) ?? validationContext.view.organization);
}

export function rolesFault(
  validationContext: ValidationContext,
  roles: readonly RoleKey[],
  scope: ScopePath,
  said: string,
): ImportFault | null {
  const { platform, roles: custom } = validationContext.view;
  const kind = scopeKindOf(validationContext.view, scope);
  if (kind === undefined)
    return { why: `${said}: the scope ${scope} is not written.`, because: scopeAddress(scope) };
  for (const name of roles) {
    const predefined = platform.roles.get(name);
    if (predefined !== undefined) {
      if (predefined.assignable && predefined.assignableAt.includes(kind.name)) continue;
      return { why: `${said}: the role ${quote(name)} is not given by assignment on a ${kind.name}.` };
    }
    if (!custom.has(name)) {
      return {
        why: `${said}: the role ${quote(name)} is not written.`,
        because: validationContext.left.has(customRole(validationContext, name))
          ? customRole(validationContext, name)
          : null,
      };
    }
    if (!isVisible(validationContext, name, scope))
      return { why: `${said}: the role ${quote(name)} is declared elsewhere.` };
  }
  const predefined = roles.map((name) => platform.roles.get(name)).filter((role) => role !== undefined);
  const none = predefined.find((role) => role.none);
  const bypass = predefined.find((role) => role.bypass);
  if (none !== undefined && bypass !== undefined)
    return {
      why: `${said} has the role ${quote(none.name)} beside ${quote(bypass.name)}, to which it means nothing.`,
    };
  return null;
}

/** Of somebody's own entry, which must be written whole: without roles it would rule the assignment out. */
export function ownRolesFault(
  validationContext: ValidationContext,
  { attributes }: AssignmentResource,
  said: string,
  person: boolean,
): ImportFault | null {
  const roles = [...attributes.roles.keys()];
  if (grantWords(attributes).length === 0)
    return {
      why: `${said} has an assignment without roles on ${attributes.scope}, which means nothing there.`,
    };
  return (
    rolesFault(validationContext, grantWords(attributes).map(roleOfWord), attributes.scope, said) ??
    (person ? cardinalityFault(validationContext, roles, said) : null)
  );
}

export function cardinalityFault(
  validationContext: ValidationContext,
  roles: readonly RoleKey[],
  said: string,
): ImportFault | null {
  const { platform } = validationContext.view;
  const fault = { why: `${said} has more roles than ${platform.title} gives one member.` };
  if (platform.members.roles === 'exactly-one') return roles.length > 1 ? fault : null;
  if (platform.members.roles === 'many') return null;
  const modules = roles.map((name) => platform.roles.get(name)?.module ?? null);
  return new Set(modules).size < modules.length ? fault : null;
}
