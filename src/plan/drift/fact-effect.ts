import { buildAccess } from '../../access/build-access.ts';
import { compareAccess } from '../../access/compare-access.ts';
import type { AccessDelta, AccessGrant, EffectiveAccess } from '../../access/effective-access.ts';
import { instancesOf, withInstances } from '../../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../../platform/platform-definition.ts';
import { grantWords } from '../../resource/grant-words.ts';
import type { GroupPath, MemberId } from '../../resource/identifiers.ts';
import { memberKey } from '../../resource/identifiers.ts';
import { mapResources, modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import type { AssignmentResource, GroupResource, MemberResource, Resource } from '../../resource/resource.ts';
import { groupPathOf } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import { memoize } from '../../source/memoize.ts';

/** Whose access a fact can touch at all: nobody is asked about anybody else. */
export type AffectedAccess =
  | { readonly who: 'nobody' }
  | { readonly who: 'everybody' }
  | { readonly who: 'member'; readonly member: MemberId }
  | { readonly who: 'group'; readonly group: GroupPath };

/** One of the facts by which two states of an organization differ. */
export interface StateFact {
  readonly touches: AffectedAccess;
  /** Resources of the state before, with this fact on top. */
  readonly applied: (before: readonly Resource[]) => readonly Resource[];
  /** Resources of the state after, with this fact taken away. */
  readonly undone: (after: readonly Resource[]) => readonly Resource[];
}

/**
 * What one fact has to do with the difference of two states, in the platform's form: what it changes when it is put
 * on the first alone, and what is changed back when it is taken from the second alone. Of two facts that only
 * together give something (a member and the role of that member) the second way shows both. Only what really differs
 * between the two states counts, so that all that is said of single facts is part of the sum.
 *
 * People alike in both states are weighed once: one stands for all.
 */
export class FactEffects {
  readonly #platform: PlatformDefinition;
  readonly #before: StateIndex;
  readonly #after: StateIndex;
  readonly #members: readonly MemberId[];
  readonly #rank = new Map<MemberId, number>();
  readonly #permissions: ReadonlyMap<string, number>;
  /** Permissions for a text in either state: they have a place in all that is compared. */
  readonly #texts: readonly PermissionName[];
  /** Equal for people who are alike in both states. */
  readonly #kindOf: (member: MemberId) => string;

  constructor(platform: PlatformDefinition, before: readonly Resource[], after: readonly Resource[]) {
    this.#platform = platform;
    this.#before = new StateIndex(platform, before);
    this.#after = new StateIndex(platform, after);
    this.#members = [...new Set([...this.#before.access.members, ...this.#after.access.members])].sort();
    this.#members.forEach((member, at) => {
      this.#rank.set(member, at);
    });
    this.#kindOf = memoize((m) => JSON.stringify([this.#before.kindOf(m), this.#after.kindOf(m)]));
    this.#texts = [this.#before, this.#after].flatMap(({ access }) => [
      ...instancesOf(access.relation.platform),
    ]);
    const { permissions } = withInstances(platform, this.#texts);
    this.#permissions = new Map([...permissions.keys()].map((name, at) => [name, at]));
  }

  weigh(stateFact: StateFact): AccessDelta {
    const alike = this.#alike(this.#touched(stateFact.touches));
    if (alike.size === 0) return { gained: [], lost: [] };
    const [before, after] = [this.#before, this.#after];
    const of = ({ access }: StateIndex): EffectiveAccess => ({
      ...access.withInstances(this.#texts),
      members: [...alike.keys()],
    });
    const people = new Set(alike.keys());
    // A fact can bring a group with everybody in it.
    const built = (resources: readonly Resource[]) =>
      buildAccess(this.#platform, onlyIn(resources, people)).withInstances(this.#texts);
    const put = compareAccess(of(before), built(stateFact.applied(before.around(people))));
    const taken = compareAccess(built(stateFact.undone(after.around(people))), of(after));
    const holds = ({ access }: StateIndex, { member, permission, scope }: AccessGrant): boolean =>
      access.can(member, permission, scope);
    return {
      gained: this.#all([...put.gained, ...taken.gained], alike, (g) => holds(after, g) && !holds(before, g)),
      lost: this.#all([...put.lost, ...taken.lost], alike, (g) => holds(before, g) && !holds(after, g)),
    };
  }

  #touched(touches: AffectedAccess): Iterable<MemberId> {
    switch (touches.who) {
      case 'nobody':
        return [];
      case 'everybody':
        return this.#members;
      case 'member':
        return this.#rank.has(touches.member) ? [touches.member] : [];
      case 'group':
        return [
          ...new Set([...this.#before.inside(touches.group), ...this.#after.inside(touches.group)]),
        ].filter((member) => this.#rank.has(member));
    }
  }

  /** One of each kind → all of that kind. */
  #alike(people: Iterable<MemberId>): ReadonlyMap<MemberId, readonly MemberId[]> {
    const byKind = groupBy(people, this.#kindOf);
    return new Map([...byKind.values()].map((all) => [known(all[0], 'somebody of a kind of people'), all]));
  }

  /** Each once, for everybody who is alike, in the order of every comparison. */
  #all(
    grants: readonly AccessGrant[],
    alike: ReadonlyMap<MemberId, readonly MemberId[]>,
    keep: (grant: AccessGrant) => boolean,
  ): readonly AccessGrant[] {
    // Only those who stand for somebody were asked about.
    const asked = grants.filter((grant) => alike.has(grant.member) && keep(grant));
    const byScope = groupBy(asked, ({ scope }) => scope);
    return [...byScope.keys()].sort().flatMap((scope) => {
      const byMember = groupBy(byScope.get(scope), ({ member }) => member);
      const rows = [...byMember].flatMap(([one, own]) => {
        const names = new Set(own.map(({ permission }) => permission));
        const sorted = [...names].sort((a, b) => this.#position(a) - this.#position(b));
        return known(alike.get(one), 'whom somebody stands for').map((member) => ({ member, sorted }));
      });
      rows.sort((a, b) => this.#rankOf(a.member) - this.#rankOf(b.member));
      return rows.flatMap(({ member, sorted }) =>
        sorted.map((permission) => ({ member, scope, permission })),
      );
    });
  }

  #position(permission: string): number {
    return known(this.#permissions.get(permission), 'a permission of the platform');
  }

  #rankOf(member: MemberId): number {
    return known(this.#rank.get(member), 'a member of one of the two states');
  }
}

/** The resources of one state, so that those around a few people are found without walking over everybody. */
class StateIndex {
  readonly access: EffectiveAccess;
  readonly #model: OrganizationModel;
  /** What is nobody's own: scopes, roles, groups and what groups are given; `bare` is a group with nobody in it. */
  readonly #frame: readonly { readonly whole: Resource; readonly bare: Resource }[];

  constructor(platform: PlatformDefinition, resources: readonly Resource[]) {
    this.access = buildAccess(platform, resources);
    this.#model = modelOf(resources);
    const nobody = new Set<MemberId>();
    this.#frame = resources.flatMap((whole) => {
      if (whole.type === 'member') return [];
      if (whole.type === 'assignment' && whole.attributes.principal.type === 'member') return [];
      return [{ whole, bare: whole.type === 'group' ? withOnly(whole, nobody) : whole }];
    });
  }

  /** These people, what is theirs, and the frame with nobody else in its groups. */
  around(people: ReadonlySet<MemberId>): readonly Resource[] {
    const all = [...people];
    const holding = new Set(all.flatMap((member) => this.#model.groupsListing(member)));
    const frame = this.#frame.map(({ whole, bare }) =>
      whole.type === 'group' && holding.has(whole) ? withOnly(whole, people) : bare,
    );
    return [...frame, ...all.flatMap((member) => this.#own(member))];
  }

  /** Everybody in the group, and in the groups in it: nobody where one of the two states does not have it. */
  inside(group: GroupPath): ReadonlySet<MemberId> {
    return this.#model.peopleIn(group);
  }

  #own(member: MemberId): readonly (MemberResource | AssignmentResource)[] {
    return [...this.#model.membershipsOf(member), ...this.#model.assignmentsTo(memberKey(member))];
  }

  /** Equal for people who are given the same: memberships, roles of their own, groups. */
  kindOf(member: MemberId): unknown {
    const own = this.#own(member).map((r) =>
      r.type === 'member'
        ? ['is', r.attributes.scope, r.attributes.state]
        : ['has', r.attributes.scope, ...grantWords(r.attributes)],
    );
    const groups = this.#model.groupsListing(member).map(groupPathOf);
    return [own.map((one) => JSON.stringify(one)).sort(), groups.sort()];
  }
}

/** Groups without the members who are not asked about. */
function onlyIn(resources: readonly Resource[], people: ReadonlySet<MemberId>): readonly Resource[] {
  return mapResources(resources, (r) => (r.type === 'group' ? withOnly(r, people) : r));
}

function withOnly(group: GroupResource, people: ReadonlySet<MemberId>): GroupResource {
  const { members } = group.attributes;
  const kept =
    members.size < people.size
      ? [...members].filter(([member]) => people.has(member))
      : [...people].flatMap((member) => {
          const origin = members.get(member);
          return origin === undefined ? [] : [[member, origin] as const];
        });
  if (kept.length === members.size) return group;
  return { ...group, attributes: { ...group.attributes, members: new Map(kept) } };
}
