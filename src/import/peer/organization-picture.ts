import { teamSlug } from '../../platform/team-slug.ts';
import type { Written } from '../../policy/document-types.ts';
import type { Address } from '../../resource/address.ts';
import { groupAddress } from '../../resource/address.ts';
import { choiceEntry } from '../../resource/choices.ts';
import { type GroupPath, groupPath, type MemberId, type ScopePath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { entriesFrom, resource, resourceWith } from '../../resource/resource-types.ts';
import { compareOrigins, type Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { MAINTAINER, ORGANIZATION, OWNER } from './github-words.ts';
import type { PeerReading } from './peer-reading.ts';
import type { PeerOrganization } from './peer-source.ts';
import { PicturePeople } from './picture-people.ts';
import { PictureRepositories } from './picture-repositories.ts';
import { cyclesOf, type PictureTeam, unsaidOf } from './picture-teams.ts';

/** Collects an organization from another program's files, in any order, and gives it back as resources. */
export class OrganizationPicture {
  readonly people: PicturePeople;
  readonly #name: string;
  readonly #origin: Origin;
  readonly #reading: PeerReading;
  #title: string;
  /** Members of the organization; null where the files have no list of them. */
  #roster: ReadonlyMap<MemberId, Origin> | null = null;
  #owners: ReadonlyMap<MemberId, Origin> = new Map();
  readonly #teams = new Map<string, PictureTeam>();
  readonly #repositories: PictureRepositories;
  readonly #outside = new Map<
    string,
    { readonly scope: ScopePath; readonly id: MemberId; readonly origin: Origin }
  >();
  readonly #formerNames = new Map<Address, string>();
  /** Of the organization, as choices; nothing of what the files do not say. */
  readonly settings = new Map<string, Origin>();

  constructor(name: string, origin: Origin, reading: PeerReading) {
    this.#name = name;
    this.#title = name;
    this.#origin = origin;
    this.#reading = reading;
    this.people = new PicturePeople(reading);
    this.#repositories = new PictureRepositories(name, reading);
  }

  title(title: string): void {
    this.#title = title;
  }

  /** The whole list of members, owners among them. Reports who is named twice. */
  roster(owners: readonly Written<string>[], members: readonly Written<string>[]): void {
    const all = new Map<MemberId, Origin>();
    for (const login of [...owners, ...members]) this.people.add(all, login, `the members of ${this.#name}`);
    const owning = owners.flatMap(({ value, origin }): readonly (readonly [MemberId, Origin])[] => {
      const id = this.people.named({ value, origin });
      return id === null ? [] : [[id, origin]];
    });
    this.#roster = all;
    this.#owners = new Map(owning);
  }

  /** A team by its name or slug, each once. Reports `duplicate-declaration` and `invalid-name`; null then. */
  team(name: Written<string>, isNamed = true): PictureTeam | null {
    const slug = teamSlug(name.value);
    if (slug === '') {
      this.#reading.report(
        'invalid-name',
        `No slug can be made of the team name ${quote(name.value)}.`,
        name.origin,
      );
      return null;
    }
    const first = this.#teams.get(slug);
    if (first !== undefined) {
      const same = first.title === name.value ? '' : `; GitHub makes one slug, ${quote(slug)}, of both names`;
      const message = `The team ${quote(name.value)} is declared twice${same}.`;
      this.#reading.report('duplicate-declaration', message, name.origin, {
        related: [{ message: 'declared here first', origin: first.origin }],
      });
      return null;
    }
    const team: PictureTeam = {
      slug,
      title: name.value,
      isNamed,
      origin: name.origin,
      description: null,
      settings: new Map(),
      people: null,
      maintainers: new Map(),
      children: new Map(),
    };
    this.#teams.set(slug, team);
    return team;
  }

  /** Who is in a team, each once. Reports `duplicate-declaration`. */
  populate(
    team: PictureTeam,
    maintainers: readonly Written<string>[],
    members: readonly Written<string>[],
  ): ReadonlyMap<MemberId, Origin> {
    const people = this.people.list([...maintainers, ...members], `the team ${quote(team.title)}`);
    team.people = people;
    this.maintain(team, maintainers);
    return people;
  }

  /** Adds maintainers to those of a team. */
  maintain(team: PictureTeam, maintainers: readonly Written<string>[]): void {
    const more = maintainers.flatMap((login): readonly (readonly [MemberId, Origin])[] => {
      const id = this.people.named(login);
      return id === null ? [] : [[id, login.origin]];
    });
    team.maintainers = new Map([...team.maintainers, ...more]);
  }

  /** A team of which the files know no more than its slug. */
  teamBySlug(slug: Written<string>): PictureTeam | null {
    return this.team({ value: teamSlug(slug.value), origin: slug.origin }, false);
  }

  /** The team that a name or slug means; null where none is declared. */
  teamNamed(name: string): PictureTeam | null {
    return this.#teams.get(teamSlug(name)) ?? null;
  }

  teams(): readonly PictureTeam[] {
    return [...this.#teams.values()];
  }

  repository(name: Written<string>): ScopePath {
    return this.#repositories.named(name);
  }

  /** One that is declared here, and nowhere else. Reports `duplicate-declaration`; null then. */
  repositoryOnce(name: Written<string>): ScopePath | null {
    return this.#repositories.once(name);
  }

  grantToTeam(scope: ScopePath, team: PictureTeam, permission: Written<string>): void {
    const principal = { type: 'group', group: this.#path(team) } as const;
    this.#repositories.grant(scope, principal, `The team ${quote(team.title)}`, permission);
  }

  /** Somebody who is named on a repository: from outside, unless the files list them as a member. */
  grantToPerson(scope: ScopePath, login: Written<string>, permission: Written<string>): void {
    const id = this.people.named(login);
    if (id === null) return;
    if (this.#roster?.has(id) !== true)
      this.#outside.set(`${scope}|${id}`, { scope, id, origin: login.origin });
    this.#repositories.grant(scope, { type: 'member', member: id }, quote(login.value), permission);
  }

  /**
   * The former name of a team or repository, as `renamed-from` has it. One that is a thing of its own, or the same
   * name to GitHub, is left out.
   */
  formerly(address: Address, current: string, former: Written<string>, what: 'team' | 'repository'): void {
    const name = what === 'team' ? teamSlug(former.value) : former.value;
    const taken = what === 'team' ? this.#teams.has(name) : this.#repositories.has(name);
    const why =
      name === current
        ? 'It is the present name to GitHub.'
        : taken
          ? 'It is the name of another one now, so nothing is renamed from it.'
          : this.#formerNames.has(address)
            ? 'Documents hold one former name, and the first is written.'
            : null;
    if (why === null) this.#formerNames.set(address, name);
    else this.#reading.leaveOut(`former name of a ${what}`, why, former.origin, former.value);
  }

  groupAddress(team: PictureTeam): Address {
    return groupAddress(this.#path(team));
  }

  #path(team: PictureTeam): GroupPath {
    return groupPath(this.#name, team.slug);
  }

  /**
   * `whole`: whether the files say all that is given on the repositories that they name. Reports
   * `member-not-in-organization` and `group-cycle`.
   */
  finish(whole = true): PeerOrganization {
    const organization = this.#name;
    const members = new Map(this.#roster ?? []);
    for (const team of this.#teams.values()) {
      for (const [id, origin] of team.people ?? []) {
        if (members.has(id)) continue;
        if (this.#roster === null) members.set(id, origin);
        else {
          const login = quote(this.people.loginOf(id));
          const message = `${login} is in the team ${quote(team.title)} and not among the members of ${organization}.`;
          this.#reading.report('member-not-in-organization', message, origin);
        }
      }
    }
    // Whoever turns out to be a member by a team is not from outside.
    const outside = [...this.#outside.values()].filter(({ id }) => !members.has(id));
    for (const { message, origin, related } of cyclesOf(this.#teams))
      this.#reading.report('group-cycle', message, origin, { related });
    const resources: Resource[] = [
      resource(
        'scope',
        { path: organization, kind: ORGANIZATION, title: this.#title, settings: this.settings, parent: null },
        this.#origin,
      ),
      ...this.#repositories.scopes(),
      ...[...members].map(([id, origin]) => this.#member(organization, id, origin)),
      ...outside.map(({ scope, id, origin }) => this.#member(scope, id, origin)),
      ...[...this.#owners].map(([member, origin]) => this.#owner(member, origin)),
      ...this.teams().map((team) => this.#group(team)),
      ...this.#repositories.assignments(),
    ];
    return {
      name: organization,
      resources,
      formerNames: this.#formerNames,
      unsaid: new Map(this.teams().map((team) => [this.groupAddress(team), unsaidOf(team)])),
      wholeRepositories: whole ? this.#repositories.paths : new Set(),
      unplaced: this.#reading.unplaced.toSorted((a, b) => compareOrigins(a.origin, b.origin)),
    };
  }

  #member(scope: ScopePath, id: MemberId, origin: Origin): Resource {
    const display = this.people.loginOf(id);
    return resource('member', { scope, member: id, display, state: 'active', invitation: null }, origin);
  }

  #group(team: PictureTeam): Resource {
    const children = [...team.children].map(
      ([slug, origin]) => [groupPath(this.#name, slug), origin] as const,
    );
    return resourceWith(
      'group',
      {
        home: this.#name,
        name: team.slug,
        title: team.title,
        description: team.description ?? '',
        settings: new Map(team.settings),
        members: new Map(team.people ?? []),
        membershipRoles: new Map(
          [...team.maintainers].map(([id, origin]) => [choiceEntry(id, MAINTAINER), origin]),
        ),
        groups: new Map(children),
      },
      team.origin,
    );
  }

  #owner(member: MemberId, origin: Origin): Resource {
    const principal = { type: 'member', member } as const;
    const roles = entriesFrom([OWNER], origin);
    return resourceWith('assignment', { scope: this.#name, principal, roles }, origin);
  }
}
