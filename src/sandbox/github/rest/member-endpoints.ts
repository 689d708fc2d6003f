import { type GithubCall, NO_CONTENT, ok, type StandInEndpoint } from '../door/github-call.ts';
import { GithubRefusal, notFound, validationFailed } from '../rules/github-refusal.ts';
import { outsideCollaborators } from '../rules/organization-invitations.ts';
import {
  convertToOutsideCollaborator,
  deleteMembership,
  membershipOf,
  putMembership,
  removeMember,
} from '../rules/organization-membership.ts';
import type { GithubOrganizationRecord, GithubUserRecord } from '../world/github-records.ts';
import { choiceIn, choiceInQuery, flagIn } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { organizationSimpleJson } from './organization-json.ts';
import { page } from './page.ts';
import { userJson } from './person-json.ts';
import { actorId, actorLogin, organizationOf, userOf } from './place.ts';

const FILTERS = ['2fa_disabled', '2fa_insecure', 'all'] as const;

export const MEMBER_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/members',
    need: NEEDS.readMembers,
    handle: (call) => {
      const organization = organizationOf(call);
      const role = choiceInQuery(call, 'role', ['all', 'admin', 'member'], 'all');
      const members = [...organization.members].filter(([, own]) => role === 'all' || own === role);
      return page(
        call,
        filtered(
          call,
          members.map(([id]) => call.world.user(id)),
        ),
        (user) => userJson(user, call.origin),
      );
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/blocks',
    need: NEEDS.readBlocked,
    handle: (call) => {
      const blocked = [...organizationOf(call).blocked].map((id) => call.world.user(id));
      return page(call, blocked, (user) => userJson(user, call.origin));
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/members/{username}',
    need: NEEDS.readMembers,
    handle: (call) => {
      if (!organizationOf(call).members.has(userOf(call).id)) throw notFound();
      return NO_CONTENT;
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/members/{username}',
    need: NEEDS.writeMembers,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = userOf(call);
      refuseTradeControlled(call, user);
      removeMember(call.world, organization, user, call.habits.settlesAfter);
      record(call, organization, 'org.remove_member', user);
      return NO_CONTENT;
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/memberships/{username}',
    need: NEEDS.readMembers,
    handle: (call) => ok(membershipJson(call, organizationOf(call), userOf(call))),
  },
  {
    method: 'PUT',
    path: '/orgs/{org}/memberships/{username}',
    need: NEEDS.writeMembers,
    createsContent: true,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = userOf(call);
      refuseTradeControlled(call, user);
      const role = choiceIn(call, 'role', ['admin', 'member']) ?? 'member';
      const before = organization.members.get(user.id);
      putMembership(call.world, organization, actorId(call), user, role);
      const action = before === undefined ? 'org.invite_member' : 'org.update_member';
      if (before !== role) record(call, organization, action, user);
      return ok(membershipJson(call, organization, user));
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/memberships/{username}',
    need: NEEDS.writeMembers,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = userOf(call);
      const active = organization.members.has(user.id);
      deleteMembership(call.world, organization, user, call.habits.settlesAfter);
      record(call, organization, active ? 'org.remove_member' : 'org.cancel_invitation', user);
      return NO_CONTENT;
    },
  },
  {
    method: 'GET',
    path: '/orgs/{org}/outside_collaborators',
    need: NEEDS.readMembers,
    handle: (call) => {
      const users = outsideCollaborators(organizationOf(call)).map((id) => call.world.user(id));
      return page(call, filtered(call, users), (user) => userJson(user, call.origin));
    },
  },
  {
    method: 'PUT',
    path: '/orgs/{org}/outside_collaborators/{username}',
    need: NEEDS.writeMembers,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = userOf(call);
      convertToOutsideCollaborator(call.world, organization, user, call.habits.settlesAfter);
      record(call, organization, 'org.convert_member_to_outside_collaborator', user);
      return flagIn(call, 'async') ? { status: 202, body: {} } : NO_CONTENT;
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/{org}/outside_collaborators/{username}',
    need: NEEDS.writeMembers,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = userOf(call);
      if (organization.members.has(user.id)) {
        throw validationFailed(
          'OutsideCollaborator',
          'user',
          'invalid',
          'You cannot specify an organization member.',
        );
      }
      for (const repository of organization.repositories.values()) {
        repository.collaborators.delete(user.id);
        for (const [id, { userId }] of repository.invitations) {
          if (userId === user.id) repository.invitations.delete(id);
        }
      }
      record(call, organization, 'org.remove_outside_collaborator', user);
      return NO_CONTENT;
    },
  },
];

/** Version 2026-03-10 answers 451 in place of 403. */
function refuseTradeControlled(call: GithubCall, user: GithubUserRecord): void {
  if (!user.tradeControlled) return;
  const status = call.version === '2022-11-28' ? 403 : 451;
  throw new GithubRefusal(status, 'Due to U.S. trade controls law restrictions, this is not available.');
}

function filtered(call: GithubCall, users: readonly GithubUserRecord[]): readonly GithubUserRecord[] {
  const filter = choiceInQuery(call, 'filter', FILTERS, 'all');
  return filter === 'all' ? users : users.filter(({ twoFactor }) => !twoFactor);
}

export function membershipJson(
  call: GithubCall,
  organization: GithubOrganizationRecord,
  user: GithubUserRecord,
): object {
  const membership = membershipOf(organization, user);
  if (membership === null) throw notFound();
  const url = `${call.origin}/orgs/${organization.login}`;
  return {
    url: `${url}/memberships/${user.login}`,
    ...membership,
    direct_membership: true,
    enterprise_teams_providing_indirect_membership: [],
    organization_url: url,
    organization: organizationSimpleJson(organization, call.origin),
    user: userJson(user, call.origin),
  };
}

function record(
  call: GithubCall,
  organization: GithubOrganizationRecord,
  action: string,
  user: GithubUserRecord,
): void {
  call.world.record(organization, { action, actor: actorLogin(call), user: user.login });
}
