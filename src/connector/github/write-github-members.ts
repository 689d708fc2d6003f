import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { MemberAttributes } from '../../resource/resource.ts';
import type { Outcome } from '../../source/outcome.ts';
import { numberOf, textOf } from './github-conventions.ts';
import { GITHUB_PATHS } from './github-endpoint.ts';
import type { GithubInvitation } from './github-facts.ts';
import { GITHUB_DONE, type GithubWriteContext, looksLike, makeStep } from './github-write-step.ts';
import { loginOf, personCalled } from './person-called.ts';
import { addCollaborator, removeCollaborator } from './write-collaborators.ts';

/** Invites to the organization, or to a repository alone. */
export async function addGithubMember(
  writeContext: GithubWriteContext,
  { scope, member, display }: MemberAttributes,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  if (scope !== endpoint.organization) return addCollaborator(writeContext, scope, member, display);
  if (index.members.has(member) || index.invitations.has(member)) return GITHUB_DONE;
  const person = await personCalled(writeContext, display);
  if (!person.ok) return person;
  index.people.set(member, person.value);
  return setMembership(writeContext, member, 'member');
}

/** One request, for a role that changes too: taking somebody out and in again would take all that hangs on it. */
export async function setMembership(
  writeContext: GithubWriteContext,
  member: MemberId,
  role: 'admin' | 'member',
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const { login: org } = endpoint;
  const username = loginOf(writeContext, member);
  const parameters = { org, username };
  const made = await makeStep(writeContext, {
    name: `membership of ${username}`,
    path: GITHUB_PATHS.membership(org, username),
    request: { route: 'PUT /orgs/{org}/memberships/{username}', parameters: { ...parameters, role } },
    isDone: () =>
      looksLike(
        writeContext,
        { route: 'GET /orgs/{org}/memberships/{username}', parameters },
        (body) => textOf(body, 'role') === role,
        false,
      ),
  });
  if (!made.ok) return made;
  if (made.value !== null && textOf(made.value.body, 'state') === 'active') {
    index.members.set(member, role);
  } else if (!index.members.has(member)) {
    index.invitations.set(member, invitedAs(index.invitations.get(member), username, role));
    index.failedInvitations.delete(member);
  } else {
    index.members.set(member, role);
  }
  return GITHUB_DONE;
}

/** What is known of an invitation that was just sent: no more than that. */
function invitedAs(
  before: GithubInvitation | undefined,
  login: string,
  role: 'admin' | 'member',
): GithubInvitation {
  const fresh: GithubInvitation = {
    id: 0,
    login,
    email: null,
    role: 'direct_member',
    sentAt: new Date(0).toISOString(),
    failed: null,
    teamIds: [],
  };
  return { ...(before ?? fresh), role: role === 'admin' ? 'admin' : 'direct_member' };
}

/** Ends a membership, or takes an invitation back. */
export async function removeGithubMember(
  writeContext: GithubWriteContext,
  scope: ScopePath,
  member: MemberId,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  if (scope !== endpoint.organization) return removeCollaborator(writeContext, scope, member);
  for (const failed of index.failedInvitations.get(member) ?? []) {
    const dismissed = await dismissInvitation(writeContext, failed);
    if (!dismissed.ok) return dismissed;
  }
  index.failedInvitations.delete(member);
  if (!index.members.has(member) && !index.invitations.has(member)) return GITHUB_DONE;
  const { login: org } = endpoint;
  const username = loginOf(writeContext, member);
  const parameters = { org, username };
  const made = await makeStep(writeContext, {
    name: `membership of ${username}`,
    path: GITHUB_PATHS.membership(org, username),
    request: { route: 'DELETE /orgs/{org}/memberships/{username}', parameters },
    isDone: () =>
      looksLike(
        writeContext,
        { route: 'GET /orgs/{org}/memberships/{username}', parameters },
        () => false,
        true,
      ),
  });
  if (!made.ok) return made;
  forget(writeContext, member);
  return GITHUB_DONE;
}

function forget({ index }: GithubWriteContext, member: MemberId): void {
  const id = index.people.get(member)?.id;
  index.members.delete(member);
  index.invitations.delete(member);
  for (const [path, team] of index.teams) {
    if (team.members.some(({ person }) => person.id === id)) {
      index.teams.set(path, { ...team, members: team.members.filter(({ person }) => person.id !== id) });
    }
  }
}

async function dismissInvitation(
  writeContext: GithubWriteContext,
  { id, login }: GithubInvitation,
): Promise<Outcome<null>> {
  const { login: org } = writeContext.endpoint;
  const made = await makeStep(writeContext, {
    name: `failed invitation of ${login}`,
    path: `${GITHUB_PATHS.organization(org)}/failed_invitations`,
    request: {
      route: 'DELETE /orgs/{org}/invitations/{invitation_id}',
      parameters: { org, invitation_id: id },
    },
    isDone: () =>
      looksLike(
        writeContext,
        { route: 'GET /orgs/{org}/failed_invitations', parameters: { org, per_page: 100 } },
        (body) => Array.isArray(body) && !body.some((one: unknown) => numberOf(one, 'id') === id),
        true,
      ),
  });
  // A failed one that cannot be put away is in nobody's way.
  return made.ok || made.diagnostics.every(({ code }) => code === 'live-changed') ? GITHUB_DONE : made;
}

/** Once more, with the role of before; a failed invitation is put away first, as GitHub wants it. */
export async function resendGithubInvitation(
  writeContext: GithubWriteContext,
  scope: ScopePath,
  member: MemberId,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  if (scope !== endpoint.organization)
    return addCollaborator(writeContext, scope, member, loginOf(writeContext, member));
  if (index.members.has(member) || index.invitations.has(member)) return GITHUB_DONE;
  const failed = index.failedInvitations.get(member) ?? [];
  const role = failed.some((one) => one.role === 'admin') ? 'admin' : 'member';
  const person = await personCalled(writeContext, failed[0]?.login ?? loginOf(writeContext, member));
  if (!person.ok) return person;
  index.people.set(member, person.value);
  for (const one of failed) {
    const dismissed = await dismissInvitation(writeContext, one);
    if (!dismissed.ok) return dismissed;
  }
  index.failedInvitations.delete(member);
  return setMembership(writeContext, member, role);
}
