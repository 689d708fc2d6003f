import { expandPattern } from '../../platform/expand-pattern.ts';
import { permissionNamed, splitInstance } from '../../platform/permission-instances.ts';
import type { PlatformDefinition, ScopeKind, ScopeKindName } from '../../platform/platform-definition.ts';
import type { Written, WrittenCustomRole } from '../../policy/document-types.ts';
import type { RoleKey } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import { known } from '../../source/known.ts';
import { reachableFrom } from '../../source/reachable.ts';
import { type IncludedRoles, includedRolesIn } from './included-roles.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';
import { writtenScopes } from './written-scopes.ts';

/** A role of one's own that comes to everything: whatever the platform invents next is in most of these as well. */
export const broadPattern = lintRule({
  code: 'broad-pattern',
  means: 'A custom role holds every permission, including those that the platform adds later.',
  wayOut: 'List the permissions, or patterns of single resources.',
  why: 'A custom role with `*` holds every permission, including those that the platform adds later. The same is true of a role that includes a role with `*`, or a role that bypasses all rules; such a role can also be assigned where the platform would not assign the included role. Roles whose patterns and includes add up to every permission are reported too. `documents:*` is not reported, nor is a list of every single permission.',
  usual: 'warning',
  *check(lintContext: LintContext): Generator<LintFinding, void> {
    const { platform, resources } = lintContext.desired;
    const model = modelOf(resources);
    const inner = includedRolesIn(platform, resources);
    const everything = new Map<RoleKey, 'bypass' | '*'>();
    for (const role of platform.roles.values()) if (role.bypass) everything.set(role.name, 'bypass');
    const scopes = writtenScopes(lintContext);
    for (const { written } of scopes) {
      for (const role of written.roles) if (stars(role).length > 0) everything.set(role.name, '*');
    }
    for (const { written, path } of scopes) {
      const scope = known(model.scope(path), 'a scope that is written');
      const kind = kindNamed(scope.attributes.kind, platform);
      for (const role of written.roles) {
        if (role.absent === null) yield* reasons(role, kind, { platform, inner, everything, model });
      }
    }
  },
});

interface RoleContext {
  readonly platform: PlatformDefinition;
  readonly inner: IncludedRoles;
  /** Roles that hold everything by themselves. */
  readonly everything: ReadonlyMap<RoleKey, 'bypass' | '*'>;
  readonly model: OrganizationModel;
}

function* reasons(
  role: WrittenCustomRole,
  home: ScopeKind,
  roleContext: RoleContext,
): Generator<LintFinding, void> {
  const { platform, inner, everything } = roleContext;
  const takes = [role.name, ...inner(role.name)].some((name) => deniesAny(name, roleContext));
  const every = `The role ${role.name} holds every permission of ${platform.title}${takes ? ' but what it denies' : ''}`;
  let told = false;
  for (const { origin } of stars(role)) {
    told = true;
    yield { message: `${every}, including future ones.`, origin };
  }
  const includes = role.includes === null ? [] : role.includes;
  for (const { value, origin } of includes) {
    const whole = [value, ...inner(value)].find((name) => everything.has(name));
    if (whole === undefined) continue;
    told = true;
    const through = whole === value ? value : `${value}, which includes ${whole}`;
    yield {
      message: `${every}, including future ones: it includes ${through}.${carried(whole, home, platform)}`,
      origin,
      hint: 'Include a role with fewer permissions, or list single permissions.',
    };
  }
  if (!told && !takes && comesToAll(role, roleContext)) {
    const message = `${every}: its patterns and included roles add up to all of them.`;
    yield { message, origin: role.origin };
  }
}

/** Whether a role takes anything away itself. */
function deniesAny(name: RoleKey, { platform, model }: RoleContext): boolean {
  const predefined = platform.roles.get(name);
  if (predefined !== undefined) return predefined.denies.length > 0;
  const custom = model.role(name);
  return custom !== undefined && custom.attributes.denies.size > 0;
}

function stars(role: WrittenCustomRole): readonly Written<string>[] {
  if (role.absent !== null || role.permissions === null) return [];
  return role.permissions.filter(({ value }) => value === '*');
}

/** Where the custom role takes a role of the platform that the platform itself would not assign there. */
function carried(name: RoleKey, home: ScopeKind, platform: PlatformDefinition): string {
  const role = platform.roles.get(name);
  if (role === undefined) return '';
  const kinds = [...platform.scopeKinds.values()]
    .filter((kind) => isWithin(kind, home, platform) && !role.assignableAt.includes(kind.name))
    .map((kind) => kind.name);
  return kinds.length === 0
    ? ''
    : ` It can be assigned in a scope of kind ${kinds.join(' or ')}, where ${name} cannot.`;
}

function isWithin(kind: ScopeKind, home: ScopeKind, platform: PlatformDefinition): boolean {
  return reachableFrom([kind.name], (name) => kindNamed(name, platform).parents).has(home.name);
}

function kindNamed(name: ScopeKindName, platform: PlatformDefinition): ScopeKind {
  return known(platform.scopeKinds.get(name), `the kind of scope ${name}`);
}

/** A list of every single permission says what it means, and nothing of what is to come. */
function comesToAll(role: WrittenCustomRole, { platform, inner, model }: RoleContext): boolean {
  const own = role.permissions === null ? [] : role.permissions.map(({ value }) => value);
  const single = own.filter((value) => splitInstance(value) !== null || !value.includes('*'));
  if (isAll(single, platform)) return false;
  const held = [role.name, ...inner(role.name)].flatMap((name): readonly string[] => {
    const predefined = platform.roles.get(name);
    if (predefined !== undefined) return predefined.permissions;
    return [
      ...known(model.role(name), `role ${name}, which the documents name`).attributes.permissions.keys(),
    ];
  });
  return isAll(held, platform);
}

function isAll(written: readonly string[], { permissions }: PlatformDefinition): boolean {
  const listed = written.flatMap((pattern) => expandPattern(pattern, permissions));
  const held = reachableFrom(
    listed,
    (name) => known(permissionNamed({ permissions }, name), 'a permission of the platform').implies,
  );
  return held.size > 0 && [...permissions.keys()].every((name) => held.has(name));
}
