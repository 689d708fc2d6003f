import { isLine, isName, isText } from '../policy/texts.ts';
import { type RoleKey, type ScopePath, scopeChain } from '../resource/reference.ts';
import type { AssignmentResource, RoleResource } from '../resource/resource.ts';
import { quote } from '../source/quote.ts';
import type { ImportFault, ValidationContext } from './ground.ts';

export function roleFault(ground: ValidationContext, { attributes }: RoleResource): ImportFault | null {
  const { platform, scopes, roles } = ground.view;
  const { name, title, description, permissions, includes } = attributes;
  const said = `The role ${quote(name)}`;
  const home = ground.homes.get(name) ?? ground.view.organization;
  const kind = scopes.get(home)?.attributes.kind ?? '';
  if (!isName(name)) return { why: `${said} has a slug that is no name in documents.` };
  if (platform.roles.has(name)) return { why: `${said} has the name of one of the platform's own.` };
  if (platform.customRoles?.at.includes(kind) !== true) {
    return { why: `${said} is a custom role, and ${platform.title} has none at ${home}.` };
  }
  if (!isLine(title)) return { why: `The title of the role ${quote(name)} is no line of text.` };
  if (!isText(description))
    return { why: `The description of the role ${quote(name)} holds control characters.` };
  for (const permission of permissions.keys()) {
    if (!platform.permissions.has(permission))
      return { why: `${said} gives ${quote(permission)}, which ${platform.title} does not have.` };
  }
  if (permissions.size < platform.customRoles.minimumPermissions)
    return { why: `${said} has too few permissions.` };
  for (const included of includes.keys()) {
    if (platform.roles.has(included)) continue;
    if (!roles.has(included))
      return {
        why: `${said} includes ${quote(included)}, which is not written.`,
        because: roleAddress(ground, included),
      };
    if (!isVisible(ground, included, home))
      return { why: `${said} includes ${quote(included)}, which is declared elsewhere.` };
  }
  return null;
}

function roleAddress(ground: ValidationContext, name: RoleKey): string {
  return `role:${ground.view.organization}/${name}`;
}

function isVisible(ground: ValidationContext, role: RoleKey, from: ScopePath): boolean {
  return scopeChain(from).includes(ground.homes.get(role) ?? ground.view.organization);
}

export function rolesFault(
  ground: ValidationContext,
  roles: readonly RoleKey[],
  scope: ScopePath,
  said: string,
): ImportFault | null {
  const { platform, scopes, roles: custom } = ground.view;
  const kind = scopes.get(scope)?.attributes.kind ?? '';
  for (const name of roles) {
    const predefined = platform.roles.get(name);
    if (predefined !== undefined) {
      if (predefined.assignable && predefined.assignableAt.includes(kind)) continue;
      return { why: `${said}: the role ${quote(name)} is not given by assignment on a ${kind}.` };
    }
    if (!custom.has(name)) {
      return {
        why: `${said}: the role ${quote(name)} is not written.`,
        because: ground.left.has(roleAddress(ground, name)) ? roleAddress(ground, name) : null,
      };
    }
    if (!isVisible(ground, name, scope))
      return { why: `${said}: the role ${quote(name)} is declared elsewhere.` };
  }
  const predefined = roles.flatMap((name) => platform.roles.get(name) ?? []);
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
  ground: ValidationContext,
  { attributes }: AssignmentResource,
  said: string,
  person: boolean,
): ImportFault | null {
  const roles = [...attributes.roles.keys()];
  if (roles.length === 0)
    return {
      why: `${said} has an assignment without roles on ${attributes.scope}, which means nothing there.`,
    };
  return (
    rolesFault(ground, roles, attributes.scope, said) ??
    (person ? cardinalityFault(ground, roles, said) : null)
  );
}

export function cardinalityFault(ground: ValidationContext, roles: readonly RoleKey[], said: string): ImportFault | null {
  const { platform } = ground.view;
  const fault = { why: `${said} has more roles than ${platform.title} gives one member.` };
  if (platform.members.roles === 'exactly-one') return roles.length > 1 ? fault : null;
  if (platform.members.roles === 'many') return null;
  const modules = roles.map((name) => platform.roles.get(name)?.module ?? null);
  return new Set(modules).size < modules.length ? fault : null;
}
