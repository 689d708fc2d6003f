import type { ScopeKindName } from '../platform/platform-definition.ts';
import type { WrittenMember } from '../policy/document-types.ts';
import type { Origin } from '../source/origin.ts';
import type { AssignedRole } from './bind-assigned-roles.ts';
import type { Binding } from './binding.ts';
import { formatInstant } from './date-bounds.ts';
import type { BoundWindow } from './windows.ts';

interface CountedMember {
  readonly label: string;
  readonly origin: Origin;
  /** When the holder is there at all; roles count only within it. */
  readonly window: BoundWindow;
  /** At the organization a member must hold a role; on other scopes none means attached. */
  readonly needsRole: boolean;
}

/**
 * Counts the roles one member holds at one scope: `role-cardinality`. An error for what holds at the instant (or,
 * for somebody who is yet to come, on arrival); a warning for what a window will make of it later, because then a
 * pull request can still mend it, and on the day itself nobody is looking.
 */
export function checkCardinality(
  countedMember: CountedMember,
  roles: readonly AssignedRole[],
  binding: Binding,
): void {
  const rule = binding.platform.members.roles;
  if (rule === 'many' || countedMember.window.lapse?.why === 'expired') return;
  const start = Math.max(binding.instant, countedMember.window.from);
  for (const at of momentsFrom(start, countedMember.window.until, roles)) {
    const held = roles.filter((r) => r.window.from <= at && at < r.window.until);
    const fault =
      rule === 'exactly-one'
        ? faultOfOne(countedMember, held, binding)
        : faultOfModules(countedMember, held, binding);
    if (fault === null) continue;
    const now = at === start;
    const when = now ? '' : `From ${formatInstant(at)} on, `;
    binding.report('role-cardinality', `${when}${fault.message}`, fault.origin, {
      severity: now && !isOver(held, roles) ? 'error' : 'warning',
      related: fault.related,
      hint: fault.hint,
    });
    return;
  }
}

/** Whether roles were there and have ended: what ends by itself must not need an edit to end. */
function isOver(held: readonly AssignedRole[], roles: readonly AssignedRole[]): boolean {
  return held.length === 0 && roles.some(({ window }) => window.lapse?.why === 'expired');
}

/**
 * An empty list says that somebody is to have nothing, and a membership without a role of its own brings the default
 * one: what the list says is not what it would give. Reports `default-role-given`.
 */
export function checkNoRoles(
  { key, noRoles }: Pick<WrittenMember, 'key' | 'noRoles'>,
  kind: ScopeKindName,
  binding: Binding,
): void {
  const { platform } = binding;
  const { defaultRole } = platform.members;
  if (noRoles === null || defaultRole === null) return;
  const none = [...platform.roles.values()].find(
    (role) => role.none && role.assignable && role.assignableAt.includes(kind),
  );
  binding.report(
    'default-role-given',
    `No roles are written for ${key}, and on ${platform.title} a person without one is given ${defaultRole}.`,
    noRoles,
    {
      hint:
        none === undefined
          ? `Leave \`roles\` out to give ${defaultRole}, or write another role: ${platform.title} has none that gives nothing.`
          : `For no access write \`roles: [${none.name}]\`: one None takes the place of ${defaultRole}, in every module. To give ${defaultRole}, leave \`roles\` out.`,
    },
  );
}

/** The start, and each moment after it at which a role begins or ends. */
function momentsFrom(start: number, end: number, roles: readonly AssignedRole[]): readonly number[] {
  const moments = new Set([start]);
  for (const { window } of roles) {
    for (const at of [window.from, window.until]) if (at > start && at < end) moments.add(at);
  }
  return [...moments].sort((a, b) => a - b);
}

interface CardinalityFault {
  readonly message: string;
  readonly origin: Origin;
  readonly related: readonly { readonly message: string; readonly origin: Origin }[];
  readonly hint: string;
}

function faultOfOne(
  countedMember: CountedMember,
  held: readonly AssignedRole[],
  binding: Binding,
): CardinalityFault | null {
  const { title, members } = binding.platform;
  const [first, second] = held;
  if (first !== undefined && second !== undefined) {
    return {
      message: `${countedMember.label} holds ${held.length} roles; on ${title} a member holds exactly one.`,
      origin: second.origin,
      related: [{ message: 'the first role', origin: first.origin }],
      hint: 'Keep one of them.',
    };
  }
  if (first !== undefined || !countedMember.needsRole || members.defaultRole !== null) return null;
  return {
    message: `${countedMember.label} holds no role; on ${title} a member holds exactly one.`,
    origin: countedMember.origin,
    related: [],
    hint: 'Write one role that holds without a gap.',
  };
}

/** Roles of no module (an owner's) count among themselves. */
function faultOfModules(
  countedMember: CountedMember,
  held: readonly AssignedRole[],
  binding: Binding,
): CardinalityFault | null {
  const seen = new Map<string | null, AssignedRole>();
  for (const assigned of held) {
    if (assigned.role === null) continue;
    const module = assigned.role.predefined?.module ?? null;
    const first = seen.get(module);
    seen.set(module, assigned);
    if (first === undefined || first.role === null) continue;
    const where = module === null ? 'outside the modules' : `in module ${module}`;
    return {
      message: `${countedMember.label} holds ${first.role.name} and ${assigned.role.name} ${where}; on ${binding.platform.title} a member holds one role in each.`,
      origin: assigned.origin,
      related: [{ message: 'the first role', origin: first.origin }],
      hint: 'Keep one of them.',
    };
  }
  return null;
}
