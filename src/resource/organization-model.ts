import { ImpossibleState } from '../source/known.ts';
import { groupBy, ListsByKey, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import { memoize, once } from '../source/memoize.ts';
import { reachableFrom } from '../source/reachable.ts';
import { compareText } from '../source/text-order.ts';
import { type Address, memberAddress } from './address.ts';
import {
  type GroupPath,
  type MemberId,
  type PrincipalKey,
  principalKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from './identifiers.ts';
import {
  type AssignmentResource,
  type GroupResource,
  groupPathOf,
  type MemberResource,
  type Resource,
  type ResourceOf,
  type ResourceTypeName,
  type RoleResource,
  type ScopeResource,
} from './resource.ts';

/** By each type, the resources of it. */
export type ResourcesByType = { readonly [T in ResourceTypeName]: readonly ResourceOf<T>[] };

/**
 * One side of an organization, documents or live, as what can be asked of it. Each index is made when somebody first asks
 * and kept. Where one name stands twice, which live data can have, the last one is found under it, and lists have both.
 */
export class OrganizationModel {
  readonly resources: readonly Resource[];
  readonly #sorted: ResourcesByType | null;

  /** `sorted`: the same by type, where somebody has them so. */
  constructor(resources: readonly Resource[], sorted: ResourcesByType | null = null) {
    this.resources = resources;
    this.#sorted = sorted;
  }

  /** Of one type, in order. */
  all<T extends ResourceTypeName>(type: T): ResourcesByType[T] {
    return this.#byType()[type];
  }

  get byType(): ResourcesByType {
    return this.#byType();
  }

  at(address: Address): Resource | undefined {
    return this.byAddress.get(address);
  }

  has(address: Address): boolean {
    return this.byAddress.has(address);
  }

  get byAddress(): ReadonlyMap<Address, Resource> {
    return this.#byAddress();
  }

  scope(path: ScopePath): ScopeResource | undefined {
    return this.#scopes().get(path);
  }

  /** By its name alone: it is one of its kind in the organization, and live ones do not tell where they were written. */
  role(name: RoleKey): RoleResource | undefined {
    return this.#roles().get(name);
  }

  group(path: GroupPath): GroupResource | undefined {
    return this.#groups().get(path);
  }

  membership(member: MemberId, scope: ScopePath): MemberResource | undefined {
    const found = this.at(memberAddress(scope, member));
    return found?.type === 'member' ? found : undefined;
  }

  membershipsOf(member: MemberId): readonly MemberResource[] {
    return this.#memberships().get(member);
  }

  /** Whether some membership of the person reaches the scope: of it, or of one above it. */
  isMember(member: MemberId, scope: ScopePath): boolean {
    return scopeChain(scope).some((above) => this.has(memberAddress(above, member)));
  }

  assignmentsOn(scope: ScopePath): readonly AssignmentResource[] {
    return this.#onScope().get(scope);
  }

  assignmentsTo(principal: PrincipalKey): readonly AssignmentResource[] {
    return this.#toPrincipal().get(principal);
  }

  /** Groups that list the person themselves. */
  groupsListing(member: MemberId): readonly GroupResource[] {
    return this.#listing().get(member);
  }

  /** Groups that list the group as a child. */
  parentsOf(group: GroupPath): readonly GroupResource[] {
    return this.#parents().get(group);
  }

  /** Every group that the person is in, over any number of nested groups: γ of the access model, without the person. */
  groupsAround(member: MemberId): ReadonlySet<GroupPath> {
    return this.#around(member);
  }

  /** The group and every group in it, those nearer first. A ring is walked once round. */
  groupsIn(group: GroupPath): ReadonlySet<GroupPath> {
    return this.#inside(group);
  }

  /** Everybody in the group, themselves or through a group in it. */
  peopleIn(group: GroupPath): ReadonlySet<MemberId> {
    return this.#people(group);
  }

  readonly #byType = once((): ResourcesByType => {
    if (this.#sorted !== null) return this.#sorted;
    const types: { [T in ResourceTypeName]: ResourceOf<T>[] } = {
      scope: [],
      role: [],
      member: [],
      group: [],
      assignment: [],
    };
    for (const r of this.resources) {
      switch (r.type) {
        case 'scope':
          types.scope.push(r);
          break;
        case 'role':
          types.role.push(r);
          break;
        case 'member':
          types.member.push(r);
          break;
        case 'group':
          types.group.push(r);
          break;
        case 'assignment':
          types.assignment.push(r);
          break;
      }
    }
    return types;
  });

  readonly #byAddress = once(() => indexBy(this.resources, (r) => r.address));
  readonly #scopes = once(() => indexBy(this.all('scope'), (r) => r.attributes.path));
  readonly #roles = once(() => indexBy(this.all('role'), (r) => r.attributes.name));
  readonly #groups = once(() => indexBy(this.all('group'), groupPathOf));
  readonly #memberships = once(() => groupBy(this.all('member'), (r) => r.attributes.member));
  readonly #onScope = once(() => groupBy(this.all('assignment'), (r) => r.attributes.scope));
  readonly #toPrincipal = once(() =>
    groupBy(this.all('assignment'), (r) => principalKey(r.attributes.principal)),
  );
  readonly #listing = once(() => this.#groupsByEntry('members'));
  readonly #parents = once(() => this.#groupsByEntry('groups'));

  readonly #around = memoize((member: MemberId) => {
    const direct = this.groupsListing(member).map(groupPathOf);
    return reachableFrom(direct, (group) => this.parentsOf(group).map(groupPathOf));
  });
  readonly #inside = memoize((group: GroupPath) =>
    reachableFrom([group], (path) => this.#entriesOf(path, 'groups')),
  );
  readonly #people = memoize((group: GroupPath): ReadonlySet<MemberId> => {
    const people = new Set<MemberId>();
    for (const path of this.groupsIn(group)) {
      for (const member of this.#entriesOf(path, 'members')) people.add(member);
    }
    return people;
  });

  #entriesOf(path: GroupPath, of: 'members' | 'groups'): Iterable<string> {
    const group = this.group(path);
    return group === undefined ? [] : group.attributes[of].keys();
  }

  #groupsByEntry(of: 'members' | 'groups'): ReadonlyListsByKey<string, GroupResource> {
    const lists = new ListsByKey<string, GroupResource>();
    for (const group of this.all('group')) {
      for (const entry of group.attributes[of].keys()) lists.add(entry, group);
    }
    return lists;
  }
}

