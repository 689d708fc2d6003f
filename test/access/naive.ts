import type { PlatformDefinition, Reach } from '../../src/platform/platform-definition.ts';
import type { AssignmentResource, GroupResource, Resource } from '../../src/resource/resource.ts';

/**
 * Effective access straight from the formula in docs/access-model.md: plain sets, computed anew for every question.
 * It shares no code with src/access and nothing but types with the rest, so that one misreading cannot hide in both.
 */
export function naiveAccess(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  /** Another version, whose texts are asked about as well. */
  beside: readonly Resource[] = [],
) {
  const scopes = resources.filter((r) => r.type === 'scope').map((r) => r.attributes);
  const members = resources.filter((r) => r.type === 'member').map((r) => r.attributes);
  const groups = resources.filter((r): r is GroupResource => r.type === 'group').map((r) => r.attributes);
  const assignments = resources
    .filter((r): r is AssignmentResource => r.type === 'assignment')
    .map((r) => r.attributes);
  const customRoles = resources.filter((r) => r.type === 'role').map((r) => r.attributes);

  const parent = (s: string): string | null => scopes.find((scope) => scope.path === s)?.parent ?? null;
  const kind = (s: string) => platform.scopeKinds.get(scopes.find((scope) => scope.path === s)?.kind ?? '');
  const aboveOrAt = (s: string | null): string[] => (s === null ? [] : [s, ...aboveOrAt(parent(s))]);
  const general = (p: string): string => p.split('!')[0] ?? '';
  const textOf = (p: string): string => p.slice(general(p).length + 1);
  const moduleOf = (p: string): string => platform.permissions.get(general(p))?.module ?? '';
  const parameterOf = (p: string) => platform.permissions.get(p)?.parameter ?? null;
  /** Of a permission for a text what it brings along for the same text, or for none. */
  const besides = (p: string): string[] =>
    (platform.permissions.get(general(p))?.implies ?? []).map((i) =>
      parameterOf(i) === null ? i : `${i}!${textOf(p)}`,
    );
  const written = [...resources, ...beside]
    .flatMap((r) => {
      if (r.type === 'role') return [...r.attributes.permissions.keys(), ...r.attributes.denies.keys()];
      return r.type === 'group' ? [...r.attributes.permissions.keys()] : [];
    })
    .filter((p) => textOf(p) !== '' && parameterOf(general(p)) !== null);
  const texts = [
    ...new Set([...written, ...written.flatMap(besides).filter((p) => textOf(p) !== '')]),
  ].sort();
  const all = [...platform.permissions.keys(), ...texts];

  /** What a permission covers: without a text all texts of it, with one those that begin so, where the platform says that. */
  const covered = (p: string): string[] =>
    texts.filter((other) => {
      if (general(other) !== general(p)) return false;
      const begins = parameterOf(general(p))?.covers === 'prefix' && textOf(other).startsWith(textOf(p));
      return textOf(p) === '' || other === p || begins;
    });
  const brought = (p: string): string[] =>
    textOf(p) === '' ? [...(platform.permissions.get(p)?.implies ?? [])] : besides(p);
  const close = (given: Iterable<string>): Set<string> => {
    const closed = new Set([...given].filter((permission) => all.includes(permission)));
    for (const p of closed) for (const one of [...brought(p), ...covered(p)]) closed.add(one);
    return closed;
  };
  /** A permission and what it implies, without the texts that it or they only cover: it goes when one of these is denied. */
  const needs = (p: string): Set<string> => {
    const found = new Set([p]);
    for (const one of found) for (const next of brought(one)) found.add(next);
    return found;
  };
  const expand = (patterns: Iterable<string>): string[] =>
    [...patterns].flatMap((pattern) =>
      all.filter((p) =>
        !pattern.includes('!') && pattern.endsWith('*') ? p.startsWith(pattern.slice(0, -1)) : p === pattern,
      ),
    );

  /** γ(m): the member, and every group that contains him, by going round until nothing is added. */
  const gamma = (m: string): Set<string> => {
    const found = new Set<string>();
    for (let changed = true; changed; ) {
      changed = false;
      for (const group of groups) {
        const path = `${group.home}/${group.name}`;
        const inside = group.members.has(m) || [...group.groups.keys()].some((child) => found.has(child));
        if (inside && !found.has(path)) {
          found.add(path);
          changed = true;
        }
      }
    }
    return found;
  };

  /** What a role includes by what the organization is set to. */
  const bySettings = (role: string): string[] => {
    const settings = platform.scopeKinds.get(platform.root)?.settings ?? new Map();
    const told = [...(scopes.find((scope) => scope.parent === null)?.settings.keys() ?? [])];
    return [...settings].flatMap(([name, setting]) => {
      if (setting.extends !== role) return [];
      const value = told.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
      return [...(setting.values.get(value ?? setting.unwritten)?.includes ?? [])];
    });
  };

  /** How a scope combines: as what it is set to says, or its kind. */
  const inherits = (s: string): string | undefined => {
    const told = [...(scopes.find((scope) => scope.path === s)?.settings.keys() ?? [])];
    for (const [name, setting] of kind(s)?.settings ?? []) {
      const value = told.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
      const said = setting.values.get(value ?? setting.unwritten)?.inherits ?? null;
      if (said !== null) return said;
    }
    return kind(s)?.inherits;
  };

  /** Whether the scope, or one above it, is set so that nobody can do anything there. */
  const isClosed = (s: string): boolean =>
    aboveOrAt(s).some((at) =>
      [...(kind(at)?.settings ?? [])].some(([name, { values }]) =>
        [...values].some(
          ([value, { closes }]) =>
            closes && scopes.find((scope) => scope.path === at)?.settings.has(`${name}=${value}`) === true,
        ),
      ),
    );

  interface Held {
    gives: Set<string>;
    takes: Set<string>;
    names: Set<string>;
    reach: Reach;
    bypass: boolean;
    ungated: boolean;
    /** Held below the scope alone, whatever else the role says. */
    below: boolean;
  }

  const held = (assigned: string): Held | null => {
    const gives = new Set<string>();
    const takes = new Set<string>();
    let bypass = false;
    let ungated = false;
    const visit = (role: string, seen: readonly string[]): void => {
      if (seen.includes(role)) return;
      const predefined = platform.roles.get(role);
      const custom = customRoles.find((candidate) => candidate.name === role);
      if (predefined?.none) return;
      bypass ||= predefined?.bypass ?? false;
      ungated ||= predefined?.ungated ?? false;
      const listed = predefined?.permissions ?? custom?.permissions.keys() ?? [];
      for (const permission of close(expand(listed))) gives.add(permission);
      for (const permission of expand(predefined?.denies ?? custom?.denies.keys() ?? []))
        for (const one of [permission, ...covered(permission)]) takes.add(one);
      for (const included of predefined?.includes ?? custom?.includes.keys() ?? []) {
        visit(included, [...seen, role]);
      }
      if (predefined !== undefined) for (const one of bySettings(role)) visit(one, [...seen, role]);
    };
    visit(assigned, []);
    const predefined = platform.roles.get(assigned);
    if (predefined === undefined && !customRoles.some((role) => role.name === assigned)) return null;
    if (predefined?.none) return null;
    const names = new Set(predefined?.module ? [predefined.module] : [...gives].map(moduleOf));
    if (names.size === 0 && takes.size === 0) names.add('');
    return {
      gives,
      takes,
      names,
      reach: predefined?.reach ?? platform.customRoles?.reach ?? 'both',
      bypass,
      ungated,
      below: false,
    };
  };

  const isDeactivated = (m: string): boolean => {
    const around = gamma(m);
    return groups.some(
      (group) =>
        around.has(`${group.home}/${group.name}`) &&
        [...platform.groups.settings].some(([name, { values }]) =>
          [...values].some(
            ([value, { deactivates }]) => deactivates && group.settings.has(`${name}=${value}`),
          ),
        ),
    );
  };
  const activeMember = (m: string, s: string): boolean =>
    !isDeactivated(m) &&
    members.some(
      (membership) => membership.member === m && membership.scope === s && membership.state === 'active',
    );
  const active = (m: string, s: string): boolean => aboveOrAt(s).some((scope) => activeMember(m, scope));

  const assignmentsAt = (m: string, s: string) => {
    const around = gamma(m);
    return assignments.filter(
      ({ scope, principal }) =>
        scope === s && (principal.type === 'member' ? principal.member === m : around.has(principal.group)),
    );
  };
  const assignedRoles = (m: string, s: string): Held[] =>
    assignmentsAt(m, s).flatMap(({ roles, below }) => [
      ...[...roles.keys()].flatMap((role) => held(role) ?? []),
      ...[...below.keys()].flatMap((role) => {
        const one = held(role);
        return one === null ? [] : { ...one, reach: 'below' as const, below: true };
      }),
    ]);
  const defaultRole = (m: string, s: string): Held[] => {
    const { defaultRole: role } = platform.members;
    const own = assignments.some(
      ({ scope, principal, roles }) =>
        scope === s && principal.type === 'member' && principal.member === m && roles.size > 0,
    );
    return role === null || own || !activeMember(m, s) ? [] : [held(role) ?? []].flat();
  };
  const holdsAt = (m: string, s: string): Held[] =>
    active(m, s) ? [...assignedRoles(m, s), ...defaultRole(m, s)] : [];

  const isAttached = (m: string, s: string): boolean =>
    assignmentsAt(m, s).some(
      ({ roles, below, denied }) => roles.size > 0 || (below.size === 0 && denied.size === 0),
    );
  const bypasses = (m: string, s: string): boolean =>
    aboveOrAt(s).some((scope) =>
      holdsAt(m, scope).some((role) => role.bypass && !(role.below && scope === s)),
    );
  /** Whether what is given on a scope with a reach holds on the one asked about, whatever the kinds between. */
  const arrives = (reach: Reach, from: string, to: string): boolean => {
    if (reach === 'everywhere') return true;
    if (from === to) return reach !== 'below';
    return reach !== 'self' && kind(from)?.flowDown !== false;
  };
  /** What is given to somebody whatever kinds lie between. */
  const everywhere = (m: string, s: string): string[] =>
    aboveOrAt(s)
      .flatMap((scope) => holdsAt(m, scope))
      .flatMap((role) => (role.reach === 'everywhere' ? [...role.gives] : []));
  /** What is taken from somebody on a scope, before all that would imply it. */
  const taken = (m: string, s: string): Set<string> =>
    new Set(
      aboveOrAt(s)
        .filter((scope) => active(m, scope))
        .flatMap((scope) => [
          ...holdsAt(m, scope)
            .filter(({ reach }) => arrives(reach, scope, s))
            .flatMap(({ takes }) => [...takes]),
          ...assignmentsAt(m, scope)
            .flatMap(({ denied }) => [...denied.keys()])
            .flatMap((role) => held(role) ?? [])
            .flatMap(({ gives, bypass, reach }) => {
              if (bypass) return [...all];
              return arrives(reach, scope, s) ? [...gives] : [];
            }),
        ]),
    );
  /** Grants first, then denies. */
  const left = (m: string, s: string): Set<string> => {
    if (isClosed(s)) return new Set();
    const granted = new Set([...effective(m, s, false), ...everywhere(m, s)]);
    if (platform.denies === null || (bypasses(m, s) && !platform.denies.overBypass)) return granted;
    const gone = taken(m, s);
    return new Set([...granted].filter((one) => ![...needs(one)].some((needed) => gone.has(needed))));
  };

  /** E(m, s), or with `flowing` the part of it that reaches the scopes below. */
  const effective = (m: string, s: string, flowing: boolean): Set<string> => {
    if (!active(m, s)) return new Set();
    if (bypasses(m, s)) return new Set(all);
    const stays = flowing && kind(s)?.flowDown === false;
    const reaches = (role: Held): boolean =>
      !stays &&
      (role.reach === 'both' || role.reach === 'everywhere' || role.reach === (flowing ? 'below' : 'self'));
    const around = gamma(m);
    const attached = isAttached(m, s);
    const given = new Set([
      ...holdsAt(m, s)
        .filter(reaches)
        .flatMap((role) => [...role.gives]),
      ...groups
        .filter((group) => !stays && group.home === s && around.has(`${group.home}/${group.name}`))
        .flatMap((group) => [...close(group.permissions.keys())]),
      ...(attached && !stays ? close(expand(kind(s)?.attached ?? [])) : []),
    ]);
    const above = parent(s);
    const inherited = above === null ? new Set<string>() : effective(m, above, true);
    const union = new Set([...given, ...inherited]);
    switch (inherits(s)) {
      case 'isolated':
        return given;
      case 'gated': {
        const ungated = aboveOrAt(above).some((scope) => holdsAt(m, scope).some((role) => role.ungated));
        const open = kind(s)?.whenNoGroups === 'open' && groups.length === 0;
        return attached || ungated || open ? union : given;
      }
      case 'override': {
        const named = new Set(
          assignedRoles(m, s)
            .filter(reaches)
            .flatMap((role) => [...role.names]),
        );
        return new Set([
          ...given,
          ...[...inherited].filter((permission) => !named.has(moduleOf(permission))),
        ]);
      }
      default:
        return union;
    }
  };

  return {
    /** By a group of γ(m). */
    isDeactivated,
    /** What would hold if nothing were taken away. */
    granted: (m: string, s: string): ReadonlySet<string> =>
      new Set(isClosed(s) ? [] : [...effective(m, s, false), ...everywhere(m, s)]),
    permissions: (m: string, s: string): string[] => {
      const found = left(m, s);
      return all.filter((permission) => found.has(permission));
    },
  };
}
