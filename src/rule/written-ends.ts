import { groupAddress } from '../resource/address.ts';
import type { GroupPath, MemberId, RoleKey } from '../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import type { AssignmentResource, GroupResource } from '../resource/resource.ts';
import { formatOrigin, type Origin } from '../source/origin.ts';
import type { JudgedOrganization } from './judged-organization.ts';

/** From when until when something holds, in milliseconds; infinite where nothing is written. */
export interface HeldSpan {
  readonly from: number;
  readonly until: number;
}

export const ALWAYS_HELD: HeldSpan = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

export function overlap(one: HeldSpan, other: HeldSpan): HeldSpan {
  return { from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) };
}

/**
 * From when until when grants hold, as documents say it. A platform does not tell it, so of what is live it is looked up
 * in the documents; what no document has has no end.
 */
export class WrittenEnds {
  readonly #spans = new Map<string, HeldSpan>();
  readonly #written: OrganizationModel;

  constructor({ desired }: JudgedOrganization) {
    this.#written = modelOf(desired.resources);
    for (const { origin, from, until } of desired.windows) {
      const span = {
        from: from === null ? ALWAYS_HELD.from : Date.parse(from),
        until: until === null ? ALWAYS_HELD.until : Date.parse(until),
      };
      const place = formatOrigin(origin);
      this.#spans.set(place, overlap(span, this.#spans.get(place) ?? ALWAYS_HELD));
    }
  }

  /** Of a role of an assignment, with what bounds the entry of its holder there. */
  ofRole({ address }: AssignmentResource, role: RoleKey): HeldSpan {
    const written = this.#written.at(address);
    if (written?.type !== 'assignment') return ALWAYS_HELD;
    const { roles, below } = written.attributes;
    return overlap(this.#at(written.origin), this.#at(roles.get(role) ?? below.get(role)));
  }

  ofMembership(member: MemberId): HeldSpan {
    // Who is a member twice is one until the later end.
    const spans = this.#written.membershipsOf(member).map(({ origin }) => this.#at(origin));
    if (spans.length === 0) return ALWAYS_HELD;
    return {
      from: Math.min(...spans.map(({ from }) => from)),
      until: Math.max(...spans.map(({ until }) => until)),
    };
  }

  ofGroup(group: GroupPath): HeldSpan {
    return this.#at(this.#group(group)?.origin);
  }

  ofPlace(group: GroupPath, of: 'members' | 'groups', entry: string): HeldSpan {
    return this.#at(this.#group(group)?.attributes[of].get(entry));
  }

  #group(group: GroupPath): GroupResource | null {
    const found = this.#written.at(groupAddress(group));
    return found?.type === 'group' ? found : null;
  }

  #at(origin: Origin | undefined): HeldSpan {
    return origin === undefined ? ALWAYS_HELD : (this.#spans.get(formatOrigin(origin)) ?? ALWAYS_HELD);
  }
}
