import type { GithubCall } from '../door/github-call.ts';
import { isExpired } from '../rules/organization-invitations.ts';
import { baseRoleOf } from '../rules/repository-access.ts';
import type { GithubRepositoryInvitationRecord } from '../world/github-records.ts';
import { nodeId } from './node-id.ts';
import { userJson } from './person-json.ts';
import type { GithubRepositoryPlace } from './place.ts';
import { repositoryJson } from './repository-json.ts';

export function repositoryInvitationJson(
  call: GithubCall,
  { organization, repository }: GithubRepositoryPlace,
  invitation: GithubRepositoryInvitationRecord,
) {
  const { world, origin } = call;
  const inviter = invitation.inviterId === null ? null : userJson(world.user(invitation.inviterId), origin);
  return {
    id: invitation.id,
    node_id: nodeId('RepositoryInvitation', invitation.id),
    repository: repositoryJson(organization, repository, null, origin),
    invitee: userJson(world.user(invitation.userId), origin),
    inviter,
    permissions: baseRoleOf(organization, invitation.role),
    created_at: new Date(invitation.createdAt).toISOString(),
    expired: isExpired(world, invitation),
    url: `${origin}/user/repository_invitations/${invitation.id}`,
    html_url: `${origin}/${organization.login}/${repository.name}/invitations`,
  };
}