const made = new WeakMap<
  readonly Resource[],
  { readonly model: OrganizationModel; readonly length: number }
>();

/** The model of these resources: the same one for whoever asks. Nobody changes a list of them once it was asked about. */
export function modelOf(resources: readonly Resource[]): OrganizationModel {
  const kept = made.get(resources);
  if (kept !== undefined) {
    if (kept.length !== resources.length)
      throw new ImpossibleState('a list of resources that stays as it was');
    return kept.model;
  }
  const model = new OrganizationModel(resources);
  made.set(resources, { model, length: resources.length });
  return model;
}

/** The same list where nothing of it changes, so that what is known of it stays known. */
export function mapResources(
  resources: readonly Resource[],
  change: (resource: Resource, at: number) => Resource,
): readonly Resource[] {
  return unlessSame(
    resources.map((one, at) => change(one, at)),
    resources,
  );
}

/** What was made of a list, or the list itself where they hold the same. */
export function unlessSame(made: readonly Resource[], resources: readonly Resource[]): readonly Resource[] {
  return made.length === resources.length && made.every((one, at) => one === resources[at])
    ? resources
    : made;
}

/** As above, where there is nothing more. */
export function withMore(resources: readonly Resource[], more: readonly Resource[]): readonly Resource[] {
  return more.length === 0 ? resources : [...resources, ...more];
}

/** The last of each key, without a pair for each: there may be a million. */
function indexBy<K, V>(values: readonly V[], keyOf: (value: V) => K): ReadonlyMap<K, V> {
  const index = new Map<K, V>();
  for (const value of values) index.set(keyOf(value), value);
  return index;
}

/**
 * By type, what is referred to before what refers to it, then by address in code-unit order, so that moving a line changes
 * no plan. A scope's address begins with its parent's, which puts parents first.
 */
export function inOrder(types: ResourcesByType): readonly Resource[] {
  const sorted: ResourcesByType = {
    scope: byAddress(types.scope),
    role: byAddress(types.role),
    member: byAddress(types.member),
    group: byAddress(types.group),
    assignment: assignmentsByAddress(types.assignment),
  };
  const { scope, role, member, group, assignment } = sorted;
  const ordered: readonly Resource[] = [...scope, ...role, ...member, ...group, ...assignment];
  made.set(ordered, { model: new OrganizationModel(ordered, sorted), length: ordered.length });
  return ordered;
}

function byAddress<R extends Resource>(ofType: readonly R[]): readonly R[] {
  return ofType.toSorted((a, b) => compareText(a.address, b.address));
}

/**
 * Assignments are most of all there is: by scope, and on each scope by who holds them. Their addresses are long texts of
 * which nearly all is the scope, and comparing them takes several times as long.
 */
function assignmentsByAddress(assignments: readonly AssignmentResource[]): readonly AssignmentResource[] {
  const scopes: (readonly [string, readonly AssignmentResource[]])[] = [];
  for (const [scope, onScope] of groupBy(assignments, ({ attributes }) => attributes.scope)) {
    // The sign behind the scope decides between `a` and `a/units/b`. A scope that has it in its name could stand between.
    if (scope.includes('|')) return byAddress(assignments);
    scopes.push([`${scope}|`, onScope]);
  }
  scopes.sort(([a], [b]) => compareText(a, b));
  const ordered: AssignmentResource[] = [];
  for (const [, onScope] of scopes) for (const one of onScope.toSorted(byPrincipal)) ordered.push(one);
  return ordered;
}

/** As `group:…` and `member:…` stand. */
function byPrincipal(a: AssignmentResource, b: AssignmentResource): number {
  const [one, other] = [a.attributes.principal, b.attributes.principal];
  if (one.type === 'group') return other.type === 'group' ? compareText(one.group, other.group) : -1;
  return other.type === 'group' ? 1 : compareText(one.member, other.member);
}
