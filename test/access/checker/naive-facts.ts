import { expandPattern } from '../../../src/platform/expand-pattern.ts';
import type {
  Inheritance,
  PermissionName,
  PlatformDefinition,
  Reach,
} from '../../../src/platform/platform-definition.ts';
import {
  type GroupPath,
  groupPath,
  type MemberId,
  type Principal,
  principalKey,
  type RoleKey,
  type ScopePath,
} from '../../../src/resource/identifiers.ts';
import type {
  AssignmentResource,
  GroupResource,
  Resource,
  ResourceTypeName,
} from '../../../src/resource/resource.ts';
import type { Origin } from '../../../src/source/origin.ts';

/**
 * The resources read plainly, for re-checking a path. On purpose it shares nothing with the indexes and bits that
 * the resolver and the explanations are made from: evidence drawn from the same well proves little.
 */
export class NaiveFacts {
  readonly platform: PlatformDefinition;
  private readonly resources: readonly Resource[];

  private readonly asked: PermissionName;

  constructor(platform: PlatformDefinition, resources: readonly Resource[], asked: PermissionName) {
    this.platform = platform;
    this.asked = asked;
    this.resources = resources;
  }

  rule(what: string): Origin {
    return { from: 'platform', platform: this.platform.name, what };
  }

  /** Whether a name or pattern as written stands for the permission. */
  names(written: string, permission: PermissionName): boolean {
    if (written === permission)
      return this.parts(permission) !== null || this.platform.permissions.has(permission);
    if (written.includes('!')) return false;
    return (
      expandPattern(written, this.platform.permissions).includes(
        this.parts(permission)?.general ?? permission,
      ) &&
      (this.parts(permission) === null || written.endsWith('*'))
    );
  }

  kind(scope: ScopePath) {
    const found = resourcesOf(this.resources, 'scope').find(({ attributes }) => attributes.path === scope);
    return this.platform.scopeKinds.get(found?.attributes.kind ?? '') ?? null;
  }

  /** How a scope combines, and the place that says so. */
  inheritance(scope: ScopePath): { readonly inherits: Inheritance; readonly origin: Origin } {
    const kind = this.kind(scope);
    const found = resourcesOf(this.resources, 'scope').find(({ attributes }) => attributes.path === scope);
    for (const [name, { values, unwritten }] of kind?.settings ?? []) {
      const said = [...(found?.attributes.settings ?? [])].find(([entry]) => entry.startsWith(`${name}=`));
      const value = said === undefined ? unwritten : said[0].slice(name.length + 1);
      const inherits = values.get(value)?.inherits ?? null;
      if (inherits !== null) return { inherits, origin: said?.[1] ?? this.rule(`setting ${name}`) };
    }
    return {
      inherits: kind?.inherits ?? 'union',
      origin: this.rule(`scope kind ${kind?.name ?? 'unknown'}`),
    };
  }

  /** Whether the scope, or one above it, is set to a value that closes it. */
  isClosed(scope: ScopePath): boolean {
    return this.chain(scope).some((at) => {
      const found = resourcesOf(this.resources, 'scope').find(({ attributes }) => attributes.path === at);
      return [...(found?.attributes.settings.keys() ?? [])].some((entry) => {
        const [name = '', value = ''] = entry.split('=');
        return this.kind(at)?.settings.get(name)?.values.get(value)?.closes === true;
      });
    });
  }

