import type { PlatformDefinition, PredefinedRole } from '../platform/platform-definition.ts';
import type { WrittenCustomRole } from '../policy/document-types.ts';
import type { RoleKey } from '../resource/identifiers.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import type { BoundScope } from './bind-scopes.ts';
import type { Binding } from './binding.ts';

export interface CustomRole {
  readonly name: RoleKey;
  readonly home: BoundScope;
  readonly written: WrittenCustomRole;
}

/** A role that a name stands for: exactly one of the two is there. */
export type KnownRole =
  | { readonly name: RoleKey; readonly predefined: PredefinedRole; readonly custom: null }
  | { readonly name: RoleKey; readonly predefined: null; readonly custom: CustomRole };

/** All roles an organization can name: the platform's own, and custom ones at their home and below. */
export class RoleTable {
  readonly #platform: PlatformDefinition;
  readonly #declared: ReadonlyMap<RoleKey, CustomRole>;
  readonly #absent: ReadonlyMap<RoleKey, Origin>;
  readonly #known = new Map<RoleKey, KnownRole>();

  constructor(
    platform: PlatformDefinition,
    declared: ReadonlyMap<RoleKey, CustomRole>,
    absent: ReadonlyMap<RoleKey, Origin>,
  ) {
    this.#platform = platform;
    this.#declared = declared;
    this.#absent = absent;
    for (const custom of declared.values())
      this.#known.set(custom.name, { name: custom.name, predefined: null, custom });
    // The platform's own come first.
    for (const predefined of platform.roles.values())
      this.#known.set(predefined.name, { name: predefined.name, predefined, custom: null });
  }

  /** The role of that name as seen from a scope. Reports `unknown-role`. */
  find(name: string, scope: BoundScope, origin: Origin, binding: Binding): KnownRole | null {
    const known = this.#known.get(name);
    if (known !== undefined && (known.custom === null || isVisible(known.custom, scope))) return known;
    const custom = this.#declared.get(name);
    this.#reportUnknown(name, scope, origin, binding, custom ?? null);
    return null;
  }

  /** The names that can be assigned in a scope: in the platform's order, then custom ones as declared. */
  assignableAt(scope: BoundScope): readonly RoleKey[] {
    const names: RoleKey[] = [];
    for (const role of this.#platform.roles.values()) {
      if (role.assignable && role.assignableAt.includes(scope.kind.name)) names.push(role.name);
    }
    for (const custom of this.#declared.values()) if (isVisible(custom, scope)) names.push(custom.name);
    return names;
  }

  /** The word is no slip: somebody means the absence of a role, which is written differently or not at all. */
  #reportNone(origin: Origin, binding: Binding): void {
    const { title, members } = binding.platform;
    const [module] = [...binding.platform.roles.values()]
      .filter((role) => role.none)
      .map((role) => role.module)
      .filter((name) => name !== null);
    const byDefault =
      members.defaultRole === null ? '' : `; a person without a role is ${members.defaultRole}`;
    const message =
      module === undefined
        ? `${title} has no None: there is no role that means having no role.`
        : `On ${title} None belongs to one module, not to everything.`;
    binding.report('unknown-role', message, origin, {
      hint:
        module === undefined
          ? `Leave the role out${byDefault}.`
          : `Write { ${module}: none }, or leave it out.`,
    });
  }

  #reportUnknown(
    name: string,
    scope: BoundScope,
    origin: Origin,
    binding: Binding,
    elsewhere: CustomRole | null,
  ): void {
    const absent = this.#absent.get(name);
    if (absent !== undefined) {
      binding.report('unknown-role', `The role ${name} is marked absent: true.`, origin, {
        related: [{ message: 'ruled out here', origin: absent }],
        hint: 'Remove `absent: true` from the role, or do not use it.',
      });
    } else if (elsewhere !== null) {
      const home = elsewhere.home.path;
      binding.report(
        'unknown-role',
        `The role ${name} is declared in ${home}, not for ${scope.path}.`,
        origin,
        {
          related: [{ message: 'declared here', origin: elsewhere.written.origin }],
          hint: `A role can be used where it is declared and below; declare it in a scope above ${scope.path}.`,
        },
      );
    } else if (name.toLowerCase() === 'none') {
      this.#reportNone(origin, binding);
    } else {
      const names = [...this.#platform.roles.keys(), ...this.#declared.keys()];
      binding.report('unknown-role', `No role is called ${quote(name)}.`, origin, {
        hint: binding.suggest(name, names, 'Declare the role, or use one of those the platform has.'),
      });
    }
  }
}

function isVisible(role: CustomRole, from: BoundScope): boolean {
  for (let scope: BoundScope | null = from; scope !== null; scope = scope.parent)
    if (scope === role.home) return true;
  return false;
}
