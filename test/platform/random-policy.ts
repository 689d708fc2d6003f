import fc from 'fast-check';
import type { PlatformDefinition, ScopeKind } from '../../src/platform/platform-definition.ts';
import type { MembershipState } from '../../src/resource/resource.ts';
import { withText } from '../access/random.ts';

/**
 * A random policy for a platform: all that its documents can say, and what only life adds, the states of memberships.
 * It is the one source of two forms, the document that Bylaw compiles and the seed that the sandbox plants, made by
 * code that shares nothing.
 */
export interface Policy<W = PolicyWindow> {
  /** The organization first, parents before their children. */
  readonly scopes: readonly PolicyScope[];
  readonly roles: readonly PolicyRole[];
  readonly members: readonly PolicyMember<W>[];
  /** People written on scopes below the organization. */
  readonly below: readonly PolicyEntry<W>[];
  /** Members of the organization who were made members of a scope below it as well: live only, no document says it. */
  readonly doubled: readonly {
    readonly scope: number;
    readonly key: string;
    readonly state: MembershipState;
  }[];
  readonly groups: readonly PolicyGroup<W>[];
  readonly mentions: readonly PolicyMention<W>[];
}

interface PolicyScope {
  /** `acme/units/s1/workspaces/s2`. */
  readonly path: string;
  readonly kind: string;
  readonly plural: string;
  readonly name: string;
  readonly parent: number | null;
  /** Left out: none is drawn. */
  readonly settings?: readonly (readonly [name: string, value: string])[];
}

interface PolicyRole {
  readonly name: string;
  readonly home: number;
  readonly permissions: readonly string[];
  readonly denies: readonly string[];
  readonly includes: readonly string[];
}

/** Windows as seen from the instant of the test; only `open` and `running` hold. */
export type PolicyWindow = 'open' | 'running' | 'ended' | 'ahead';

export interface Timed<W = PolicyWindow> {
  readonly name: string;
  readonly window: W;
}

export interface PolicyMember<W = PolicyWindow> {
  readonly key: string;
  readonly state: MembershipState;
  readonly window: W;
  readonly roles: readonly Timed<W>[];
}

/** `state` is that of a membership of this scope alone; null for a member of the organization, who is given something. */
export interface PolicyEntry<W = PolicyWindow> {
  readonly scope: number;
  readonly key: string;
  readonly state: MembershipState | null;
  readonly window: W;
  readonly roles: readonly Timed<W>[];
}

export interface PolicyGroup<W = PolicyWindow> {
  readonly name: string;
  readonly home: number;
  /** Bounds all that the group carries; the group and its people stay. */
  readonly window: W;
  readonly members: readonly Timed<W>[];
  readonly groups: readonly Timed<W>[];
  readonly permissions: readonly string[];
  readonly roles: readonly Timed<W>[];
  /** A setting with a value that deactivates; null for none. Left out: none is drawn. */
  readonly deactivates?: readonly [name: string, value: string] | null;
}

export interface PolicyMention<W = PolicyWindow> {
  readonly scope: number;
  readonly group: string;
  readonly window: W;
  readonly roles: readonly Timed<W>[];
}

/** What is drawn as roles, shared out over what an assignment of the platform can say; by name, so that a draw stays one. */
export function shared<W>(
  { assignments }: PlatformDefinition,
  roles: readonly Timed<W>[],
): { readonly [K in 'roles' | 'below' | 'denied']: readonly Timed<W>[] } {
  const listOf = ({ name }: Timed<W>): string => {
    const turn = name.charCodeAt(name.length - 1) % 4;
    if (turn === 1 && assignments.below) return 'below';
    return turn === 2 && assignments.denied ? 'denied' : 'roles';
  };
  const of = (list: string) => roles.filter((role) => listOf(role) === list);
  return { roles: of('roles'), below: of('below'), denied: of('denied') };
}

export function holds(window: PolicyWindow): boolean {
  return window === 'open' || window === 'running';
}

