import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { type Fact, read } from './fact.ts';
import type { Truth } from './truth.ts';
import { isOpenGroup, type Written } from './written.ts';

/**
 * The facts after a whole apply, by what the access model says of authority and without a line of Bylaw's: what is
 * written as it is written; of the rest what the documents neither own nor rule out, as far as it still has something to
 * hang on.
 */
export function factsAfter(
  before: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
  written: Written,
  platform: PlatformDefinition,
): ReadonlySet<string> {
  const rules = new Rules(written, platform);
  const kept = [...before].filter((text) => wanted.has(text) || rules.isKept(read(text)));
  return hanging(new Set([...wanted, ...kept]), before, platform);
}

class Rules {
  readonly #written: Written;
  readonly #platform: PlatformDefinition;
  /** `WHO at SCOPE` of every entry, whatever its window: of whom something is said there. */
  readonly #spoken = new Set<string>();
  /** Members who are said not to be, or no longer, or not yet. */
  readonly #out = new Set<string>();
  readonly #roles: ReadonlySet<string>;
  readonly #groups: ReadonlyMap<string, Truth['groups'][number]>;
  readonly #absentGroups: ReadonlySet<string>;

  constructor(written: Written, platform: PlatformDefinition) {
    this.#written = written;
    this.#platform = platform;
    const { truth, absent } = written;
    const path = (at: number) => livePath(truth, at);
    const full = (group: string) => {
      const home = truth.groups.find(({ name }) => name === group)?.home ?? 0;
      return `${path(home)}/${group}`;
    };
    this.#roles = new Set(truth.roles.map(({ name }) => name));
    this.#groups = new Map(truth.groups.map((group) => [full(group.name), group]));
    for (const { key } of truth.members) this.#person(path(0), key, true);
    for (const { scope, key, state } of truth.below) this.#person(path(scope), key, state !== null);
    for (const { name, home } of truth.groups) this.#spoken.add(`group ${full(name)} at ${path(home)}`);
    for (const { scope, group } of truth.mentions) this.#spoken.add(`group ${full(group)} at ${path(scope)}`);
    const gone = absent.filter(({ what }) => what === 'group');
    const pathOf = (scope: string) => path(truth.scopes.findIndex((one) => one.path === scope));
    this.#absentGroups = new Set(gone.map(({ scope, name }) => `${pathOf(scope)}/${name}`));
    for (const { what, scope, name } of absent)
      if (what === 'person') this.#person(pathOf(scope), name, true);
  }

  #person(scope: string, key: string, isMembership: boolean): void {
    this.#spoken.add(`${key} at ${scope}`);
    if (isMembership) this.#out.add(`${key} of ${scope}`);
  }

  /** Of a fact that is live and not wanted. */
  isKept(fact: Fact): boolean {
    const { authority } = this.#written;
    switch (fact.of) {
      case 'scope':
        return authority.scopes === 'declared';
      case 'role':
        return authority.roles === 'declared' && !this.#roles.has(fact.role);
      case 'member':
        // Whoever is written and is not wanted today has an end, a beginning, or is absent.
        return authority.members === 'declared' && !this.#out.has(`${fact.key} of ${fact.scope}`);
      case 'state':
        return authority.members === 'declared';
      case 'group':
        return (
          authority.groups === 'declared' &&
          !this.#absentGroups.has(fact.group) &&
          !(fact.lists && this.#isListed(fact))
        );
      case 'given':
        return authority.assignments === 'declared' && !this.#spoken.has(`${fact.whom} at ${fact.scope}`);
    }
  }

  /** Whether what a group has of something is written, and so is all it has of it. */
  #isListed({ group: name, lists }: Extract<Fact, { of: 'group' }>): boolean {
    const group = this.#groups.get(name);
    if (group === undefined) return false;
    switch (lists) {
      case 'people':
        return !isOpenGroup(group, this.#written, this.#platform);
      case 'groups':
        return group.groups.length > 0;
      case 'permissions':
        return group.permissions.length > 0;
      case null:
        return false;
    }
  }
}

/** As the facts name a scope. */
function livePath(truth: Truth, at: number): string {
  const scope = truth.scopes[at];
  if (scope === undefined) throw new Error(`no scope ${at}`);
  return scope.parent === null ? scope.name : `${livePath(truth, scope.parent)}/${scope.kind}:${scope.name}`;
}

/** Without what has nothing to hang on any more; a role that something still names stays. */
function hanging(
  facts: ReadonlySet<string>,
  before: ReadonlySet<string>,
  platform: PlatformDefinition,
): ReadonlySet<string> {
  const attaches = platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
  const left = new Set(facts);
  const isMember = (key: string, scope: string): boolean =>
    [...left].some((text) => {
      const fact = read(text);
      return (
        fact.of === 'member' &&
        fact.key === key &&
        (scope === fact.scope || scope.startsWith(`${fact.scope}/`))
      );
    });
  const hangs = (fact: Fact): boolean => {
    const { scope } = fact;
    if (scope !== null && !left.has(`scope ${scope}`)) return false;
    switch (fact.of) {
      case 'scope':
      case 'role':
      case 'member':
        return true;
      case 'state':
        return isMember(fact.key, fact.scope);
      case 'group': {
        const { group, home, member, child } = fact;
        if (!left.has(`group ${group} of ${home}`) || !left.has(`scope ${home}`)) return false;
        if (child !== null) return [...left].some((text) => text.startsWith(`group ${child} of `));
        if (member === null) return true;
        return isMember(member, home) && (!attaches || home === 'acme' || left.has(`${member} at ${home}`));
      }
      case 'given':
        return fact.whom.startsWith('group ')
          ? [...left].some((text) => text.startsWith(`${fact.whom} of `))
          : isMember(fact.whom, fact.scope);
    }
  };
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const text of [...left]) if (!hangs(read(text))) left.delete(text);
  }
  const named = (role: string): boolean =>
    [...left].some((text) => text.endsWith(` is ${role}`) || text.endsWith(` includes ${role}`));
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const text of before) {
      const fact = read(text);
      if (fact.of === 'role' && !left.has(`role ${fact.role}`) && named(fact.role))
        for (const own of before) {
          const other = read(own);
          if (other.of === 'role' && other.role === fact.role) left.add(own);
        }
    }
  }
  return left;
}
