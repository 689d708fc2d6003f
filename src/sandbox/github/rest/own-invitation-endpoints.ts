import { type GithubCall, NO_CONTENT, type StandInEndpoint } from '../door/github-call.ts';
import { forbidden, notFound } from '../rules/github-refusal.ts';
import { isExpired } from '../rules/organization-invitations.ts';
import type { GithubRepositoryInvitationRecord } from '../world/github-records.ts';
import { numberParam } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import type { GithubRepositoryPlace } from './place.ts';
import { repositoryInvitationJson } from './repository-invitation-json.ts';

/** What somebody who was invited to a repository does. */
export const OWN_INVITATION_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/user/repository_invitations',
    need: NEEDS.nothing,
    handle: (call) =>
      page(call, own(call), ({ place, invitation }) => repositoryInvitationJson(call, place, invitation)),
  },
  {
    method: 'PATCH',
    path: '/user/repository_invitations/{invitation_id}',
    need: NEEDS.nothing,
    handle: (call) => {
      const { place, invitation } = named(call);
      if (isExpired(call.world, invitation)) throw notFound();
      place.repository.invitations.delete(invitation.id);
      place.repository.collaborators.set(invitation.userId, invitation.role);
      return NO_CONTENT;
    },
  },
  {
    method: 'DELETE',
    path: '/user/repository_invitations/{invitation_id}',
    need: NEEDS.nothing,
    handle: (call) => {
      const { place, invitation } = named(call);
      place.repository.invitations.delete(invitation.id);
      return NO_CONTENT;
    },
  },
];

interface OwnInvitation {
  readonly place: GithubRepositoryPlace;
  readonly invitation: GithubRepositoryInvitationRecord;
}

function own(call: GithubCall): readonly OwnInvitation[] {
  const { actor } = call;
  if (actor.kind !== 'user') throw forbidden('Resource not accessible by integration');
  return [...call.world.organizations.values()].flatMap((organization) =>
    [...organization.repositories.values()].flatMap((repository) =>
      [...repository.invitations.values()]
        .filter(({ userId }) => userId === actor.user.id)
        .map((invitation) => ({ place: { organization, repository, moved: false }, invitation })),
    ),
  );
}

function named(call: GithubCall): OwnInvitation {
  const id = numberParam(call, 'invitation_id');
  const found = own(call).find(({ invitation }) => invitation.id === id);
  if (found === undefined) throw notFound();
  return found;
}