const index = fc.nat(60);
/** Small numbers often, so that what is picked twice is often the same, and roles meet in one module. */
const near = fc.oneof({ weight: 3, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: index });
const window = fc
  .nat(11)
  .map((n): PolicyWindow => (n < 9 ? 'open' : n === 9 ? 'running' : n === 10 ? 'ended' : 'ahead'));
const state = fc
  .nat(8)
  .map(
    (n): MembershipState => (n < 6 ? 'active' : n === 6 ? 'invited' : n === 7 ? 'deactivated' : 'expired'),
  );
const timed = fc.record({ at: near, window });
const someTimed = fc.array(timed, { maxLength: 3 });
const given = fc.record({ scope: index, whom: index, window, roles: someTimed });

const plan = fc.record({
  scopes: fc.array(fc.record({ parent: index, kind: index }), { maxLength: 3 }),
  roles: fc.array(
    fc.record({
      home: index,
      permissions: fc.array(index, { maxLength: 2 }),
      pattern: fc.nat(5),
      includes: fc.array(near, { maxLength: 1 }),
    }),
    { maxLength: 2 },
  ),
  members: fc.array(fc.record({ state, window, roles: someTimed }), { minLength: 2, maxLength: 3 }),
  below: fc.array(fc.record({ entry: given, state, outside: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  doubled: fc.array(fc.record({ scope: index, whom: index, state }), { maxLength: 1 }),
  groups: fc.array(
    fc.record({
      home: index,
      window,
      members: fc.array(timed, { maxLength: 3 }),
      groups: fc.array(timed, { maxLength: 2 }),
      permissions: fc.array(index, { maxLength: 2 }),
      roles: someTimed,
    }),
    { maxLength: 3 },
  ),
  mentions: fc.array(given, { minLength: 1, maxLength: 3 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

/** Only what the platform's rules allow, so that every draw is a policy; numbers stand for things by remainder. */
export function anyPolicy(platform: PlatformDefinition): fc.Arbitrary<Policy> {
  return plan.map((drawn) => new Drafter(platform, drawn).policy());
}

function pick<T>(list: readonly T[], at: number): T | undefined {
  return list.length === 0 ? undefined : list[at % list.length];
}

/** Whether a window is free beside those taken; then it is taken. */
function takesTurn(window: PolicyWindow, taken: Set<PolicyWindow>): boolean {
  if (taken.has('open') || taken.has(window) || (window === 'open' && taken.size > 0)) return false;
  taken.add(window);
  return true;
}

/** The first of each key. */
function eachOnce<T>(list: readonly T[], key: (one: T) => string | null): readonly T[] {
  const seen = new Set<string | null>();
  return list.filter((one) => !seen.has(key(one)) && seen.add(key(one)));
}

class Drafter {
  readonly #platform: PlatformDefinition;
  readonly #plan: Plan;
  readonly #scopes: readonly PolicyScope[];
  readonly #roles: PolicyRole[] = [];

  constructor(platform: PlatformDefinition, drawn: Plan) {
    this.#platform = platform;
    this.#plan = drawn;
    this.#scopes = this.#drawScopes();
    for (const [at, role] of drawn.roles.entries()) this.#drawRole(at, role);
  }

  policy(): Policy {
    const members = this.#drawMembers();
    const below = this.#drawBelow(members);
    const groups = this.#drawGroups(members, below);
    const mentions = this.#drawMentions(groups);
    return {
      scopes: this.#scopes,
      roles: this.#roles,
      members,
      below,
      doubled: this.#drawDoubled(members),
      groups,
      mentions,
    };
  }

  #drawScopes(): readonly PolicyScope[] {
    const { root, scopeKinds } = this.#platform;
    const openness = this.#setting(
      scopeKinds.get(root),
      this.#plan.members.length + this.#plan.groups.length,
    );
    const scopes: PolicyScope[] = [
      { path: 'acme', kind: root, plural: '', name: 'acme', parent: null, settings: openness },
    ];
    for (const drawn of this.#plan.scopes) {
      const parent = drawn.parent % scopes.length;
      const above = scopes[parent];
      const kinds = [...scopeKinds.values()].filter(({ parents }) => parents.includes(above?.kind ?? ''));
      const kind = pick(kinds, drawn.kind);
      if (above === undefined || kind === undefined) continue;
      const [plural, name] = [kind.plural ?? '', `s${scopes.length}`];
      const settings = this.#setting(kind, drawn.kind + drawn.parent);
      scopes.push({
        path: `${above.path}/${plural}/${name}`,
        kind: kind.name,
        plural,
        name,
        parent,
        settings,
      });
    }
    return scopes;
  }

  /** Of settings by which access comes or goes on random platforms; those of real ones have rules of their own. */
  #setting(kind: ScopeKind | undefined, drawn: number): NonNullable<PolicyScope['settings']> {
    return [...(kind?.settings ?? [])].flatMap(([name, { values }]) => {
      const value = ['mode', 'openness', 'entry'].includes(name)
        ? pick([null, ...values.keys()], drawn)
        : null;
      return value === null || value === undefined ? [] : [[name, value] as const];
    });
  }

  #drawRole(at: number, drawn: Plan['roles'][number]): void {
    const { customRoles, permissions, roles } = this.#platform;
    const home = pick(
      this.#scopesWhere(({ name }) => customRoles?.at.includes(name) ?? false),
      drawn.home,
    );
    if (customRoles === null || home === undefined) return;
    const names = [...permissions.keys()];
    const own = drawn.permissions.flatMap((permission) => this.#named(names, permission));
    const pattern = drawn.pattern === 0 ? [`${pick(names, at)?.split(':')[0]}:*`] : [];
    const least = own.length + pattern.length < customRoles.minimumPermissions ? names.slice(0, 1) : [];
    const including = [...roles.values()].filter(({ none }) => !none).map(({ name }) => name);
    const visible = [...including, ...this.#visible(home).map(({ name }) => name)];
    this.#roles.push({
      name: `custom-${at}`,
      home,
      permissions: [...new Set([...own, ...pattern, ...least])],
      denies: customRoles.denies ? this.#denied(drawn.pattern, own, names) : [],
      includes: drawn.includes.flatMap((role) => pick(visible, role) ?? []),
    });
  }

  /** What the role gives itself, or another thing; for half of the roles nothing. */
  #denied(drawn: number, own: readonly string[], names: readonly string[]): readonly string[] {
    if (drawn < 3) return [];
    return drawn === 3 ? own.slice(0, 1) : this.#named(names, drawn + own.length);
  }

  /** For a text, where the permission has a parameter. */
  #named(names: readonly string[], drawn: number): readonly string[] {
    const name = pick(names, drawn);
    return name === undefined ? [] : [withText(this.#platform, name, drawn)];
  }

  #drawMembers(): readonly PolicyMember[] {
    return this.#plan.members.map(({ state: drawn, window: bounds, roles }, at) => ({
      key: this.#key(at),
      state: drawn,
      window: bounds,
      roles: this.#ofPeople(this.#rolesAt(0, roles), drawn),
    }));
  }

  /** People outside the organization where a scope can have members of its own; given something elsewhere. */
  #drawBelow(members: readonly PolicyMember[]): readonly PolicyEntry[] {
    const takesPeople = this.#scopesWhere(
      (kind) => kind.plural !== null && kind.principals.includes('member'),
    );
    const entries = this.#plan.below.flatMap(({ entry, state: drawn, outside }): PolicyEntry[] => {
      const scope = pick(takesPeople, entry.scope);
      if (scope === undefined) return [];
      const ofItsOwn = this.#kindOf(scope)?.members && outside;
      const member = pick(members, entry.whom);
      const key = ofItsOwn ? this.#key(7 + (entry.whom % 2)) : member?.key;
      const standing = ofItsOwn ? drawn : member?.state;
      if (key === undefined || standing === undefined) return [];
      const roles = this.#ofPeople(this.#rolesAt(scope, entry.roles), standing);
      return [{ scope, key, state: ofItsOwn ? drawn : null, window: entry.window, roles }];
    });
    return eachOnce(entries, ({ scope, key }) => `${scope} ${key}`);
  }

  #drawDoubled(members: readonly PolicyMember[]): Policy['doubled'] {
    const scopes = this.#scopesWhere((kind) => kind.plural !== null && kind.members);
    return this.#plan.doubled.flatMap(({ scope: at, whom, state: drawn }) => {
      const scope = pick(scopes, at);
      const key = pick(
        members.filter((member) => holds(member.window)),
        whom,
      )?.key;
      return scope === undefined || key === undefined ? [] : [{ scope, key, state: drawn }];
    });
  }

  #drawGroups(members: readonly PolicyMember[], below: readonly PolicyEntry[]): readonly PolicyGroup[] {
    const { groups: rules, permissions } = this.#platform;
    const homes = this.#scopesWhere(({ name }) => rules.homes.includes(name));
    const groups: PolicyGroup[] = [];
    const places = new Map<string, Set<PolicyWindow>>();
    for (const [at, drawn] of this.#plan.groups.entries()) {
      const home = pick(homes, drawn.home);
      if (home === undefined) continue;
      const inside = this.#whoMayBeIn(home, members, below);
      const nestable =
        rules.nesting === 'none' ? [] : groups.filter((child) => this.#isAtOrAbove(child.home, home));
      const carried = rules.carry.includes('permissions') ? [...permissions.keys()] : [];
      groups.push({
        name: `g${at}`,
        home,
        window: drawn.window,
        members: this.#places(this.#timed(drawn.members, inside), home, places),
        groups: this.#timed(
          drawn.groups,
          nestable.map(({ name }) => name),
        ),
        permissions: [
          ...new Set(drawn.permissions.flatMap((permission) => this.#named(carried, permission))),
        ],
        roles: rules.carry.includes('roles') ? this.#rolesAt(home, drawn.roles) : [],
        // Out of what is drawn already: a draw more would turn all that comes after it.
        deactivates: (drawn.home + drawn.members.length) % 4 === 0 ? this.#deactivating() : null,
      });
    }
    return groups;
  }

  /** Of a person's places no two at one instant, where they can be in one group at a time. */
  #places(drawn: readonly Timed[], home: number, places: Map<string, Set<PolicyWindow>>): readonly Timed[] {
    const { perMember } = this.#platform.groups;
    if (perMember === 'many') return drawn;
    return drawn.filter(({ name, window: bounds }) => {
      const key = perMember === 'one' ? name : `${home} ${name}`;
      const taken = places.get(key) ?? new Set();
      places.set(key, taken);
      return takesTurn(bounds, taken);
    });
  }

  #deactivating(): readonly [string, string] | null {
    for (const [name, { values }] of this.#platform.groups.settings) {
      for (const [value, { deactivates }] of values) if (deactivates) return [name, value];
    }
    return null;
  }

  #whoMayBeIn(
    home: number,
    members: readonly PolicyMember[],
    below: readonly PolicyEntry[],
  ): readonly string[] {
    const { members: rules, invariants } = this.#platform;
    const accepted = members.filter(
      (member) => rules.invitedInGroups || member.state === 'active' || member.state === 'deactivated',
    );
    if (!invariants.some(({ rule }) => rule === 'group-members-are-attached'))
      return accepted.map(({ key }) => key);
    const attached = new Set(
      below.filter(({ scope, window: bounds }) => scope === home && holds(bounds)).map(({ key }) => key),
    );
    return accepted
      .filter((member) => holds(member.window) && attached.has(member.key))
      .map(({ key }) => key);
  }

  #drawMentions(groups: readonly PolicyGroup[]): readonly PolicyMention[] {
    const { carry } = this.#platform.groups;
    const mentions = this.#plan.mentions.flatMap((drawn): PolicyMention[] => {
      const group = pick(groups, drawn.whom);
      if (group === undefined) return [];
      const scopes = this.#scopesWhere(({ principals }) => principals.includes('group')).filter(
        (scope) => scope !== group.home && this.#isAtOrAbove(group.home, scope),
      );
      const scope = pick(scopes, drawn.scope);
      if (scope === undefined) return [];
      const roles = carry.includes('roles') ? this.#rolesAt(scope, drawn.roles) : [];
      if (roles.length === 0 && !carry.includes('attachments')) return [];
      return [{ scope, group: group.name, window: drawn.window, roles }];
    });
    return eachOnce(mentions, ({ scope, group }) => `${scope} ${group}`);
  }

  #rolesAt(scope: number, drawn: readonly { at: number; window: PolicyWindow }[]): readonly Timed[] {
    const { roles, customRoles } = this.#platform;
    const kind = this.#scopes[scope]?.kind ?? '';
    const predefined = [...roles.values()].filter(
      (role) => role.assignable && role.assignableAt.includes(kind),
    );
    const custom = customRoles?.at.includes(kind) ? this.#visible(scope) : [];
    const given = this.#timed(
      drawn,
      [...predefined, ...custom].map(({ name }) => name),
    );
    // A None beside access to everything is refused.
    const bypass = given.some(({ name }) => roles.get(name)?.bypass === true);
    const fitting = bypass ? given.filter(({ name }) => roles.get(name)?.none !== true) : given;
    if (this.#platform.assignments.rolesPerPrincipal === 'many') return fitting;
    const taken = new Set<PolicyWindow>();
    return fitting.filter(({ window: bounds }) => takesTurn(bounds, taken));
  }

  /** What one person may hold at once, and before the invitation is accepted. */
  #ofPeople(roles: readonly Timed[], standing: MembershipState): readonly Timed[] {
    const { members, roles: predefined } = this.#platform;
    const accepted = standing === 'active' || standing === 'deactivated';
    const allowed = roles.filter(({ name }) => accepted || predefined.get(name)?.byInvitation !== false);
    switch (members.roles) {
      case 'many':
        return allowed;
      case 'exactly-one':
        return allowed.slice(0, 1);
      case 'one-per-module':
        return eachOnce(allowed, ({ name }) => predefined.get(name)?.module ?? null);
    }
  }

  #timed(drawn: readonly { at: number; window: PolicyWindow }[], names: readonly string[]): readonly Timed[] {
    const timedNames = drawn.flatMap(({ at, window: bounds }): Timed[] => {
      const name = pick(names, at);
      return name === undefined ? [] : [{ name, window: bounds }];
    });
    return eachOnce(timedNames, ({ name }) => name);
  }

  #scopesWhere(test: (kind: ScopeKind) => boolean): readonly number[] {
    return this.#scopes.flatMap((_, at) => {
      const kind = this.#kindOf(at);
      return kind !== undefined && test(kind) ? [at] : [];
    });
  }

  #kindOf(scope: number): ScopeKind | undefined {
    return this.#platform.scopeKinds.get(this.#scopes[scope]?.kind ?? '');
  }

  #visible(scope: number): readonly PolicyRole[] {
    return this.#roles.filter(({ home }) => this.#isAtOrAbove(home, scope));
  }

  #isAtOrAbove(above: number, scope: number | null): boolean {
    if (scope === null) return false;
    return above === scope || this.#isAtOrAbove(above, this.#scopes[scope]?.parent ?? null);
  }

  #key(at: number): string {
    const name = pick(['ada', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus', 'oda', 'ole'], at) ?? '';
    return this.#platform.members.key === 'email' ? `${name}@acme.com` : name;
  }
}
