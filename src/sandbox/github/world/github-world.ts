import type { GithubClock } from './github-clock.ts';
import type {
  GithubAuditEvent,
  GithubOrganizationRecord,
  GithubRepositoryRecord,
  GithubTeamRecord,
  GithubUserRecord,
} from './github-records.ts';
import { StableNumbers } from './stable-number.ts';

/** All that the stand-in knows, by number and by folded name. */
export class GithubWorld {
  readonly clock: GithubClock;
  readonly numbers = new StableNumbers();
  readonly users = new Map<number, GithubUserRecord>();
  readonly organizations = new Map<number, GithubOrganizationRecord>();
  readonly #userIds = new Map<string, number>();
  readonly #organizationIds = new Map<string, number>();
  /** What happens in the background, and when it is done. */
  #background: { readonly at: number; readonly work: () => void }[] = [];
  #lastNumber = 0;

  /** Makes the person of a login that nobody has; null where only those of the seed are known. */
  newcomer: ((login: string) => GithubUserRecord) | null = null;

  constructor(clock: GithubClock) {
    this.clock = clock;
  }

  addUser(user: GithubUserRecord): GithubUserRecord {
    this.users.set(user.id, user);
    this.#userIds.set(fold(user.login), user.id);
    return user;
  }

  /** The old login is free at once: nothing leads from it to the person. */
  renameUser(user: GithubUserRecord, login: string): void {
    this.#userIds.delete(fold(user.login));
    user.login = login;
    this.#userIds.set(fold(login), user.id);
  }

  removeUser(user: GithubUserRecord): void {
    this.#userIds.delete(fold(user.login));
    this.users.delete(user.id);
    for (const organization of this.organizations.values()) {
      organization.members.delete(user.id);
      organization.billingManagers.delete(user.id);
      for (const team of organization.teams.values()) team.members.delete(user.id);
      for (const role of organization.roles.values()) role.users.delete(user.id);
      for (const repository of organization.repositories.values()) repository.collaborators.delete(user.id);
      for (const [id, invitation] of organization.invitations) {
        if (invitation.userId === user.id) organization.invitations.delete(id);
      }
    }
  }

  addOrganization(organization: GithubOrganizationRecord): void {
    this.organizations.set(organization.id, organization);
    this.#organizationIds.set(fold(organization.login), organization.id);
  }

  userByLogin(login: string): GithubUserRecord | undefined {
    const id = this.#userIds.get(fold(login));
    if (id !== undefined) return this.users.get(id);
    return this.newcomer !== null && /^[a-z\d][a-z\d_-]{0,38}$/i.test(login)
      ? this.newcomer(login)
      : undefined;
  }

  user(id: number): GithubUserRecord {
    const user = this.users.get(id);
    if (user === undefined) throw new Error(`no user ${id}`);
    return user;
  }

  organizationByLogin(login: string): GithubOrganizationRecord | undefined {
    const id = this.#organizationIds.get(fold(login));
    return id === undefined ? undefined : this.organizations.get(id);
  }

  teamById(
    id: number,
  ): { readonly organization: GithubOrganizationRecord; readonly team: GithubTeamRecord } | undefined {
    for (const organization of this.organizations.values()) {
      const team = organization.teams.get(id);
      if (team !== undefined) return { organization, team };
    }
    return undefined;
  }

  /** A number that nothing has: counted up, as GitHub's are. */
  nextNumber(): number {
    this.#lastNumber += 1;
    return 1_000_000_000 + this.#lastNumber;
  }

  /** Done when the clock has gone on by so many milliseconds; at once for none. */
  inBackground(milliseconds: number, work: () => void): void {
    if (milliseconds <= 0) work();
    else this.#background.push({ at: this.clock.now() + milliseconds, work });
  }

  finishBackground(): void {
    const now = this.clock.now();
    const due = this.#background.filter(({ at }) => at <= now);
    this.#background = this.#background.filter(({ at }) => at > now);
    for (const { work } of due) work();
  }

  record(
    organization: GithubOrganizationRecord,
    event: Omit<GithubAuditEvent, 'at' | 'actorId' | 'userId'>,
  ): void {
    const { actor, user } = event;
    const actorId = this.#userIds.get(fold(actor));
    const userId = user === undefined ? undefined : this.#userIds.get(fold(user));
    organization.events.push({ at: this.clock.now(), ...event, actorId, userId });
  }
}

export function repositoryByName(
  organization: GithubOrganizationRecord,
  name: string,
): GithubRepositoryRecord | undefined {
  const id = organization.repositoryNames.get(fold(name));
  return id === undefined ? undefined : organization.repositories.get(id);
}

export function teamBySlug(
  organization: GithubOrganizationRecord,
  slug: string,
): GithubTeamRecord | undefined {
  const wanted = fold(slug);
  for (const team of organization.teams.values()) if (team.slug === wanted) return team;
  return undefined;
}

/** Logins and names are compared without regard to case. */
export function fold(name: string): string {
  return name.toLowerCase();
}
