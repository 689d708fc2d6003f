import type { Database } from '../store/database.ts';
import type { AccessRules, RoleReach } from './access-rules.ts';

/** What one role comes to when it is held: its own and all that it includes. */
export interface EffectiveRole {
  readonly permissions: ReadonlySet<string>;
  /** What it takes away, as written out; not yet what goes with it. */
  readonly denies: ReadonlySet<string>;
  readonly bypass: boolean;
  readonly ungated: boolean;
  readonly reach: RoleReach;
  /** The modules it speaks for, where a role overrides what comes from above; null is the part without a module. */
  readonly modules: ReadonlySet<string | null>;
}

interface StoredRole {
  readonly id: string;
  readonly slug: string;
  readonly predefined: 0 | 1;
  /** JSON. */
  readonly permissions: string;
  readonly denies: string | null;
  /** JSON: ids. */
  readonly includes: string;
}

const ROLES = `SELECT id, slug, predefined, permissions, denies,
  (SELECT json_group_array(included_id) FROM role_includes WHERE role_id = roles.id) AS includes
  FROM roles WHERE org_id = ?`;

const SETTINGS = 'SELECT settings FROM scopes WHERE org_id = ? AND parent_id IS NULL';

/** The roles of an organization; each is worked out when it is first asked for. */
export class EffectiveRoles {
  readonly #rules: AccessRules;
  readonly #byId: ReadonlyMap<string, StoredRole>;
  readonly #idOf: ReadonlyMap<string, string>;
  /** Of the organization. */
  readonly #settings: Readonly<Record<string, string>>;
  readonly #held = new Map<string, EffectiveRole | null>();

  constructor(database: Database, organizationId: string, rules: AccessRules) {
    const stored = database.all<StoredRole>(ROLES, organizationId);
    const root = database.one<{ settings: string }>(SETTINGS, organizationId);
    this.#settings = root === undefined ? {} : (JSON.parse(root.settings) as Record<string, string>);
    this.#rules = rules;
    this.#byId = new Map(stored.map((role) => [role.id, role]));
    this.#idOf = new Map(stored.map((role) => [role.slug, role.id]));
  }

  /** Null for None, which is the absence of a role. */
  held(id: string): EffectiveRole | null {
    let held = this.#held.get(id);
    if (held === undefined) {
      held = this.#workOut(id);
      this.#held.set(id, held);
    }
    return held;
  }

  /** What every active member holds; null where the platform has no such role. */
  byDefault(): EffectiveRole | null {
    const { defaultRole } = this.#rules;
    const id = defaultRole ? this.#idOf.get(defaultRole) : undefined;
    return id === undefined ? null : this.held(id);
  }

  #workOut(id: string): EffectiveRole | null {
    const role = this.#byId.get(id);
    const rules = this.#rulesOf(role);
    if (role === undefined || rules?.none) return null;
    const patterns: string[] = [];
    const denied: string[] = [];
    let bypass = false;
    let ungated = false;
    // Each included role once, so that a ring of them, which the API refuses, would end all the same.
    const walked = new Set([id]);
    for (const next of walked) {
      const one = this.#byId.get(next);
      const said = this.#rulesOf(one);
      if (one === undefined || said?.none) continue;
      patterns.push(...(JSON.parse(one.permissions) as string[]));
      if (one.denies !== null) denied.push(...(JSON.parse(one.denies) as string[]));
      bypass ||= said?.bypass === true;
      ungated ||= said?.ungated === true;
      for (const included of JSON.parse(one.includes) as string[]) walked.add(included);
      for (const included of this.#bySetting(one)) walked.add(included);
    }
    const permissions = this.#rules.granted(patterns);
    const denies = this.#rules.taken(denied);
    const roleReach = rules?.reach ?? this.#rules.customReach;
    return {
      permissions,
      denies,
      bypass,
      ungated,
      reach: roleReach,
      modules: this.#modules(rules?.module ?? null, permissions, denies),
    };
  }

  /** What the platform's own roles hold besides, by what the organization is set to. */
  #bySetting(role: StoredRole): readonly string[] {
    const settings = role.predefined === 1 ? this.#rules.settings.get(role.slug) : undefined;
    if (settings === undefined) return [];
    const slugs = settings.flatMap(({ name, unwritten, includes }) => {
      const held = includes.get(this.#settings[name] ?? unwritten);
      return held === undefined ? [] : held;
    });
    return slugs.map((slug) => this.#idOf.get(slug)).filter((id) => id !== undefined);
  }

  /** A role of a module speaks for that one alone; any other for the modules in which it allows something. */
  #modules(
    own: string | null,
    permissions: ReadonlySet<string>,
    denies: ReadonlySet<string>,
  ): ReadonlySet<string | null> {
    if (own !== null) return new Set([own]);
    const touched = new Set([...permissions].map((permission) => this.#rules.moduleOf(permission)));
    // One that only takes away speaks for nothing.
    return touched.size > 0 || denies.size > 0 ? touched : new Set([null]);
  }

  /** A custom role is what it holds and nothing else, even if the platform comes to have a role of its name. */
  #rulesOf(role: StoredRole | undefined) {
    return role?.predefined === 1 ? this.#rules.roles.get(role.slug) : undefined;
  }
}
