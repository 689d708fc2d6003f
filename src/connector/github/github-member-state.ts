import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { MembershipState } from '../../resource/resource.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import type { GithubIndex } from './github-index.ts';

/** What somebody is on the organization or a repository, by what was read and written; null: nothing. */
export function githubMemberState(
  index: GithubIndex,
  endpoint: GithubEndpoint,
  scope: ScopePath,
  member: MemberId,
): MembershipState | null {
  if (scope === endpoint.organization) {
    if (index.members.has(member)) return 'active';
    if (index.invitations.has(member)) return 'invited';
    return index.failedInvitations.has(member) ? 'expired' : null;
  }
  const id = index.people.get(member)?.id;
  const repository = index.repositories.get(scope);
  if (repository?.collaborators.some(({ person }) => person.id === id)) return 'active';
  const invitation = repository?.invitations.find(({ person }) => person.id === id);
  return invitation === undefined ? null : invitation.expired ? 'expired' : 'invited';
}
