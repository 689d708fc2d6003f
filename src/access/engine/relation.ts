import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { GroupPath, MemberId } from '../../resource/identifiers.ts';
import type { OrganizationModel } from '../../resource/organization-model.ts';
import { type AssignmentResource, type GroupResource, groupPathOf } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import { isActiveIn } from '../active-memberships.ts';
import { type PermissionUniverse, permissionUniverseOf } from '../permission-sets.ts';
import { rolesOf } from '../role-effects.ts';
import { Columns } from './columns.ts';
import { type DirectGifts, directGiftsOf } from './direct-gifts.ts';
import { Gifts } from './gift.ts';
import { GiftCollector, type GiftLists } from './gift-lists.ts';
import { closedOver, type GroupComponents, groupComponents } from './group-closure.ts';
import { IntList, type IntLists, intAt, intLists, roomFor, turned } from './ints.ts';
import { personRecordsOf } from './person-records.ts';
import { type ScopeOrder, scopeOrderOf } from './scope-order.ts';

/**
 * Who is given what, as numbers: the form that every answer is read from. A person's own entries are few, and what
 * groups bring stands once for each group, however many people are in it. A reference to something that is not there is
 * left out.
 */
export interface Relation {
  readonly platform: PlatformDefinition;
  readonly universe: PermissionUniverse;
  readonly order: ScopeOrder;
  /** Every member with a membership of any state, in byte order. */
  readonly members: readonly MemberId[];
  member(id: MemberId): number | undefined;
  /** In byte order. */
  readonly groups: readonly GroupPath[];
  /** Of each member what is given to them directly: memberships, assignments, default roles. */
  readonly own: GiftLists;
  /** Of each member the groups that list them. */
  readonly joined: IntLists;
  readonly components: GroupComponents;
  /** Of each group the members that it lists, in order; turned from `joined` when somebody asks. */
  listed(): IntLists;
  /** Of each member the components of those groups that bring anything, each once. */
  readonly through: IntLists;
  /** What `own` gives, each once. */
  readonly direct: DirectGifts;
  /** `through` and `own` of each member in one place: see `personRecordsOf`. */
  readonly people: IntLists;
  /** Of each component what it and all that it is nested in are given. */
  readonly held: GiftLists;
  /** The same by scope, for who asks for all people of one. */
  readonly columns: Columns;
}

export function relationOf(platform: PlatformDefinition, model: OrganizationModel): Relation {
  const universe = permissionUniverseOf(platform);
  const memberships = model.all('member');
  const groupResources = model.all('group');
  const assignments = model.all('assignment');
  const groupNumbers = numbered(groupResources, groupPathOf);
  const groups = [...groupNumbers.keys()];
  const order = scopeOrderOf(platform, model, groups.length);
  const gifts = new Gifts(universe, rolesOf(platform, universe.catalogue, model));
  const memberNumbers = numbered(memberships, ({ attributes }) => attributes.member);
  const members = [...memberNumbers.keys()];

  const own = new GiftCollector();
  const toGroups = new GiftCollector();
  const named = { order, gifts, memberNumbers, groupNumbers, own, toGroups };
  addMemberships(named, platform, model, assignments);
  addAssignments(named, assignments);
  const { joined, parents } = addGroups(named, groupResources);
  const components = groupComponents(groups.length, parents);
  const given = toGroups.lists(groups.length, order.scopes.length);
  const held = closedOver(given, parents, components);
  const owned = own.lists(members.length, order.scopes.length);
  const direct = directGiftsOf(owned, order.scopes.length, own.giftLimit);
  const through = throughOf(joined, components, held);
  const columns = new Columns(held, order.scopes.length);
  let listed: IntLists | null = null;
  return {
    platform,
    universe,
    order,
    members,
    member: (id) => memberNumbers.get(id),
    groups,
    own: owned,
    joined,
    listed: () => {
      listed ??= turned(joined, groups.length);
      return listed;
    },
    components,
    through,
    direct,
    people: personRecordsOf(owned, direct, through, held.from.length),
    held,
    columns,
  };
}

/** Names in byte order, each with its number. Without a pair for each: there may be a million. */
function numbered<T>(things: readonly T[], nameOf: (thing: T) => string): ReadonlyMap<string, number> {
  const names = new Set<string>();
  for (const thing of things) names.add(nameOf(thing));
  const numbers = new Map<string, number>();
  for (const name of [...names].sort()) numbers.set(name, numbers.size);
  return numbers;
}

