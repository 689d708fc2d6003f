import { buildAccess } from '../../access/build-access.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { withMemberSources } from '../../access/explain/member-sources.ts';
import type { Resource } from '../../resource/resource.ts';
import type { AccessSource } from './access-source.ts';

/** How answers call what an invitation brings: nothing before it is accepted. */
export const ONCE_ACCEPTED = 'will have, once accepted';

const known = new WeakMap<AccessSource, EffectiveAccess | null>();

/**
 * Access as it will be once everybody invited has accepted; null when nobody is invited. Invitations that expired
 * cannot be accepted, so they bring nothing.
 */
export function accessOnceAccepted(source: AccessSource): EffectiveAccess | null {
  const found = known.get(source);
  if (found !== undefined) return found;
  const isInvited = (r: Resource): boolean => r.type === 'member' && r.attributes.state === 'invited';
  const accepted = source.resources.map(
    (r): Resource =>
      r.type === 'member' && isInvited(r) ? { ...r, attributes: { ...r.attributes, state: 'active' } } : r,
  );
  const access = source.resources.some(isInvited)
    ? withMemberSources(buildAccess(source.platform, accepted), source.membersFrom)
    : null;
  known.set(source, access);
  return access;
}
