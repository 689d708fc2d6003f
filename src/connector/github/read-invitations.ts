import type { UnknownList } from '../../resource/resource.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { GithubRestReads } from './github-client.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import type { GithubInvitation, GithubRepository, GithubStructure } from './github-facts.ts';
import { readRestList } from './rest-lists.ts';
import { invitationShape, personId, repositoryInvitationShape } from './rest-shapes.ts';
import { hiddenBecause, repositoryScope, unknownPeopleOf } from './unknown-lists.ts';

export interface OrganizationInvitations {
  readonly invitations: readonly GithubInvitation[];
  readonly failedInvitations: readonly GithubInvitation[];
  readonly unknown: readonly UnknownList[];
}

/** What messages call the lists of an organization. */
export function invitationListName(login: string): { readonly waiting: string; readonly failed: string } {
  return { waiting: `invitations of ${login}`, failed: `failed invitations of ${login}` };
}

/** Those that wait and those that came to nothing. Two requests, and one more for each that names teams. */
export async function readOrganizationInvitations(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
): Promise<Outcome<OrganizationInvitations>> {
  const names = invitationListName(endpoint.login);
  const [waiting, failed] = await Promise.all([
    readInvitationList(client, endpoint, 'GET /orgs/{org}/invitations', names.waiting),
    readInvitationList(client, endpoint, 'GET /orgs/{org}/failed_invitations', names.failed),
  ]);
  const unknown: UnknownList[] = [];
  for (const [read, name] of [
    [waiting, names.waiting],
    [failed, names.failed],
  ] as const) {
    if (read.ok) continue;
    const because = hiddenBecause(read);
    if (because === null) return read;
    unknown.push(...unknownPeopleOf(endpoint, name, endpoint.organization, because));
  }
  return success({
    invitations: waiting.ok ? waiting.value : [],
    failedInvitations: failed.ok ? failed.value : [],
    unknown,
  });
}

async function readInvitationList(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  route: 'GET /orgs/{org}/invitations' | 'GET /orgs/{org}/failed_invitations',
  name: string,
): Promise<Outcome<readonly GithubInvitation[]>> {
  const listed = await readRestList(client, endpoint, {
    name,
    route,
    parameters: { org: endpoint.login },
    item: invitationShape,
    id: personId,
  });
  if (!listed.ok) return listed;
  const read = await Promise.all(
    listed.value.map(async ({ teamCount, ...invitation }): Promise<Outcome<GithubInvitation>> => {
      // Of one that came to nothing, nobody is told the teams: it is no invitation any more.
      if (teamCount === 0 || invitation.failed !== null) return success(invitation);
      const teams = await readRestList(client, endpoint, {
        name: `teams of the invitation of ${invitation.login ?? invitation.email ?? invitation.id}`,
        route: 'GET /orgs/{org}/invitations/{invitation_id}/teams',
        parameters: { org: endpoint.login, invitation_id: invitation.id },
        item: (found) => found.whole('id'),
        id: String,
      });
      return teams.ok ? success({ ...invitation, teamIds: teams.value }) : teams;
    }),
  );
  const invitations: GithubInvitation[] = [];
  for (const one of read) {
    if (!one.ok) return one;
    invitations.push(one.value);
  }
  return success(invitations);
}

/** One request for each repository: nothing tells of all of them at once. */
export async function readRepositoryInvitations(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
  repositories: GithubStructure['repositories'],
): Promise<
  Outcome<{ readonly repositories: readonly GithubRepository[]; readonly unknown: readonly UnknownList[] }>
> {
  const unknown: UnknownList[] = [];
  const shown: GithubRepository[] = [];
  const read = await Promise.all(
    repositories.map(async (repository) => {
      const name = `invitations of repository ${repository.name}`;
      const invitations = await readRestList(client, endpoint, {
        name,
        route: 'GET /repos/{owner}/{repo}/invitations',
        parameters: { owner: endpoint.login, repo: repository.name },
        item: repositoryInvitationShape,
        id: personId,
      });
      return { repository, name, invitations };
    }),
  );
  for (const { repository, name, invitations } of read) {
    const because = invitations.ok ? null : hiddenBecause(invitations);
    if (!invitations.ok && because === null) return invitations;
    if (because !== null) {
      unknown.push(...unknownPeopleOf(endpoint, name, repositoryScope(endpoint, repository.name), because));
    }
    shown.push({ ...repository, invitations: invitations.ok ? invitations.value : [] });
  }
  return success({ repositories: shown, unknown });
}