function throughOf(joined: IntLists, components: GroupComponents, held: GiftLists): IntLists {
  const start = roomFor(joined.start.length);
  const values = new IntList();
  for (let member = 0; member + 1 < start.length; member += 1) {
    const first = values.length;
    for (let at = intAt(joined.start, member); at < intAt(joined.start, member + 1); at += 1) {
      const component = intAt(components.of, intAt(joined.values, at));
      if (held.from[component] === held.to[component] || has(values, first, component)) continue;
      values.push(component);
    }
    start[member + 1] = values.length;
  }
  return { start, values: values.toInts() };
}

function has(values: IntList, from: number, value: number): boolean {
  for (let at = from; at < values.length; at += 1) if (values.at(at) === value) return true;
  return false;
}

interface Named {
  readonly order: ScopeOrder;
  readonly gifts: Gifts;
  readonly memberNumbers: ReadonlyMap<MemberId, number>;
  readonly groupNumbers: ReadonlyMap<GroupPath, number>;
  readonly own: GiftCollector;
  readonly toGroups: GiftCollector;
}

function kindAt(order: ScopeOrder, scope: number) {
  return known(order.scopes[scope], 'a scope by its number').kind;
}

/** Active memberships, and the default role at each where the person has no role of their own. */
function addMemberships(
  named: Named,
  platform: PlatformDefinition,
  model: OrganizationModel,
  assignments: readonly AssignmentResource[],
): void {
  const { order, gifts, memberNumbers, own } = named;
  const { defaultRole } = platform.members;
  const isActive = isActiveIn(platform, model);
  const spoken = defaultRole === null ? new Set() : placesWithOwnRole(named, assignments);
  for (const membership of model.all('member')) {
    const { attributes } = membership;
    const scope = order.number(attributes.scope);
    if (scope === undefined || !isActive(membership)) continue;
    const member = known(memberNumbers.get(attributes.member), 'the number of a member');
    own.add(member, scope, gifts.membership);
    if (defaultRole === null || spoken.has(placeOf(member, scope, order))) continue;
    own.add(member, scope, gifts.ofDefaultRole(kindAt(order, scope), defaultRole));
  }
}

function placesWithOwnRole(named: Named, assignments: readonly AssignmentResource[]): ReadonlySet<number> {
  const places = new Set<number>();
  for (const { attributes } of assignments) {
    const { principal, roles } = attributes;
    if (principal.type !== 'member' || roles.size === 0) continue;
    const member = named.memberNumbers.get(principal.member);
    const scope = named.order.number(attributes.scope);
    if (member !== undefined && scope !== undefined) places.add(placeOf(member, scope, named.order));
  }
  return places;
}

function placeOf(member: number, scope: number, order: ScopeOrder): number {
  return member * order.scopes.length + scope;
}

function addAssignments(named: Named, assignments: readonly AssignmentResource[]): void {
  const { order, gifts, memberNumbers, groupNumbers, own, toGroups } = named;
  for (const { attributes } of assignments) {
    const { principal } = attributes;
    const scope = order.number(attributes.scope);
    if (scope === undefined) continue;
    const toMember = principal.type === 'member';
    const subject = toMember ? memberNumbers.get(principal.member) : groupNumbers.get(principal.group);
    if (subject === undefined) continue;
    (toMember ? own : toGroups).add(subject, scope, gifts.ofAssignment(kindAt(order, scope), attributes));
  }
}

/** What groups carry at their homes, who is in them, and which are nested in which. */
function addGroups(
  { order, gifts, memberNumbers, groupNumbers, toGroups }: Named,
  resources: readonly GroupResource[],
): { readonly joined: IntLists; readonly parents: IntLists } {
  const [people, joined, children, parents] = [new IntList(), new IntList(), new IntList(), new IntList()];
  for (const one of resources) {
    const group = known(groupNumbers.get(groupPathOf(one)), 'the number of a group');
    const { attributes } = one;
    for (const id of attributes.members.keys()) {
      const member = memberNumbers.get(id);
      if (member === undefined) continue;
      people.push(member);
      joined.push(group);
    }
    for (const path of attributes.groups.keys()) {
      const child = groupNumbers.get(path);
      if (child === undefined) continue;
      children.push(child);
      parents.push(group);
    }
    const home = order.number(attributes.home);
    if (home === undefined || attributes.permissions.size === 0) continue;
    toGroups.add(group, home, gifts.carried(kindAt(order, home), attributes.permissions));
  }
  return {
    joined: intLists(memberNumbers.size, people.view(), joined.view(), groupNumbers.size),
    parents: intLists(groupNumbers.size, children.view(), parents.view(), groupNumbers.size),
  };
}
