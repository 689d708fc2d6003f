import { buildAccess } from '../../access/build.ts';
import type { Resource } from '../../resource/resource.ts';
import { entriesFrom, resource } from '../../resource/types.ts';
import type { Origin } from '../../source/origin.ts';
import type { AccessSource, WhoQuestion } from './source.ts';

const IMAGINED: Origin = { from: 'platform', platform: '', what: '' };

/**
 * Roles that would give the permission if assigned on the very scope: asked of the resolver, with one imagined member
 * a role, because what a role gives is a platform's business and decided in one place.
 */
export function givingRoles({ permission, scope }: WhoQuestion, source: AccessSource): readonly string[] {
  const { platform, resources } = source;
  const kind = resources.find((r) => r.type === 'scope' && r.attributes.path === scope);
  if (kind?.type !== 'scope') return [];
  const predefined = [...platform.roles.values()]
    .filter((role) => role.assignable && role.assignableAt.includes(kind.attributes.kind))
    .map((role) => role.name);
  const custom = resources.flatMap((r) => (r.type === 'role' ? [r.attributes.name] : []));
  const roles = [...predefined, ...custom];
  const imagined = roles.flatMap((role): readonly Resource[] => [
    resource(
      'member',
      { scope: source.organization, member: role, display: role, state: 'active', invitation: null },
      IMAGINED,
    ),
    resource(
      'assignment',
      { scope, principal: { type: 'member', member: role }, roles: entriesFrom([role], IMAGINED) },
      IMAGINED,
    ),
  ]);
  const kept = resources.filter((r) => r.type === 'scope' || r.type === 'role');
  const access = buildAccess(platform, [...kept, ...imagined]);
  return roles.filter((role) => access.can(role, permission, scope));
}
