import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { decodeJson } from '../protocol/json-object.ts';
import { GITHUB_PATHS, githubOrigin } from './github-endpoint.ts';
import { type GithubPerson, type GithubRepository, pageRole } from './github-facts.ts';
import { GITHUB_DONE, type GithubWriteContext, makeStep } from './github-write-step.ts';
import { loginOf, personCalled } from './person-called.ts';
import { readRestList } from './rest-lists.ts';
import { personId, personShape, repositoryInvitationShape, roleShape } from './rest-shapes.ts';
import { apiName, permissionFor } from './role-words.ts';

/** What somebody holds on a repository itself, or was invited to hold. */
interface Held {
  readonly by: 'grant' | 'invitation';
  readonly id: number;
  readonly role: string;
}

/** The least there is to give: the role that is written follows as a write of its own. */
const LEAST = 'read';

/** Gives somebody from outside a place in a repository: GitHub invites them. */
export async function addCollaborator(
  writeContext: GithubWriteContext,
  scope: ScopePath,
  member: MemberId,
  display: string,
): Promise<Outcome<null>> {
  const repository = repositoryAt(writeContext, scope);
  if (!repository.ok) return repository;
  const held = heldBy(writeContext, repository.value, member);
  const waiting = repository.value.invitations.some(({ id, expired }) => expired && id === held?.id);
  if (held !== null && !waiting) return GITHUB_DONE;
  const person = await personCalled(writeContext, display);
  if (!person.ok) return person;
  writeContext.index.people.set(member, person.value);
  if (held !== null) {
    const dismissed = await dismissExpired(writeContext, repository.value, held.id);
    if (!dismissed.ok) return dismissed;
  }
  return putCollaborator(writeContext, repository.value, scope, person.value, held?.role ?? LEAST);
}

/** One that is over stays in the list, and would stand beside the new one. */
async function dismissExpired(
  writeContext: GithubWriteContext,
  { name }: GithubRepository,
  id: number,
): Promise<Outcome<null>> {
  const { client, endpoint } = writeContext;
  const of = { owner: endpoint.login, repo: name };
  const made = await makeStep(writeContext, {
    name: `expired invitation to ${name}`,
    path: `${GITHUB_PATHS.repository(endpoint.login, name)}/invitations`,
    request: {
      route: 'DELETE /repos/{owner}/{repo}/invitations/{invitation_id}',
      parameters: { ...of, invitation_id: id },
    },
    isDone: async () => {
      const now = await readRestList(client, endpoint, {
        name: `invitations of repository ${name}`,
        route: 'GET /repos/{owner}/{repo}/invitations',
        parameters: of,
        item: repositoryInvitationShape,
        id: personId,
      });
      return now.ok ? success(now.value.every((one) => one.id !== id)) : now;
    },
  });
  return made.ok ? GITHUB_DONE : made;
}

/** The one role of a person on a repository, changed in place; of an invitation that waits, the role it will bring. */
export async function setCollaborator(
  writeContext: GithubWriteContext,
  scope: ScopePath,
  member: MemberId,
  role: string,
): Promise<Outcome<null>> {
  const repository = repositoryAt(writeContext, scope);
  if (!repository.ok) return repository;
  const name = apiName(role, writeContext.index);
  const held = heldBy(writeContext, repository.value, member);
  if (held?.by === 'invitation')
    return patchInvitation(writeContext, repository.value, scope, member, held, name);
  const known = writeContext.index.people.get(member);
  const person = known === undefined ? await personCalled(writeContext, member) : success(known);
  if (!person.ok) return person;
  writeContext.index.people.set(member, person.value);
  return putCollaborator(writeContext, repository.value, scope, person.value, name);
}

/** Takes the grant, or the invitation to it. */
export async function removeCollaborator(
  writeContext: GithubWriteContext,
  scope: ScopePath,
  member: MemberId,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const repository = repositoryAt(writeContext, scope);
  if (!repository.ok) return repository;
  const held = heldBy(writeContext, repository.value, member);
  if (held === null) return GITHUB_DONE;
  const { name } = repository.value;
  const username = loginOf(writeContext, member);
  const of = { owner: endpoint.login, repo: name };
  const made = await makeStep(writeContext, {
    name: `access of ${username} to ${name}`,
    path: GITHUB_PATHS.collaborator(endpoint.login, name, username),
    request:
      held.by === 'grant'
        ? { route: 'DELETE /repos/{owner}/{repo}/collaborators/{username}', parameters: { ...of, username } }
        : {
            route: 'DELETE /repos/{owner}/{repo}/invitations/{invitation_id}',
            parameters: { ...of, invitation_id: held.id },
          },
    isDone: async () => {
      const now = await heldNow(writeContext, name, username);
      return now.ok ? success(now.value === null) : now;
    },
  });
  if (!made.ok) return made;
  const id = index.people.get(member)?.id;
  index.repositories.set(scope, {
    ...repository.value,
    collaborators: repository.value.collaborators.filter(({ person }) => person.id !== id),
    invitations: repository.value.invitations.filter(({ person }) => person.id !== id),
  });
  return GITHUB_DONE;
}

