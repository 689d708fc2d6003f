import type { Snapshot, UnknownList } from '../../resource/resource.ts';
import type { GithubEndpoint } from './github-endpoint.ts';

/**
 * To be a member is what everybody of the organization is, whatever other roles they have, and GitHub lists it as a
 * membership and not as a role. Where roles of the organization could not be read, nothing of them is said.
 */
export function belongingRole(
  { organization, platform }: GithubEndpoint,
  unknown: readonly UnknownList[],
): Pick<Snapshot, 'untoldRole'> {
  const { defaultRole } = platform.members;
  const isHidden = unknown.some(
    ({ type, of }) =>
      type === 'assignment' && (of === 'organization' || ('scope' in of && of.scope === organization)),
  );
  return defaultRole === null || isHidden ? {} : { untoldRole: defaultRole };
}
