import { GRANT_KEYS } from '../policy/document-types.ts';
import type { AssignmentAddress } from '../resource/address.ts';
import { resource } from '../resource/resource-types.ts';
import type { Origin } from '../source/origin.ts';
import { escapeText } from '../source/quote.ts';
import type { AssignmentHolder } from './assignment-holder.ts';
import { overlapOf, sinceWhen, spanOf } from './at-most-one.ts';
import { activeRoles } from './bind-assigned-roles.ts';
import type { BoundGrants } from './bind-given.ts';
import type { BoundScope } from './bind-scopes.ts';
import type { Binding } from './binding.ts';
import { entryKey } from './desired.ts';
import { ALWAYS, areUnbounded, type BoundWindow, chooseLapse, isUnbounded, type Lapse } from './windows.ts';

function addressOf({ assignments }: BoundScope, { key }: AssignmentHolder): AssignmentAddress {
  return `${assignments}${key}`;
}

export interface AssignmentEntry {
  readonly scope: BoundScope;
  readonly holder: AssignmentHolder;
  /** As messages call the holder. */
  readonly label: string;
  readonly origin: Origin;
  /** The windows that bound the whole entry: the holder's own first. */
  readonly windows: readonly BoundWindow[];
  readonly given: BoundGrants;
  /** Whether the entry means something without roles: the principal is attached to the scope. */
  readonly attaches: boolean;
}

const ALL_STATED: readonly string[] = [];

/** What one entry comes to at the instant. Reports `role-cardinality`: an assignment that is wanted, or one that is ruled out and why. */
export function bindAssignment(entry: AssignmentEntry, binding: Binding): void {
  const { scope, holder, origin, given } = entry;
  checkOneRole(entry, binding);
  const roles = activeRoles(given.roles);
  const below = activeRoles(given.below);
  const denied = activeRoles(given.denied);
  const lapse = firstLapse(entry.windows);
  if (lapse !== null) {
    binding.ruleOut(addressOf(scope, holder), lapse.why, lapse.origin);
  } else if (roles.size + below.size + denied.size === 0 && !entry.attaches) {
    // Nearly everybody is written without a role on the organization itself.
    const left = isOpen(given) ? null : chooseLapse(windowsIn(given));
    if (left === null) binding.ruleOutEmptied(scope.path, holder.principal, origin);
    else binding.ruleOut(addressOf(scope, holder), left.why, left.origin);
  } else {
    // The roles of whoever is written are the whole truth, written or not (decision 9).
    const address = addressOf(scope, holder);
    const attributes = { scope: scope.path, principal: holder.principal, roles, below, denied };
    binding.want({ resource: resource('assignment', attributes, origin, address), unstated: ALL_STATED });
    if (!areUnbounded(entry.windows) || !isOpen(given)) bindWindows(entry, address, binding);
  }
}

/** Since when a wanted assignment and each of its roles are there, and which of these are not. */
function bindWindows(
  { windows, given, attaches }: AssignmentEntry,
  address: AssignmentAddress,
  binding: Binding,
): void {
  const all = GRANT_KEYS.flatMap((key) => given[key].map((role) => ({ ...role, key })));
  const held = all.filter(({ window }) => window.lapse === null).map(({ window }) => window.from);
  // What the first of its roles began, the assignment did; one that also attaches was there before any.
  const first = attaches || held.length === 0 ? ALWAYS.from : Math.min(...held);
  binding.begin(() => address, [...windows, { from: first }]);
  for (const { key, role, window } of all) {
    if (role === null) continue;
    const entryOf = () => entryKey(address, key, role.name);
    if (window.lapse === null) binding.begin(entryOf, [...windows, window]);
    else binding.ruleOut(entryOf(), window.lapse.why, window.lapse.origin);
  }
}

function windowsIn(given: BoundGrants): readonly BoundWindow[] {
  return GRANT_KEYS.flatMap((key) => given[key].map(({ window }) => window));
}

/** Whether nothing of it is bounded. */
function isOpen(given: BoundGrants): boolean {
  for (const key of GRANT_KEYS) for (const { window } of given[key]) if (!isUnbounded(window)) return false;
  return true;
}

/** Where nobody holds two roles on one scope, people no more than groups. Reports `role-cardinality`. */
function checkOneRole({ scope, holder, label, windows, given }: AssignmentEntry, binding: Binding): void {
  const { platform, ends } = binding;
  if (platform.assignments.rolesPerPrincipal === 'many' || ends === 'ignored') return;
  // Of people it is said already, with what has to be there at least.
  if (holder.principal.type === 'member' && platform.members.roles === 'exactly-one') return;
  const held = given.roles.flatMap(({ role, origin, window }) =>
    role === null ? [] : [{ name: role.name, origin, ...spanOf([...windows, window]) }],
  );
  const overlap = overlapOf(held, binding);
  if (overlap === null) return;
  const { first, second } = overlap;
  const message = `${escapeText(label)} holds ${first.name} and ${second.name} on ${scope.path}${sinceWhen(overlap, binding)}; on ${platform.title} nobody holds two roles on one scope.`;
  binding.report('role-cardinality', message, second.origin, {
    related: [{ message: `${first.name} is written here`, origin: first.origin }],
    hint: 'Keep one of them, or give them windows that do not overlap.',
  });
}

/** Rules out the assignment that `absent: true` on an entry speaks of. */
export function ruleOutAssignment(
  scope: BoundScope,
  holder: AssignmentHolder,
  absent: Origin,
  binding: Binding,
): void {
  binding.ruleOut(addressOf(scope, holder), 'absent', absent);
}

export function firstLapse(windows: readonly BoundWindow[]): Lapse | null {
  for (const { lapse } of windows) if (lapse !== null) return lapse;
  return null;
}