  /** Whether anything takes the permission, or one that it implies, from the member on the scope. */
  isTaken(member: MemberId, permission: PermissionName, scope: ScopePath): boolean {
    if (this.platform.denies === null || this.isClosed(scope)) return false;
    const needed = this.needed(permission);
    const principals = this.principals(member);
    return this.chain(scope)
      .filter((above) => this.activeAt(member, above))
      .some((above) => {
        const arrives = (reach: Reach): boolean => {
          if (reach === 'everywhere') return true;
          if (above === scope) return reach !== 'below';
          return reach !== 'self' && this.kind(above)?.flowDown !== false;
        };
        const here = this.assignmentsOn(above).filter(({ attributes }) =>
          principals.has(principalKey(attributes.principal)),
        );
        const held = [
          ...here.flatMap(({ attributes }) =>
            [...attributes.roles.keys()].map((role) => ({ role, reach: this.reach(role) })),
          ),
          ...here.flatMap(({ attributes }) =>
            [...attributes.below.keys()].map((role) => ({ role, reach: 'below' as const })),
          ),
          ...this.defaultHeld(member, above).map((role) => ({ role, reach: this.reach(role) })),
        ];
        const isDenied = held.some(
          ({ role, reach }) =>
            arrives(reach) &&
            [...this.closure(role)].some((one) =>
              [...needed].some((p) => this.covering(p).some((q) => this.denies(one, q).length > 0)),
            ),
        );
        const isTakenWhole = here
          .flatMap(({ attributes }) => [...attributes.denied.keys()])
          .some((role) =>
            [...this.closure(role)].some(
              (one) =>
                this.platform.roles.get(one)?.bypass === true ||
                (arrives(this.reach(role)) && this.givesAny(one, needed)),
            ),
          );
        return isDenied || isTakenWhole;
      });
  }

  /** Whether a role lists something that is, or implies, one of these. */
  private givesAny(role: RoleKey, some: ReadonlySet<PermissionName>): boolean {
    return [...this.platform.permissions.keys(), ...this.texts()].some(
      (given) => this.grants(role, given).length > 0 && [...this.implied(given)].some((one) => some.has(one)),
    );
  }

  /** The default role of a member on a scope, where it counts. */
  defaultHeld(member: MemberId, scope: ScopePath): readonly RoleKey[] {
    const { defaultRole } = this.platform.members;
    if (defaultRole === null || this.memberships(member, scope).length === 0) return [];
    const own = this.assignments(scope, { type: 'member', member });
    return own.some(({ attributes }) => attributes.roles.size > 0) ? [] : [defaultRole];
  }

  /** The places by which the role itself takes the permission. */
  denies(role: RoleKey, permission: PermissionName): readonly Origin[] {
    const predefined = this.platform.roles.get(role);
    if (predefined !== undefined) {
      const listed = predefined.denies.some((written) => this.names(written, permission));
      return listed ? [this.rule(`role ${role}`)] : [];
    }
    return resourcesOf(this.resources, 'role')
      .filter(({ attributes }) => attributes.name === role)
      .flatMap(({ attributes }) => [...attributes.denies])
      .filter(([written]) => this.names(written, permission))
      .map(([, origin]) => origin);
  }

  /** A setting of the organization. */
  setting(name: string) {
    return this.platform.scopeKinds.get(this.platform.root)?.settings.get(name);
  }

  /** What the organization says of a setting, if anything. */
  setTo(name: string): { scope: ScopePath | null; value: string | null; origin: Origin | null } {
    const root = resourcesOf(this.resources, 'scope').find(({ attributes }) => attributes.parent === null);
    const said = [...(root?.attributes.settings ?? [])].find(([entry]) => entry.startsWith(`${name}=`));
    return {
      scope: root?.attributes.path ?? null,
      value: said === undefined ? null : said[0].slice(name.length + 1),
      origin: said === undefined ? null : said[1],
    };
  }

  /** The scope and those above it, nearest first. */
  chain(scope: ScopePath): readonly ScopePath[] {
    const chain = new Set<ScopePath>();
    for (let at: ScopePath | null = scope; at !== null && !chain.has(at); ) {
      chain.add(at);
      const path: ScopePath = at;
      const found = resourcesOf(this.resources, 'scope').find(({ attributes }) => attributes.path === path);
      at = found?.attributes.parent ?? null;
    }
    return [...chain];
  }

  activeAt(member: MemberId, scope: ScopePath): boolean {
    return this.chain(scope).some((above) => this.memberships(member, above).length > 0);
  }

  /** Origins of the member's active memberships of exactly this scope. */
  memberships(member: MemberId, scope: ScopePath): readonly Origin[] {
    if (this.isDeactivated(member)) return [];
    return resourcesOf(this.resources, 'member')
      .filter(({ attributes: a }) => a.member === member && a.scope === scope && a.state === 'active')
      .map((resource) => resource.origin);
  }

