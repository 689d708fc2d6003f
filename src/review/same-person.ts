import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { PersonRecord } from '../policy/people-document.ts';
import { type MemberId, memberId } from '../resource/identifiers.ts';
import { PeopleIndex } from '../rule/people-index.ts';

/** An organization with everybody who is written in it. */
export interface OrganizationPeople {
  readonly name: string;
  readonly platform: PlatformDefinition;
  readonly members: ReadonlySet<MemberId>;
}

/**
 * Who is one person in an organization: under one key, or under two that documents tie. An owner may have no key there: the
 * keys of other organizations are looked at then, and whoever could be the same person counts as the same, since a decision
 * on one's own grant must not get through.
 */
export class SamePerson {
  readonly #own: OrganizationPeople;
  readonly #all: readonly OrganizationPeople[];
  readonly #people: PeopleIndex;
  readonly #known = new Map<MemberId, ReadonlySet<string>>();

  constructor(own: OrganizationPeople, all: readonly OrganizationPeople[], records: readonly PersonRecord[]) {
    this.#own = own;
    this.#all = all;
    this.#people = new PeopleIndex(records, all);
  }

  isOne(a: MemberId, b: MemberId): boolean {
    if (a === b) return true;
    const others = this.#identities(b);
    return [...this.#identities(a)].some((one) => others.has(one));
  }

  #identities(member: MemberId): ReadonlySet<string> {
    const known = this.#known.get(member);
    if (known !== undefined) return known;
    const found = new Set(this.#homes(member).map(([home, id]) => this.#people.identityOf(home, id)));
    this.#known.set(member, found);
    return found;
  }

  /** The organizations that a key may be of: this one, or else each other that has it. */
  #homes(member: MemberId): readonly (readonly [OrganizationPeople, MemberId])[] {
    if (this.#own.members.has(member)) return [[this.#own, member]];
    const elsewhere = this.#all.flatMap((one): readonly (readonly [OrganizationPeople, MemberId])[] => {
      const id = memberId(member, one.platform.members.compare);
      return one !== this.#own && one.members.has(id) ? [[one, id]] : [];
    });
    return elsewhere.length === 0 ? [[this.#own, member]] : elsewhere;
  }
}
