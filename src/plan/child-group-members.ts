import { type Desired, entryKey } from '../compile/desired.ts';
import type { GroupPath, MemberId } from '../resource/identifiers.ts';
import { mapResources, modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import type { Entries, GroupResource, Resource, Snapshot } from '../resource/resource.ts';
import { ListsByKey } from '../source/lists-by-key.ts';

/** Whether a resource leaves an attribute to the platform. */
export type IsUnstated = (resource: Resource, attribute: string) => boolean;

/**
 * Flat on the wire, child groups are people. Of a group whose child groups are written and whose own people are not,
 * the live ones stay, but for those who were there through a child: who leaves the child leaves the group with it, and
 * so do the people of a child whose own entry is over. Who is in a child as it is written is there by that.
 */
export function withChildGroupMembers(desired: Desired, live: Snapshot, isUnstated: IsUnstated): Desired {
  const people = new ChildGroupMembers(desired, live, isUnstated);
  const resources = mapResources(desired.resources, (r) => {
    if (r.type !== 'group' || !people.isOpen(r)) return r;
    return { ...r, attributes: { ...r.attributes, members: people.own(r) } };
  });
  return resources === desired.resources ? desired : { ...desired, resources };
}

class ChildGroupMembers {
  readonly #desired: OrganizationModel;
  readonly #live: OrganizationModel;
  /** Entries of groups that do not hold, by what they are of: `group:acme/outer#groups/` → names. */
  readonly #over = new ListsByKey<string, string>();
  readonly #everybody = new Map<GroupPath, ReadonlySet<MemberId>>();
  readonly #isOpen: IsUnstated;

  constructor(desired: Desired, live: Snapshot, isUnstated: IsUnstated) {
    this.#isOpen = isUnstated;
    this.#desired = modelOf(desired.resources);
    this.#live = modelOf(live.resources);
    for (const key of desired.ruledOut.keys()) {
      const found = /^.*#(?:members|groups)\//s.exec(key);
      if (found !== null) this.#over.add(found[0], key.slice(found[0].length));
    }
  }

  /** Whether its child groups are written and its own people are not. */
  isOpen(group: GroupResource): boolean {
    return this.#isOpen(group, 'members') && !this.#isOpen(group, 'groups');
  }

  /** Who stays in the group by himself. */
  own(group: GroupResource): Entries {
    const { members, groups } = group.attributes;
    if (!this.isOpen(group)) return members;
    const elsewhere = new Set<MemberId>();
    for (const child of groups.keys()) {
      for (const member of [...this.#known(child), ...this.everybody(child)]) elsewhere.add(member);
    }
    for (const child of this.#over.get(entryKey(group.address, 'groups', ''))) {
      for (const member of [...this.#known(child), ...this.everybody(child)]) elsewhere.add(member);
    }
    return new Map([...members].filter(([member]) => !elsewhere.has(member)));
  }

  /** Everybody in the group as it is wanted, by himself or through a child. */
  everybody(path: GroupPath): ReadonlySet<MemberId> {
    const known = this.#everybody.get(path);
    if (known !== undefined) return known;
    // A ring, which the compiler refuses, ends here.
    this.#everybody.set(path, new Set());
    const group = this.#desired.group(path);
    if (group === undefined) return new Set();
    const all = new Set(this.own(group).keys());
    for (const child of group.attributes.groups.keys()) {
      for (const member of this.everybody(child)) all.add(member);
    }
    this.#everybody.set(path, all);
    return all;
  }

  /** Who is in a group live, and who was until the entry ended. */
  #known(path: GroupPath): readonly MemberId[] {
    const [live, group] = [this.#live.group(path), this.#desired.group(path)];
    return [
      ...(live === undefined ? [] : live.attributes.members.keys()),
      ...(group === undefined ? [] : this.#over.get(entryKey(group.address, 'members', ''))),
    ];
  }
}