  /** By a group of γ(m). */
  private isDeactivated(member: MemberId): boolean {
    const off = [...this.platform.groups.settings].flatMap(([name, { values }]) =>
      [...values].filter(([, { deactivates }]) => deactivates).map(([value]) => `${name}=${value}`),
    );
    if (off.length === 0) return false;
    const principals = this.principals(member);
    return resourcesOf(this.resources, 'group').some(
      ({ attributes: { home, name, settings } }) =>
        principals.has(`group:${groupPath(home, name)}`) && off.some((entry) => settings.has(entry)),
    );
  }

  countGroups(): number {
    return resourcesOf(this.resources, 'group').length;
  }

  groups(path: GroupPath): readonly GroupResource[] {
    return resourcesOf(this.resources, 'group').filter(
      ({ attributes }) => groupPath(attributes.home, attributes.name) === path,
    );
  }

  /** The principals of γ(m). */
  principals(member: MemberId): ReadonlySet<string> {
    const found = new Set([principalKey({ type: 'member', member })]);
    const groups = resourcesOf(this.resources, 'group');
    for (let size = 0; size !== found.size; ) {
      size = found.size;
      for (const { attributes } of groups) {
        const inside =
          attributes.members.has(member) ||
          [...attributes.groups.keys()].some((child) => found.has(`group:${child}`));
        if (inside) found.add(`group:${groupPath(attributes.home, attributes.name)}`);
      }
    }
    return found;
  }

  assignments(scope: ScopePath, principal: Principal): readonly AssignmentResource[] {
    const key = principalKey(principal);
    return resourcesOf(this.resources, 'assignment').filter(
      ({ attributes }) => attributes.scope === scope && principalKey(attributes.principal) === key,
    );
  }

  assignmentsOn(scope: ScopePath): readonly AssignmentResource[] {
    return resourcesOf(this.resources, 'assignment').filter(({ attributes }) => attributes.scope === scope);
  }

  /** A role that is not there, or stands for no role, can prove nothing. */
  usable(role: RoleKey): boolean {
    const predefined = this.platform.roles.get(role);
    if (predefined !== undefined) return !predefined.none;
    return resourcesOf(this.resources, 'role').some(({ attributes }) => attributes.name === role);
  }

  reach(role: RoleKey): Reach {
    return this.platform.roles.get(role)?.reach ?? this.platform.customRoles?.reach ?? 'both';
  }

  includes(role: RoleKey): ReadonlyMap<RoleKey, readonly Origin[]> {
    const predefined = this.platform.roles.get(role);
    if (predefined !== undefined) {
      return new Map(predefined.includes.map((included) => [included, [this.rule(`role ${role}`)]]));
    }
    const found = new Map<RoleKey, Origin[]>();
    for (const { attributes } of resourcesOf(this.resources, 'role')) {
      if (attributes.name !== role) continue;
      for (const [included, origin] of attributes.includes) {
        found.set(included, [...(found.get(included) ?? []), origin]);
      }
    }
    return found;
  }

  private includedBySettings(role: RoleKey): readonly RoleKey[] {
    const settings = this.platform.scopeKinds.get(this.platform.root)?.settings ?? new Map();
    return [...settings].flatMap(([name, setting]) => {
      if (setting.extends !== role) return [];
      return setting.values.get(this.setTo(name).value ?? setting.unwritten)?.includes ?? [];
    });
  }

  /** The places that list the permission in the role itself. */
  grants(role: RoleKey, permission: PermissionName): readonly Origin[] {
    const predefined = this.platform.roles.get(role);
    if (predefined !== undefined) {
      const listed = predefined.permissions.some((written) => this.names(written, permission));
      return listed ? [this.rule(`role ${role}`)] : [];
    }
    return resourcesOf(this.resources, 'role')
      .filter(({ attributes }) => attributes.name === role)
      .flatMap(({ attributes }) => [...attributes.permissions])
      .filter(([written]) => this.names(written, permission))
      .map(([, origin]) => origin);
  }

  implied(permission: PermissionName): ReadonlySet<PermissionName> {
    const found = new Set([permission]);
    for (const next of found) {
      for (const implied of this.impliedDirectly(next)) found.add(implied);
    }
    return found;
  }

  /** What the permission needs: with any of it denied, it is. Not the texts that it only covers. */
  needed(permission: PermissionName): ReadonlySet<PermissionName> {
    const found = new Set([permission]);
    for (const next of found) for (const one of this.impliedAsItIs(next)) found.add(one);
    return found;
  }