async function putCollaborator(
  writeContext: GithubWriteContext,
  repository: GithubRepository,
  scope: ScopePath,
  person: GithubPerson,
  role: string,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const { name } = repository;
  const { login: username } = person;
  const made = await makeStep(writeContext, {
    name: `access of ${username} to ${name}`,
    path: GITHUB_PATHS.collaborator(endpoint.login, name, username),
    request: {
      route: 'PUT /repos/{owner}/{repo}/collaborators/{username}',
      parameters: { owner: endpoint.login, repo: name, username, permission: permissionFor(role, index) },
    },
    isDone: async () => {
      const now = await heldNow(writeContext, name, username);
      return now.ok ? success(now.value?.role === role) : now;
    },
  });
  if (!made.ok) return made;
  // 201 is an invitation, and 204 a grant that holds. Where nobody saw the answer, it is asked for.
  const body = made.value?.status === 201 ? made.value.body : null;
  const invited = body === null ? null : decodeJson(body, repositoryInvitationShape);
  const others = {
    collaborators: repository.collaborators.filter((one) => one.person.id !== person.id),
    invitations: repository.invitations.filter((one) => one.person.id !== person.id),
  };
  if (invited?.ok === true) {
    index.repositories.set(scope, {
      ...repository,
      ...others,
      invitations: [...others.invitations, invited.value],
    });
    return GITHUB_DONE;
  }
  if (made.value === null) {
    const now = await heldNow(writeContext, name, username);
    if (!now.ok) return now;
    if (now.value?.by === 'invitation') {
      const sentAt = new Date(0).toISOString();
      const waits = { id: now.value.id, person, role, sentAt, expired: false };
      index.repositories.set(scope, {
        ...repository,
        ...others,
        invitations: [...others.invitations, waits],
      });
      return GITHUB_DONE;
    }
  }
  index.repositories.set(scope, {
    ...repository,
    ...others,
    collaborators: [...others.collaborators, { person, role }],
  });
  return GITHUB_DONE;
}

async function patchInvitation(
  writeContext: GithubWriteContext,
  repository: GithubRepository,
  scope: ScopePath,
  member: MemberId,
  held: Held,
  role: string,
): Promise<Outcome<null>> {
  const { endpoint, index } = writeContext;
  const { name } = repository;
  const username = loginOf(writeContext, member);
  const made = await makeStep(writeContext, {
    name: `invitation of ${username} to ${name}`,
    path: `${GITHUB_PATHS.repository(endpoint.login, name)}/invitations`,
    request: {
      route: 'PATCH /repos/{owner}/{repo}/invitations/{invitation_id}',
      // In the words of the pages, unlike everywhere else.
      parameters: { owner: endpoint.login, repo: name, invitation_id: held.id, permissions: role },
    },
    isDone: async () => {
      const now = await heldNow(writeContext, name, username);
      return now.ok ? success(now.value?.role === role) : now;
    },
  });
  if (!made.ok) return made;
  index.repositories.set(scope, {
    ...repository,
    invitations: repository.invitations.map((one) => (one.id === held.id ? { ...one, role } : one)),
  });
  return GITHUB_DONE;
}

function heldBy(
  { index }: GithubWriteContext,
  { collaborators, invitations }: GithubRepository,
  member: MemberId,
): Held | null {
  const id = index.people.get(member)?.id;
  const grant = collaborators.find(({ person }) => person.id === id);
  if (grant !== undefined) return { by: 'grant', id: grant.person.id, role: grant.role };
  const invitation = invitations.find(({ person }) => person.id === id);
  return invitation === undefined ? null : { by: 'invitation', id: invitation.id, role: invitation.role };
}

/** By a fresh read of both lists. */
async function heldNow(
  { client, endpoint }: GithubWriteContext,
  repository: string,
  username: string,
): Promise<Outcome<Held | null>> {
  const parameters = { owner: endpoint.login, repo: repository };
  const folded = username.toLowerCase();
  const grants = await readRestList(client, endpoint, {
    name: `collaborators of repository ${repository}`,
    route: 'GET /repos/{owner}/{repo}/collaborators',
    parameters: { ...parameters, affiliation: 'direct' },
    item: (found) => ({ person: personShape(found), role: roleShape(found) }),
    id: ({ person }) => personId(person),
  });
  if (!grants.ok) return grants;
  const grant = grants.value.find(({ person }) => person.login.toLowerCase() === folded);
  if (grant !== undefined) return success({ by: 'grant', id: grant.person.id, role: pageRole(grant.role) });
  const invitations = await readRestList(client, endpoint, {
    name: `invitations of repository ${repository}`,
    route: 'GET /repos/{owner}/{repo}/invitations',
    parameters,
    item: repositoryInvitationShape,
    id: personId,
  });
  if (!invitations.ok) return invitations;
  const invitation = invitations.value.find(({ person }) => person.login.toLowerCase() === folded);
  return success(
    invitation === undefined ? null : { by: 'invitation', id: invitation.id, role: invitation.role },
  );
}

export function repositoryAt(
  { endpoint, index }: GithubWriteContext,
  scope: ScopePath,
): Outcome<GithubRepository> {
  const repository = index.repositories.get(scope);
  if (repository !== undefined) return success(repository);
  const name = scope.slice(scope.lastIndexOf('/') + 1);
  const origin = githubOrigin(endpoint, GITHUB_PATHS.repository(endpoint.login, name));
  return failure(diagnostic('live-changed', `repository ${name} is not there; nothing was written`, origin));
}
