import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { expandPermissions } from '../protocol/expand-permissions.ts';
import { type LiveIndex, roleKeys } from './live-index.ts';
import type { LiveRole } from './live-object.ts';
import { liveOrigin, type OrganizationEndpoint } from './organization-endpoint.ts';
import { allRoleIds } from './untold-words.ts';

/**
 * Whether the platform file still describes the live platform. Effective access is computed from the file, so a
 * predefined role that means something else live would make every review wrong. What is merely new live, and used
 * by nobody, is a warning. All diagnostics are connector-mismatch.
 */
export function checkPlatform(
  liveIndex: LiveIndex,
  organizationEndpoint: OrganizationEndpoint,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const { platform } = organizationEndpoint;
  for (const name of platform.roles.keys()) {
    if (liveIndex.roles.get(name) === undefined) {
      found.push(
        diagnostic(
          'connector-mismatch',
          `Platform ${platform.name} has a role ${name}; live there is none`,
          liveOrigin(organizationEndpoint, '/roles'),
        ),
      );
    }
  }
  const used = usedRoles(liveIndex);
  for (const [name, role] of liveIndex.roles.entries()) {
    const origin = liveOrigin(organizationEndpoint, organizationEndpoint.paths.role(role.id));
    const say = (message: string, severity: 'error' | 'warning') =>
      found.push(diagnostic('connector-mismatch', message, origin, { severity }));
    const { unknown } = expandPermissions(role.permissions, platform.permissions);
    if (unknown.length > 0) {
      say(
        `Live role ${name} gives ${unknown.join(', ')}, which platform ${platform.name} does not know`,
        'warning',
      );
    }
    if (platform.roles.has(name)) {
      const difference = differenceOf(role, liveIndex, organizationEndpoint);
      if (difference !== null)
        say(`Role ${name} is not as platform ${platform.name} says: ${difference}`, 'error');
    } else if (role.predefined) {
      const user = used.get(role.id);
      const rest = user === undefined ? '' : ` and ${user} uses it`;
      say(
        `Live there is a predefined role ${name}, which platform ${platform.name} does not know${rest}`,
        user === undefined ? 'warning' : 'error',
      );
    }
  }
  return found;
}

function differenceOf(
  role: LiveRole,
  liveIndex: LiveIndex,
  { platform }: OrganizationEndpoint,
): string | null {
  const described = platform.roles.get(role.slug);
  if (described === undefined) return null;
  if (!role.predefined) return 'live it is a custom role';
  const wanted = expandPermissions(described.permissions, platform.permissions).names;
  // Unknown permissions were warned of already and are not a second finding.
  const live = expandPermissions(role.permissions, platform.permissions).names.filter((name) =>
    platform.permissions.has(name),
  );
  return (
    setDifference('permission', wanted, live) ??
    setDifference('included role', described.includes, roleKeys(liveIndex, role.includes))
  );
}

function setDifference(what: string, wanted: readonly string[], live: readonly string[]): string | null {
  const missing = wanted.filter((name) => !live.includes(name));
  const more = live.filter((name) => !wanted.includes(name));
  if (missing.length + more.length === 0) return null;
  const parts = [
    ...(missing.length > 0 ? [`live it lacks ${what} ${missing.join(', ')}`] : []),
    ...(more.length > 0 ? [`live it has also ${what} ${more.join(', ')}`] : []),
  ];
  return parts.join('; ');
}

/** Role id → something that uses it, for the message. */
function usedRoles(liveIndex: LiveIndex): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  for (const [name, role] of liveIndex.roles.entries()) {
    for (const id of role.includes) if (!used.has(id)) used.set(id, `role ${name}`);
  }
  for (const [, assignment] of liveIndex.assignments.entries()) {
    for (const id of allRoleIds(assignment)) if (!used.has(id)) used.set(id, `assignment ${assignment.id}`);
  }
  return used;
}