  /** Permissions that cover this one: itself, the one without a text, and one with a text that this begins with. */
  covering(permission: PermissionName): readonly PermissionName[] {
    return [...this.platform.permissions.keys(), ...this.texts()].filter(
      (one) => one === permission || this.textsOf(one).includes(permission),
    );
  }

  /** The role and every usable one it includes. */
  closure(role: RoleKey): ReadonlySet<RoleKey> {
    const found = new Set(this.usable(role) ? [role] : []);
    for (const next of found) {
      const included = [...this.includes(next).keys(), ...this.includedBySettings(next)];
      for (const role of included) if (this.usable(role)) found.add(role);
    }
    return found;
  }

  isPermission(permission: PermissionName): boolean {
    return this.platform.permissions.has(permission) || this.parts(permission) !== null;
  }

  private moduleOf(permission: PermissionName): string {
    return this.platform.permissions.get(permission.split('!')[0] ?? '')?.module ?? '';
  }

  /** The general permission and the text of one that is given for a text. */
  private parts(permission: PermissionName): { general: string; text: string } | null {
    const [general = '', ...rest] = permission.split('!');
    const text = rest.join('!');
    return text !== '' && this.platform.permissions.get(general)?.parameter ? { general, text } : null;
  }

  /** Every permission that has a parameter, for every text that is written anywhere or asked about. */
  private texts(): readonly PermissionName[] {
    const written = this.resources.flatMap((r) =>
      r.type === 'role' || r.type === 'group'
        ? [...r.attributes.permissions.keys(), ...(r.type === 'role' ? r.attributes.denies.keys() : [])]
        : [],
    );
    const texts = new Set([...written, this.asked].flatMap((name) => this.parts(name)?.text ?? []));
    return [...this.platform.permissions.values()].flatMap(({ name, parameter }) =>
      parameter === null ? [] : [...texts].map((text) => `${name}!${text}`),
    );
  }

  private impliedDirectly(permission: PermissionName): readonly PermissionName[] {
    return [...this.impliedAsItIs(permission), ...this.textsOf(permission)];
  }

  private impliedAsItIs(permission: PermissionName): readonly PermissionName[] {
    const parts = this.parts(permission);
    const implied = this.platform.permissions.get(parts?.general ?? permission)?.implies ?? [];
    if (parts === null) return implied;
    return implied.map((one) =>
      this.platform.permissions.get(one)?.parameter ? `${one}!${parts.text}` : one,
    );
  }

  /** The texts that a permission covers. */
  private textsOf(permission: PermissionName): readonly PermissionName[] {
    const parts = this.parts(permission);
    return this.texts().filter((name) => {
      const other = this.parts(name);
      if (other === null || other.general !== (parts?.general ?? permission)) return false;
      const { covers } = this.platform.permissions.get(other.general)?.parameter ?? {};
      return parts === null || (covers === 'prefix' && other.text.startsWith(parts.text));
    });
  }

  /** Whether assigning the role says something about the permission's module. */
  speaksOf(role: RoleKey, permission: PermissionName): boolean {
    if (!this.usable(role)) return false;
    const module = this.moduleOf(permission);
    const own = this.platform.roles.get(role)?.module ?? null;
    if (own !== null) return own === module;
    const given = [...this.platform.permissions.keys(), ...this.texts()].filter((candidate) =>
      [...this.closure(role)].some((held) => this.grants(held, candidate).length > 0),
    );
    const takes = [...this.closure(role)].some((held) =>
      [...this.platform.permissions.keys(), ...this.texts()].some((one) => this.denies(held, one).length > 0),
    );
    if (given.length === 0) return !takes && module === '';
    return given
      .flatMap((candidate) => [...this.implied(candidate)])
      .some((candidate) => this.moduleOf(candidate) === module);
  }
}

/** By looking at each: the checker shares no index with what it checks. */
function resourcesOf<T extends ResourceTypeName>(
  resources: readonly Resource[],
  type: T,
): readonly Extract<Resource, { type: T }>[] {
  return resources.filter((r): r is Extract<Resource, { type: T }> => r.type === type);
}
