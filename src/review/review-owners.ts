import { windowState } from '../compile/exception-in-force.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { OrganizationDocument, Written, WrittenGroup, WrittenWindow } from '../policy/document-types.ts';
import { type MemberId, memberId, type Principal, splitGroupPath } from '../resource/identifiers.ts';
import { listed } from './reviewed-grants.ts';
import type { SamePerson } from './same-person.ts';

/** What an owner begins with that is a group. */
export const GROUP_OWNER = 'group:';

/** An owner as written, and the people that it stands for at the instant. */
export interface ResolvedOwner {
  readonly written: Written<string>;
  readonly people: readonly MemberId[];
  /** Why there is nobody; null where there is somebody. */
  readonly nobody: 'unknown' | 'gone' | 'unknown-group' | 'empty-group' | null;
}

/** Looks up owners of reviews among everybody that a workspace writes. */
export class ReviewOwners {
  readonly persons: SamePerson;
  readonly #document: OrganizationDocument;
  readonly #platform: PlatformDefinition;
  readonly #instant: number;
  readonly #everybody: ReadonlySet<string>;
  readonly #present = new Set<MemberId>();
  readonly #written = new Set<MemberId>();
  readonly #resolved = new Map<Written<string>, ResolvedOwner>();

  /** `everybody`: members of all organizations, as they are compared. */
  constructor(
    document: OrganizationDocument,
    platform: PlatformDefinition,
    instant: number,
    everybody: ReadonlySet<string>,
    persons: SamePerson,
  ) {
    this.persons = persons;
    this.#document = document;
    this.#platform = platform;
    this.#instant = instant;
    this.#everybody = everybody;
    for (const { key, state, window, absent } of document.root.members) {
      const id = this.id(key);
      this.#written.add(id);
      const isHere = absent === null && state?.value !== 'deactivated' && isWithin(window, instant);
      if (isHere) this.#present.add(id);
    }
  }

  id(key: string): MemberId {
    return memberId(key, this.#platform.members.compare);
  }

  resolve(written: Written<string>): ResolvedOwner {
    const known = this.#resolved.get(written);
    if (known !== undefined) return known;
    const found = this.#resolve(written);
    this.#resolved.set(written, found);
    return found;
  }

  #resolve(written: Written<string>): ResolvedOwner {
    const { value } = written;
    if (!value.startsWith(GROUP_OWNER)) {
      const id = this.id(value);
      if (this.#present.has(id)) return { written, people: [id], nobody: null };
      const nobody = this.#written.has(id) ? 'gone' : this.#everybody.has(id) ? null : 'unknown';
      return { written, people: nobody === null ? [id] : [], nobody };
    }
    const group = this.#group(value.slice(GROUP_OWNER.length));
    if (group === undefined) return { written, people: [], nobody: 'unknown-group' };
    const people = [...this.#peopleIn(group, new Set())];
    return { written, people, nobody: people.length === 0 ? 'empty-group' : null };
  }

  /** Whether a grant of this holder is a grant of the person. */
  isOf(holder: Principal, person: MemberId): boolean {
    if (holder.type === 'member') return this.persons.isOne(holder.member, person);
    const group = this.#group(holder.group);
    if (group === undefined) return false;
    return [...this.#peopleIn(group, new Set())].some((one) => this.persons.isOne(one, person));
  }

  /** By its name at the organization, or by its path: `acme/units/emea/qa`. */
  #group(name: string): WrittenGroup | undefined {
    const { root } = this.#document;
    if (!name.includes('/')) return root.groups.find((group) => group.name === name);
    const { home, name: last } = splitGroupPath(name);
    const steps = home.split('/').slice(1);
    let scope = home.split('/')[0] === root.name ? root : undefined;
    for (let at = 0; at + 1 < steps.length && scope !== undefined; at += 2) {
      const [plural, child] = [steps[at], steps[at + 1]];
      scope = scope.scopes.find((one) => one.plural?.value === plural && one.name === child);
    }
    return scope?.groups.find((group) => group.name === last);
  }

  #peopleIn(group: WrittenGroup, seen: Set<WrittenGroup>): Set<MemberId> {
    const people = new Set<MemberId>();
    if (seen.has(group) || group.absent !== null || !isWithin(group.window, this.#instant)) return people;
    seen.add(group);
    for (const { name, window } of listed(group.members)) {
      const id = this.id(name);
      if (isWithin(window, this.#instant) && this.#present.has(id)) people.add(id);
    }
    for (const { name, window } of listed(group.groups)) {
      const inner = isWithin(window, this.#instant) ? this.#group(name) : undefined;
      if (inner !== undefined) for (const one of this.#peopleIn(inner, seen)) people.add(one);
    }
    return people;
  }
}

/** Whether a written window holds at an instant. */
export function isWithin(window: WrittenWindow, instant: number): boolean {
  return windowState(window, instant) === 'in-force';
}
