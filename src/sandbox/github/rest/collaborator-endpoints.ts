import { created, type GithubCall, NO_CONTENT, ok, type StandInEndpoint } from '../door/github-call.ts';
import { notFound, validationFailed } from '../rules/github-refusal.ts';
import { isExpired } from '../rules/organization-invitations.ts';
import { baseRoleOf, effectiveRole, rankOf } from '../rules/repository-access.ts';
import { collaboratorsOf } from '../rules/repository-collaborators.ts';
import type { GithubRepositoryInvitationRecord, GithubUserRecord } from '../world/github-records.ts';
import { choiceIn, choiceInQuery, numberParam, textIn } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { userJson } from './person-json.ts';
import { actorId, actorLogin, type GithubRepositoryPlace, userOf } from './place.ts';
import { administered, onRepository, pushed, refuseArchived, visible } from './repository-endpoints.ts';
import { repositoryInvitationJson } from './repository-invitation-json.ts';
import { fromRestPermission, legacyPermission, roleFlags, toRestPermission } from './repository-role.ts';

const INVITED_TO = ['read', 'write', 'maintain', 'triage', 'admin'] as const;

export const COLLABORATOR_ENDPOINTS: readonly StandInEndpoint[] = [
  ...onRepository('/collaborators', {
    method: 'GET',
    need: NEEDS.readCollaborators,
    handle: (call) => {
      const place = pushed(call);
      const { organization, repository } = place;
      const affiliation = choiceInQuery(call, 'affiliation', ['outside', 'direct', 'all'], 'all');
      const wanted = call.query.get('permission');
      const people = collaboratorsOf(organization, repository, affiliation).filter((id) => {
        const role = effectiveRole(organization, repository, id);
        return !wanted || (role !== null && toRestPermission(baseRoleOf(organization, role)) === wanted);
      });
      return page(call, people, (id) => collaboratorJson(call, place, call.world.user(id)));
    },
  }),
  ...onRepository('/collaborators/{username}', {
    method: 'GET',
    need: NEEDS.readCollaborators,
    handle: (call) => {
      const { organization, repository } = pushed(call);
      if (!collaboratorsOf(organization, repository, 'all').includes(userOf(call).id)) throw notFound();
      return NO_CONTENT;
    },
  }),
  ...onRepository('/collaborators/{username}/permission', {
    method: 'GET',
    need: NEEDS.readCollaborators,
    handle: (call) => {
      const place = visible(call);
      const { organization, repository } = place;
      const user = userOf(call);
      const role = effectiveRole(organization, repository, user.id);
      return ok({
        permission: legacyPermission(role === null ? null : baseRoleOf(organization, role)),
        role_name: role ?? 'none',
        user: collaboratorJson(call, place, user),
      });
    },
  }),
  ...onRepository('/collaborators/{username}', {
    method: 'PUT',
    need: NEEDS.writeRepositoryAccess,
    createsContent: true,
    handle: (call) => {
      const place = administered(call);
      refuseArchived(place.repository);
      const role = fromRestPermission(place.organization, textIn(call, 'permission') ?? 'push');
      return put(call, place, userOf(call), role);
    },
  }),
  ...onRepository('/collaborators/{username}', {
    method: 'DELETE',
    need: NEEDS.writeRepositoryAccess,
    handle: (call) => {
      const { organization, repository } = administered(call);
      refuseArchived(repository);
      const { id, login } = userOf(call);
      for (const [number, { userId, inviterId }] of repository.invitations) {
        // It "cancels any outstanding invitations sent by the collaborator", and their own.
        if (userId === id || inviterId === id) repository.invitations.delete(number);
      }
      // "… the additional permission updates might take some extra time to complete in the background."
      call.world.inBackground(call.habits.settlesAfter, () => repository.collaborators.delete(id));
      call.world.record(organization, {
        action: 'repo.remove_member',
        actor: actorLogin(call),
        user: login,
        repo: repository.name,
      });
      return NO_CONTENT;
    },
  }),
  ...onRepository('/invitations', {
    method: 'GET',
    need: NEEDS.readRepositoryAccess,
    handle: (call) => {
      const place = administered(call);
      return page(call, [...place.repository.invitations.values()], (one) =>
        repositoryInvitationJson(call, place, one),
      );
    },
  }),
  ...onRepository('/invitations/{invitation_id}', {
    method: 'PATCH',
    need: NEEDS.writeRepositoryAccess,
    handle: (call) => {
      const place = administered(call);
      const invitation = invitationOf(call, place);
      invitation.role = choiceIn(call, 'permissions', INVITED_TO) ?? invitation.role;
      return ok(repositoryInvitationJson(call, place, invitation));
    },
  }),
  ...onRepository('/invitations/{invitation_id}', {
    method: 'DELETE',
    need: NEEDS.writeRepositoryAccess,
    handle: (call) => {
      const place = administered(call);
      place.repository.invitations.delete(invitationOf(call, place).id);
      return NO_CONTENT;
    },
  }),
];

/** 204 for who can have it at once, 201 with an invitation for everybody else. */
function put(call: GithubCall, place: GithubRepositoryPlace, user: GithubUserRecord, role: string) {
  const { organization, repository } = place;
  const member = organization.members.has(user.id);
  if (member) refuseBelowBase(place, user, role);
  const managed = organization.managedUsers !== null && user.managedBy === organization.managedUsers;
  if (organization.managedUsers === null && user.managedBy !== null) {
    throw validationFailed(
      'Repository',
      'user',
      'invalid',
      'An Enterprise Managed User cannot be invited here',
    );
  }
  call.world.record(organization, {
    action: 'repo.add_member',
    actor: actorLogin(call),
    user: user.login,
    repo: repository.name,
  });
  if (member || managed || repository.collaborators.has(user.id)) {
    repository.collaborators.set(user.id, role);
    return NO_CONTENT;
  }
  const open = [...repository.invitations.values()].find(
    (one) => one.userId === user.id && !isExpired(call.world, one),
  );
  const invitation = open ?? {
    id: call.world.nextNumber(),
    userId: user.id,
    role,
    inviterId: actorId(call),
    createdAt: call.world.clock.now(),
  };
  invitation.role = role;
  repository.invitations.set(invitation.id, invitation);
  return created(repositoryInvitationJson(call, place, invitation));
}

/** A role below the organization's base permission is refused: "Cannot assign {member} permission of {role name}". */
function refuseBelowBase(
  { organization }: GithubRepositoryPlace,
  user: GithubUserRecord,
  role: string,
): void {
  const { basePermission } = organization;
  if (basePermission === 'none' || rankOf(organization, role) >= rankOf(organization, basePermission)) return;
  const message = `Cannot assign ${user.login} permission of ${role}`;
  throw validationFailed('Repository', 'permission', 'invalid', message);
}

function invitationOf(
  call: GithubCall,
  { repository }: GithubRepositoryPlace,
): GithubRepositoryInvitationRecord {
  const invitation = repository.invitations.get(numberParam(call, 'invitation_id'));
  if (invitation === undefined) throw notFound();
  return invitation;
}

function collaboratorJson(
  call: GithubCall,
  { organization, repository }: GithubRepositoryPlace,
  user: GithubUserRecord,
) {
  const role = effectiveRole(organization, repository, user.id);
  return {
    ...userJson(user, call.origin),
    permissions: roleFlags(role === null ? null : baseRoleOf(organization, role)),
    role_name: role ?? 'none',
  };
}
