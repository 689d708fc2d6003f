import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { Invitation, MembershipState, Resource } from '../../resource/resource.ts';
import { resource } from '../../resource/resource-types.ts';
import { GITHUB_PATHS, type GithubEndpoint } from './github-endpoint.ts';
import type { GithubInvitation, GithubPerson, GithubRepository } from './github-facts.ts';
import { belongsToOrganization, type GithubIndex } from './github-index.ts';
import type { GithubNaming } from './github-naming.ts';

/** An invitation is over after so many days, to an organization and to a repository alike. */
const INVITATION_DAYS = 7;
const DAY_MS = 86_400_000;

/** Who is a member or invited, of the organization and of its repositories. */
export class GithubMemberships {
  readonly #index: GithubIndex;
  readonly #endpoint: GithubEndpoint;
  readonly #naming: GithubNaming;

  constructor(index: GithubIndex, endpoint: GithubEndpoint, naming: GithubNaming) {
    this.#index = index;
    this.#endpoint = endpoint;
    this.#naming = naming;
  }

  *all(): Generator<Resource> {
    const { organization, login } = this.#endpoint;
    for (const { person } of this.#index.organization.members) {
      yield this.#member(organization, person, 'active', null, GITHUB_PATHS.membership(login, person.login));
    }
    for (const [member, invitation] of this.#index.invitations) {
      yield this.#invited(member, invitation, [], 'invited');
    }
    for (const [member, failed] of this.#index.failedInvitations) {
      const [last, ...before] = [...failed].sort((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
      if (last === undefined || this.#index.invitations.has(member)) continue;
      yield this.#invited(member, last, before, 'expired');
    }
    for (const [scope, repository] of this.#index.repositories) yield* this.#outsiders(scope, repository);
  }

  #invited(
    member: MemberId,
    { login, sentAt }: GithubInvitation,
    before: readonly GithubInvitation[],
    state: MembershipState,
  ): Resource {
    const shown = login ?? member;
    const path = GITHUB_PATHS.membership(this.#endpoint.login, shown);
    return resource(
      'member',
      {
        scope: this.#endpoint.organization,
        member,
        display: shown,
        state,
        invitation: invitationTold(sentAt, before.length + 1),
      },
      this.#naming.at(path),
    );
  }

  *#outsiders(scope: ScopePath, { name, collaborators, invitations }: GithubRepository): Generator<Resource> {
    const { login } = this.#endpoint;
    for (const { person } of collaborators) {
      if (belongsToOrganization(this.#index, this.#naming.person(person))) continue;
      yield this.#member(scope, person, 'active', null, GITHUB_PATHS.collaborator(login, name, person.login));
    }
    const there = new Set(collaborators.map(({ person }) => person.id));
    for (const { person, sentAt, expired } of invitations) {
      if (there.has(person.id) || belongsToOrganization(this.#index, this.#naming.person(person))) continue;
      const path = GITHUB_PATHS.collaborator(login, name, person.login);
      yield this.#member(scope, person, expired ? 'expired' : 'invited', invitationTold(sentAt, 1), path);
    }
  }

  #member(
    scope: ScopePath,
    person: GithubPerson,
    state: MembershipState,
    invitation: Invitation | null,
    path: string,
  ): Resource {
    const attributes = {
      scope,
      member: this.#naming.person(person),
      display: this.#naming.shown(person),
      state,
      invitation,
    };
    return resource('member', attributes, this.#naming.at(path));
  }
}

function invitationTold(sentAt: string, sent: number): Invitation {
  const expires = new Date(Date.parse(sentAt) + INVITATION_DAYS * DAY_MS).toISOString();
  return { sent, sentAt, expiresAt: expires.replace(/\.000Z$/, 'Z') };
}
