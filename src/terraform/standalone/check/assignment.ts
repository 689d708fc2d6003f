import { parsePrincipal } from '../../../resource/reference.ts';
import { didYouMean } from '../../../source/nearest.ts';
import type { Place } from '../problems.ts';
import { textsIn } from '../rows.ts';
import { canonicalPrincipal, entriesIn, rolesIn } from '../spelling.ts';
import { type Check, checkTwice, kindOf } from './check.ts';

export function checkAssignment(check: Check): void {
  const { row } = check;
  const kind = kindOf(check, 'scope');
  if (kind === null) return;
  if (typeof row.principal === 'string') checkHolder(check, kind, row.principal, 'principal');
  for (const role of textsIn(row.roles)) checkAssignable(check, kind, role, 'roles');
}

export function checkRoster(check: Check): void {
  const kind = kindOf(check, 'scope');
  if (kind === null) return;
  const held = entriesIn(check.row.roles);
  checkTwice(
    check,
    'roles',
    held.map(([key]) => key),
    (key) => canonicalPrincipal(key, check.platform),
  );
  for (const [key, roles] of held) {
    checkHolder(check, kind, key, 'roles', { key });
    for (const role of rolesIn(roles)) checkAssignable(check, kind, role, 'roles', { key });
  }
}

function checkHolder({ platform, say }: Check, kind: string, principal: string, ...place: Place): void {
  const parsed = parsePrincipal(principal);
  const allowed = platform.scopeKinds.get(kind)?.principals ?? [];
  if (parsed === null || allowed.includes(parsed.type)) return;
  say(
    'Cannot hold anything there',
    `On scopes of kind ${kind} only a ${allowed.join(' or a ')} can be assigned.`,
    ...place,
  );
}

/** Roles that the platform does not have may be made by this very apply, so nothing is said of them. */
function checkAssignable({ platform, say }: Check, kind: string, name: string, ...place: Place): void {
  const role = platform.roles.get(name);
  if (role === undefined) {
    if (platform.customRoles !== null) return;
    const hint =
      didYouMean(name, platform.roles.keys()) ?? `Its roles are ${[...platform.roles.keys()].join(', ')}.`;
    say('No such role', `${platform.title} has no role ${JSON.stringify(name)}. ${hint}`, ...place);
  } else if (!role.assignable) {
    say(
      'Not given by assignment',
      `${role.title} is not a role that people are given by assignment.`,
      ...place,
    );
  } else if (!role.assignableAt.includes(kind)) {
    say(
      'Not assignable there',
      `${name} can be assigned on ${role.assignableAt.join(', ')}, not on a ${kind}.`,
      ...place,
    );
  }
}
