import type { ModuleName } from '../platform/platform-definition.ts';
import type { WrittenRole } from '../policy/document-types.ts';
import type { RoleKey } from '../resource/identifiers.ts';
import { type Entries, NO_ENTRIES } from '../resource/resource.ts';
import { nearestFirst } from '../source/did-you-mean.ts';
import type { Origin } from '../source/origin.ts';
import { escapeText, quote } from '../source/quote.ts';
import type { BoundScope } from './bind-scopes.ts';
import type { Binding } from './binding.ts';
import type { KnownRole, RoleTable } from './role-table.ts';
import { ALWAYS, type BoundWindow, bindWindow, isUnwritten } from './windows.ts';

export interface AssignedRole {
  /** Null when the name stands for no role: it still counts as one written. */
  readonly role: KnownRole | null;
  readonly origin: Origin;
  readonly window: BoundWindow;
}

/** One empty list for all entries that have none: there are many. */
const NO_ROLES: readonly AssignedRole[] = [];

/**
 * Roles written on one entry, bound as seen from its scope. Reports `unknown-role`, `unknown-module`,
 * `role-not-assignable`, `role-cardinality` for a None beside all access, `duplicate-declaration`, and what is due of
 * their windows.
 */
export function bindAssignedRoles(
  written: readonly WrittenRole[],
  scope: BoundScope,
  holder: string,
  book: RoleTable,
  binding: Binding,
): readonly AssignedRole[] {
  if (written.length === 0) return NO_ROLES;
  // Most have a single role, which is not written twice.
  const seen = written.length === 1 ? null : new Map<RoleKey, Origin>();
  const [only] = written;
  const bound =
    seen === null && only !== undefined
      ? [bindRole(only, null, scope, holder, book, binding)]
      : written.map((entry) => bindRole(entry, seen, scope, holder, book, binding));
  checkNone(bound, holder, binding);
  return bound;
}

function bindRole(
  entry: WrittenRole,
  seen: Map<RoleKey, Origin> | null,
  scope: BoundScope,
  holder: string,
  book: RoleTable,
  binding: Binding,
): AssignedRole {
  const { origin } = entry;
  const window = isUnwritten(entry.window) ? ALWAYS : bindWrittenWindow(entry, scope, holder, binding);
  const role = lookUp(entry, scope, book, binding);
  if (role === null) return { role, origin, window };
  checkAssignable(role, scope, origin, book, binding);
  const first = seen?.get(role.name);
  if (first !== undefined) {
    binding.report('duplicate-declaration', `${role.name} is written twice for ${holder}.`, origin, {
      related: [{ message: 'first written here', origin: first }],
    });
  }
  seen?.set(role.name, origin);
  return { role, origin, window };
}

function bindWrittenWindow(
  { role, window, origin }: WrittenRole,
  { path }: BoundScope,
  holder: string,
  binding: Binding,
): BoundWindow {
  return bindWindow(window, () => `${escapeText(role)} for ${holder} on ${path}`, origin, binding);
}

/** The roles that hold at the instant. */
export function activeRoles(roles: readonly AssignedRole[]): Entries {
  if (roles.length === 0) return NO_ENTRIES;
  const active = new Map<RoleKey, Origin>();
  for (const { role, origin, window } of roles) {
    if (role !== null && window.lapse === null) active.set(role.name, origin);
  }
  return active;
}

/**
 * Under a module a role may be written by its short name: `{ build: operator }` is the role `operator` of module
 * `build`, or else `build-operator`, because names of roles are unique on a platform and modules repeat them.
 */
function lookUp(entry: WrittenRole, scope: BoundScope, book: RoleTable, binding: Binding): KnownRole | null {
  const { role: name, module, origin } = entry;
  if (module === null) return book.find(name, scope, origin, binding);
  const { platform } = binding;
  if (!platform.modules.has(module)) {
    const modules = [...platform.modules.keys()];
    binding.report('unknown-module', `${platform.title} has no module ${quote(module)}.`, origin, {
      hint:
        modules.length === 0
          ? 'Its roles are not given by module: write a list of roles.'
          : binding.suggest(module, modules, `Its modules are ${modules.join(', ')}.`),
    });
    return null;
  }
  for (const candidate of [name, `${module}-${name}`]) {
    const predefined = platform.roles.get(candidate);
    if (predefined?.module === module) return { name: candidate, predefined, custom: null };
  }
  const names = shortNames(module, binding);
  binding.report('unknown-role', `The module ${module} has no role ${quote(name)}.`, origin, {
    hint: binding.suggest(name, names, `Its roles are ${names.join(', ')}.`),
  });
  return null;
}

function shortNames(module: ModuleName, binding: Binding): readonly string[] {
  const names: string[] = [];
  for (const role of binding.platform.roles.values()) {
    if (role.module !== module) continue;
    names.push(role.name.startsWith(`${module}-`) ? role.name.slice(module.length + 1) : role.name);
  }
  return names;
}

function checkAssignable(
  role: KnownRole,
  scope: BoundScope,
  origin: Origin,
  book: RoleTable,
  binding: Binding,
): void {
  if (role.custom !== null) return;
  const { title } = binding.platform;
  const { assignable, assignableAt } = role.predefined;
  const kind = scope.kind.name;
  if (assignable && assignableAt.includes(kind)) return;
  const names = book.assignableAt(scope);
  const message = assignable
    ? `On ${title} ${role.name} cannot be assigned in a scope of kind ${kind}, only in ${assignableAt.join(' or ') || 'none'}.`
    : `On ${title} ${role.name} is not given by assignment.`;
  binding.report('role-not-assignable', message, origin, {
    hint:
      names.length === 0
        ? 'No role can be assigned there.'
        : `Assignable there: ${nearestFirst(role.name, names)}.`,
  });
}

/**
 * A None says that somebody has no role in a module, which is nothing to somebody who by another role has all of it.
 * Reports `role-cardinality`.
 */
function checkNone(roles: readonly AssignedRole[], holder: string, binding: Binding): void {
  const bypass = roles.find(({ role, window }) => role?.predefined?.bypass === true && window.lapse === null);
  if (bypass?.role == null) return;
  for (const { role, origin, window } of roles) {
    if (role?.predefined?.none !== true || role === bypass.role || window.lapse !== null) continue;
    const message = `${role.name} means nothing for ${holder}, who is ${bypass.role.name}: on ${binding.platform.title} that is access to every module.`;
    binding.report('role-cardinality', message, origin, {
      related: [{ message: `${bypass.role.name} is written here`, origin: bypass.origin }],
      hint: 'Keep one of the two.',
    });
  }
}
