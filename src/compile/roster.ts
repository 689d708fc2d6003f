import type { WrittenMember } from '../policy/document-types.ts';
import { type GroupPath, type MemberId, memberId, type ScopePath } from '../resource/identifiers.ts';
import type { MembershipState } from '../resource/resource.ts';
import type { TableCode } from '../source/codes/codes.ts';
import { nearest } from '../source/did-you-mean.ts';
import { known } from '../source/known.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import type { Binding } from './binding.ts';
import type { DefinedGroup } from './group-table.ts';
import type { BoundWindow, TimeSpan } from './windows.ts';

/** A person written as a member of the organization, inside the window or not. */
export interface RosterEntry {
  readonly id: MemberId;
  /** As written. */
  readonly display: string;
  readonly origin: Origin;
  readonly state: MembershipState;
  readonly window: BoundWindow;
  /** The entry that says so. */
  readonly written: WrittenMember;
}

interface ChildScopeMember {
  readonly member: MemberId;
  readonly group: DefinedGroup;
  readonly origin: Origin;
  /** The child group they are in; null for a place of their own. */
  readonly through: GroupPath | null;
}

/**
 * Everybody the documents name as a member of the organization. Who is used anywhere must be in it, under either
 * authority: a name that is only used would be a typing slip as likely as a colleague.
 */
export class Roster {
  readonly members = new Map<MemberId, RosterEntry>();
  /** Ruled out with `absent: true`. */
  readonly absent = new Map<MemberId, Origin>();
  /** Named under a scope below: somebody of that name is meant, only not declared. */
  readonly below = new Set<MemberId>();
  /** Places in groups, now or later, of people whom the home of the group does not hold at any time. */
  readonly outsiders: ChildScopeMember[] = [];
  readonly #inGroups = new ListsByKey<MemberId, TimeSpan>();
  readonly #places: Map<string, readonly BoundWindow[]> | null;

  /** `asksForPlaces`: whether some rule asks who belongs to which scope. */
  constructor(asksForPlaces: boolean) {
    this.#places = asksForPlaces ? new Map() : null;
  }

  /** Somebody belongs to a scope by an entry there, within these windows. */
  belongs(scope: ScopePath, id: MemberId, windows: readonly BoundWindow[]): void {
    this.#places?.set(`${scope}|${id}`, windows);
  }

  /** Somebody has a place in a group within all of these windows together. */
  joinsGroup(id: MemberId, windows: readonly BoundWindow[]): void {
    this.#inGroups.add(id, {
      from: Math.max(...windows.map(({ from }) => from)),
      until: Math.min(...windows.map(({ until }) => until)),
    });
  }

  placesInGroups(id: MemberId): readonly TimeSpan[] {
    return this.#inGroups.get(id);
  }

  /** The windows within which somebody belongs to a scope; null where no entry says so, at any time. */
  placeOn(scope: ScopePath, id: MemberId): readonly BoundWindow[] | null {
    return known(this.#places, 'the places that a rule asks for').get(`${scope}|${id}`) ?? null;
  }

  /**
   * Whom the entries of a list name, undefined for those that `find` has something to say of. All of a list together: each
   * look-up waits for the memory of somebody who stands anywhere, and so the machine waits for many at once.
   */
  joined(
    entries: readonly { readonly name: string }[],
    binding: Binding,
  ): readonly (RosterEntry | undefined)[] {
    const { compare } = binding.platform.members;
    return entries.map(({ name }) => this.members.get(memberId(name, compare)));
  }

  /**
   * The member whom a key names, compared as the platform compares. Reports `unknown-member` when nobody of that
   * name is written anywhere, `member-not-in-organization` when the person is ruled out, or written only below.
   */
  find(key: string, where: string, origin: Origin, binding: Binding): RosterEntry | null {
    const id = memberId(key, binding.platform.members.compare);
    const member = this.members.get(id);
    if (member !== undefined) return member;
    if (this.absent.has(id) || this.below.has(id)) {
      this.#reportOutsider(key, where, origin, binding);
    } else {
      this.#report('unknown-member', `No member is called ${quote(key)}.`, key, origin, binding);
    }
    return null;
  }

  /** As `find`, for an entry under a scope below: a name nobody has is `member-not-in-organization` too. */
  findBelow(key: string, where: string, origin: Origin, binding: Binding): RosterEntry | null {
    const member = this.members.get(memberId(key, binding.platform.members.compare));
    if (member === undefined) this.#reportOutsider(key, where, origin, binding);
    return member ?? null;
  }

  /** "Did you mean", when a key is nearly that of a member; null otherwise. */
  meant(key: string, binding: Binding): string | null {
    return binding.suggest(key, this.#alike(key), '').trim() || null;
  }

  #reportOutsider(key: string, where: string, origin: Origin, binding: Binding): void {
    const absent = this.absent.get(memberId(key, binding.platform.members.compare));
    if (absent === undefined) {
      const message = `${quote(key)} is used in ${where} without being a member of the organization.`;
      this.#report('member-not-in-organization', message, key, origin, binding);
    } else {
      binding.report(
        'member-not-in-organization',
        `${quote(key)} is used in ${where} and ruled out of the organization with absent: true.`,
        origin,
        {
          related: [{ message: 'ruled out here', origin: absent }],
          hint: 'Remove one of the two.',
        },
      );
    }
  }

  #report(code: TableCode, message: string, key: string, origin: Origin, binding: Binding): void {
    const hint = binding.suggest(
      key,
      this.#alike(key),
      `${binding.platform.title} gives access to members only: write the person under members of the organization.`,
    );
    binding.report(code, message, origin, { hint });
  }

  /** One domain makes all addresses of a company look alike, so what is before the @ must be near by itself. */
  *#alike(key: string): Generator<string, void> {
    const wanted = key.replace(/@.*/s, '');
    for (const { display } of this.members.values()) {
      if (nearest(wanted, [display.replace(/@.*/s, '')]) !== null) yield display;
    }
  }
}
