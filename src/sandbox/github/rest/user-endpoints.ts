import { type GithubCall, ok, type StandInEndpoint } from '../door/github-call.ts';
import { forbidden, notFound } from '../rules/github-refusal.ts';
import { acceptInvitation } from '../rules/organization-invitations.ts';
import { membershipOf } from '../rules/organization-membership.ts';
import type { GithubUserRecord } from '../world/github-records.ts';
import { numberParam } from './call-input.ts';
import { membershipJson } from './member-endpoints.ts';
import { NEEDS } from './needs.ts';
import { organizationSimpleJson } from './organization-json.ts';
import { page } from './page.ts';
import { publicUserJson } from './person-json.ts';
import { organizationOf, userOf } from './place.ts';

export const USER_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/users/{username}',
    need: NEEDS.nothing,
    handle: (call) => ok(publicUserJson(seen(call, userOf(call)), call.origin)),
  },
  {
    method: 'GET',
    path: '/user/{account_id}',
    need: NEEDS.nothing,
    handle: (call) => {
      const user = call.world.users.get(numberParam(call, 'account_id'));
      if (user === undefined) throw notFound();
      return ok(publicUserJson(seen(call, user), call.origin));
    },
  },
  {
    method: 'GET',
    path: '/user',
    need: NEEDS.nothing,
    handle: (call) => ok(publicUserJson(self(call), call.origin)),
  },
  {
    method: 'GET',
    path: '/user/orgs',
    need: NEEDS.ownMemberships,
    handle: (call) => {
      const { id } = self(call);
      const own = [...call.world.organizations.values()].filter(({ members }) => members.has(id));
      return page(call, own, (organization) => organizationSimpleJson(organization, call.origin));
    },
  },
  {
    method: 'GET',
    path: '/user/memberships/orgs',
    need: NEEDS.ownMemberships,
    handle: (call) => {
      const user = self(call);
      const own = [...call.world.organizations.values()].filter((one) => membershipOf(one, user) !== null);
      return page(call, own, (organization) => membershipJson(call, organization, user));
    },
  },
  {
    method: 'GET',
    path: '/user/memberships/orgs/{org}',
    need: NEEDS.ownMemberships,
    handle: (call) => ok(membershipJson(call, organizationOf(call), self(call))),
  },
  {
    method: 'PATCH',
    path: '/user/memberships/orgs/{org}',
    need: NEEDS.acceptOwn,
    handle: (call) => {
      const organization = organizationOf(call);
      const user = self(call);
      if (!organization.members.has(user.id)) acceptInvitation(call.world, organization, user);
      return ok(membershipJson(call, organization, user));
    },
  },
];

/** `GET /user` with an App's token is refused: it is nobody. */
function self(call: GithubCall): GithubUserRecord {
  if (call.actor.kind !== 'user') throw forbidden('Resource not accessible by integration');
  return call.actor.user;
}

/** An account that an enterprise manages is seen by who has to do with the enterprise: "If not … 404". */
function seen(call: GithubCall, user: GithubUserRecord): GithubUserRecord {
  const { actor, world } = call;
  if (user.managedBy === null) return user;
  if (actor.kind === 'user' && actor.user.managedBy === user.managedBy) return user;
  const within =
    actor.kind === 'installation'
      ? world.organizations.get(actor.organizationId)?.managedUsers === user.managedBy
      : actor.kind === 'user' &&
        [...world.organizations.values()].some(
          ({ managedUsers, members }) => managedUsers === user.managedBy && members.has(actor.user.id),
        );
  if (!within) throw notFound();
  return user;
}
