import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { Address } from '../../resource/address.ts';
import { memberAddress } from '../../resource/address.ts';
import {
  groupKey,
  memberKey,
  type PrincipalKey,
  type ScopePath,
  scopeChain,
} from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import {
  type AssignmentResource,
  type GroupResource,
  groupPathOf,
  type Resource,
  scopeOf,
} from '../../resource/resource.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';

/** What goes because something else goes: a whole resource or, with an entry, a place in a group. */
export interface DependentRemoval {
  readonly address: Address;
  readonly entry: { readonly of: 'members' | 'groups'; readonly name: string } | null;
  /** What it goes with, the nearest. */
  readonly by: Address;
}

type CascadeRules = Pick<PlatformDefinition, 'invariants'>;

/**
 * What a platform takes along, said once: the plan, its effect and both engines ask here. Everything in a scope goes with
 * the scope; what a group was given, and its places in others, with the group; of a person, what no other membership
 * reaches; and where the groups of a scope are for those who are attached to it, whoever is detached is in none of them.
 * `staying` is without what goes of itself. What is taken takes along in turn.
 */
export function removalCascade(
  platform: CascadeRules,
  gone: readonly Resource[],
  staying: readonly Resource[],
): readonly DependentRemoval[] {
  if (gone.length === 0) return [];
  const dependentsIndex = new DependentsIndex(staying);
  const attached = platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
  const taken: DependentRemoval[] = [];
  // An array hands out what is added to it while it is walked.
  const all = [...gone];
  for (const one of all) {
    const by = one.address;
    const whole = (r: Resource): void => {
      if (!dependentsIndex.drop(r)) return;
      taken.push({ address: r.address, entry: null, by });
      all.push(r);
    };
    const place = (group: GroupResource, of: 'members' | 'groups', name: string): void => {
      if (dependentsIndex.leave(group, of, name))
        taken.push({ address: group.address, entry: { of, name }, by });
    };
    switch (one.type) {
      case 'scope':
        for (const r of dependentsIndex.inside(one.attributes.path)) whole(r);
        break;
      case 'role':
        break;
      case 'member': {
        const { member, scope } = one.attributes;
        const isLeft = (path: ScopePath): boolean =>
          scopeChain(path).includes(scope) && !dependentsIndex.isMember(member, path);
        for (const r of dependentsIndex.assignmentsOf(memberKey(member)))
          if (isLeft(r.attributes.scope)) whole(r);
        for (const group of dependentsIndex.groupsWith('members', member))
          if (isLeft(group.attributes.home)) place(group, 'members', member);
        break;
      }
      case 'group': {
        const path = groupPathOf(one);
        for (const r of dependentsIndex.assignmentsOf(groupKey(path))) whole(r);
        for (const parent of dependentsIndex.groupsWith('groups', path)) place(parent, 'groups', path);
        break;
      }
      case 'assignment': {
        const { principal, scope } = one.attributes;
        if (!attached || principal.type !== 'member') break;
        for (const group of dependentsIndex.groupsWith('members', principal.member))
          if (group.attributes.home === scope) place(group, 'members', principal.member);
        break;
      }
    }
  }
  return taken;
}

/** Resources without what is taken. */
export function withoutCascaded(
  resources: readonly Resource[],
  taken: readonly DependentRemoval[],
): readonly Resource[] {
  if (taken.length === 0) return resources;
  const whole = new Set<Address>();
  const places = new ListsByKey<Address, NonNullable<DependentRemoval['entry']>>();
  for (const { address, entry } of taken) {
    if (entry === null) whole.add(address);
    else places.add(address, entry);
  }
  return resources.flatMap((r): readonly Resource[] => {
    if (whole.has(r.address)) return [];
    if (r.type !== 'group' || !places.has(r.address)) return [r];
    const attributes = {
      ...r.attributes,
      members: new Map(r.attributes.members),
      groups: new Map(r.attributes.groups),
    };
    for (const { of, name } of places.get(r.address)) attributes[of].delete(name);
    return [{ ...r, attributes }];
  });
}

/** Whether a resource is the scope, or lives in it or below it, and so goes with it. */
export function insideScope(r: Resource, path: ScopePath): boolean {
  const at = scopeOf(r);
  return at === path || at.startsWith(`${path}/`);
}

/** What is there still, found by what it hangs on. */
class DependentsIndex {
  readonly #staying: OrganizationModel;
  readonly #gone = new Set<Address>();
  readonly #left = new Set<string>();

  constructor(staying: readonly Resource[]) {
    this.#staying = modelOf(staying);
  }

  inside(path: ScopePath): readonly Resource[] {
    return [...this.#staying.byAddress.values()].filter((r) => this.#has(r.address) && insideScope(r, path));
  }

  assignmentsOf(principal: PrincipalKey): readonly AssignmentResource[] {
    return this.#staying.assignmentsTo(principal);
  }

  groupsWith(of: 'members' | 'groups', name: string): readonly GroupResource[] {
    return of === 'members' ? this.#staying.groupsListing(name) : this.#staying.parentsOf(name);
  }

  /** Whether some membership of the person reaches the scope. */
  isMember(member: string, scope: ScopePath): boolean {
    return scopeChain(scope).some((above) => this.#has(memberAddress(above, member)));
  }

  /** False where it is gone already. */
  drop({ address }: Resource): boolean {
    if (!this.#has(address)) return false;
    this.#gone.add(address);
    return true;
  }

  /** False where the group is gone, or the place. */
  leave({ address }: GroupResource, of: 'members' | 'groups', name: string): boolean {
    const key = `${address}#${of}/${name}`;
    if (!this.#has(address) || this.#left.has(key)) return false;
    this.#left.add(key);
    return true;
  }

  #has(address: Address): boolean {
    return this.#staying.has(address) && !this.#gone.has(address);
  }
}
