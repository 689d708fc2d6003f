import { entryKey } from '../compile/desired.ts';
import type { Invariant, RoleName } from '../platform/definition.ts';
import {
  type GroupPath,
  groupPath,
  type MemberId,
  type PrincipalKey,
  type ScopePath,
  scopeChain,
} from '../resource/reference.ts';
import { type Address, type GroupResource, type Resource, resourcesOf } from '../resource/resource.ts';
import { onWire } from '../resource/wire.ts';
import { Acceptance } from './acceptance.ts';
import { isReplaced, rolesAfter } from './exclusive-roles.ts';
import { type Comparing, Keeping, neverWaits, type Timely } from './keeping.ts';
import { leftAlone } from './left-alone.ts';

type MinimumHolders = Extract<Invariant, { rule: 'minimum-holders' }>;

/**
 * Where a role must have active holders, the last ones keep it until those who follow them have accepted: a platform
 * refuses to be left without, and an apply would stop there. As many stay as are missing, the first in order, each by
 * one of the ways by which they hold the role: as their own, or through a group, in which others may be nested. What
 * else they hold, and who else is in such a group, goes at once.
 */
export function keptForSuccessors(comparing: Comparing): Timely {
  const { desired, live } = comparing;
  let now: Comparing = comparing;
  const deferred: Timely['deferred'][number][] = [];
  const keeps: Resource[] = [];
  for (const rule of desired.platform.invariants) {
    if (rule.rule !== 'minimum-holders') continue;
    for (const scope of resourcesOf(live, 'scope')) {
      if (scope.attributes.kind !== rule.at) continue;
      const timely = keptOn(scope.attributes.path, rule, now);
      now = { ...now, changes: timely.changes, wanted: timely.wanted };
      deferred.push(...timely.deferred);
      keeps.push(...timely.keeps);
    }
  }
  return { changes: now.changes, wanted: now.wanted, deferred, keeps };
}

function keptOn(scope: ScopePath, rule: MinimumHolders, comparing: Comparing): Timely {
  const { desired, live, wanted, changes } = comparing;
  const keeping = new Keeping(comparing);
  const accepted = new Acceptance(live, desired.platform);
  const after = [...wanted, ...leftAlone(live, comparing)];
  const before = holders(rule.role, scope, live);
  const then = holders(rule.role, scope, after);
  const isIn = (member: MemberId, resources: readonly Resource[]): boolean =>
    isActive(member, scope, resources) && accepted.reaches(member, scope);
  const held = [...before.keys()].filter((member) => isIn(member, live));
  const left = [...then.keys()].filter((member) => isIn(member, after));
  const missing = Math.min(rule.count, held.length) - left.length;
  // Some cannot even be given the role before they have accepted: `wanted` is without what waits.
  const promised = holders(rule.role, scope, onWire(desired.resources, desired.platform));
  const coming = [...new Set([...then.keys(), ...promised.keys()])].filter(
    (member) => isActive(member, scope, after) && !accepted.reaches(member, scope),
  );
  if (missing <= 0 || left.length + coming.length < rule.count) return keeping.result();

  const isRuledOut = (key: string): boolean => neverWaits(desired, key);
  const waitsFor = `${coming.sort().join(' or ')} accepting the invitation, to be ${rule.role} on ${scope} instead`;
  let due = missing;
  for (const member of held.filter((one) => !left.includes(one)).sort()) {
    if (due === 0) break;
    const memberships = scopeChain(scope).map((path) => `member:${path}/${member}`);
    const way = memberships.some(isRuledOut)
      ? undefined
      : before
          .get(member)
          ?.find(({ resources, links }) => ![...resources, ...links.map(keyOf)].some(isRuledOut));
    if (way === undefined) continue;
    due -= 1;
    for (const address of memberships) {
      if (isLoss(address, changes)) keeping.whole(address, waitsFor);
    }
    for (const address of way.resources) {
      const change = keeping.changeOf(address);
      // Of a group its places are kept, and what else it carries is not.
      if (change === undefined || change.action === 'create' || change.before.type !== 'assignment') continue;
      if (isReplaced(rule.role, rolesAfter(change), desired.platform)) keeping.whole(address, waitsFor);
      else keeping.entries(address, 'roles', waitsFor, ({ entry }) => entry === rule.role);
    }
    for (const { address, attribute, entry } of way.links) {
      keeping.entries(address, attribute, waitsFor, (removed) => removed.entry === entry);
    }
  }
  return keeping.result();
}

function keyOf({ address, attribute, entry }: Link): string {
  return entryKey(address, attribute, entry);
}

/** Everything of a change of a membership is a loss but being reactivated or invited. */
function isLoss(address: Address, changes: Comparing['changes']): boolean {
  const change = changes.find((c) => c.address === address);
  if (change === undefined || change.action === 'create') return false;
  if (change.action === 'delete') return true;
  return change.after.type !== 'member' || change.after.attributes.state === 'deactivated';
}

/** An entry of a group that a way leads through. */
interface Link {
  readonly address: Address;
  readonly attribute: 'members' | 'groups';
  readonly entry: string;
}

/** One way by which somebody holds a role: what must stay whole, and the places in groups. */
interface Way {
  readonly resources: readonly Address[];
  readonly links: readonly Link[];
}

/** Who is given a role on a scope, and by which ways: their own first. */
function holders(
  role: RoleName,
  scope: ScopePath,
  resources: readonly Resource[],
): ReadonlyMap<MemberId, readonly Way[]> {
  const found = new Map<MemberId, Way[]>();
  const add = (member: MemberId, way: Way): void => {
    const known = found.get(member) ?? [];
    found.set(member, way.links.length === 0 ? [way, ...known] : [...known, way]);
  };
  const groups = new Map<GroupPath, GroupResource>();
  for (const group of resourcesOf(resources, 'group')) {
    groups.set(groupPath(group.attributes.home, group.attributes.name), group);
  }
  for (const { address, attributes } of resourcesOf(resources, 'assignment')) {
    if (attributes.scope !== scope || !attributes.roles.has(role)) continue;
    const { principal } = attributes;
    if (principal.type === 'member') add(principal.member, { resources: [address], links: [] });
    else {
      for (const [member, way] of waysInto(principal.group, groups)) {
        add(member, { resources: [address, ...way.resources], links: way.links });
      }
    }
  }
  return found;
}

/** Everybody in a group and in groups in it, by the shortest way; a ring is walked once. */
function waysInto(
  start: GroupPath,
  groups: ReadonlyMap<GroupPath, GroupResource>,
): ReadonlyMap<MemberId, Way> {
  const people = new Map<MemberId, Way>();
  const reached = new Map<GroupPath, Way>([[start, { resources: [], links: [] }]]);
  // A map hands out what is added to it while it is walked.
  for (const [path, way] of reached) {
    const group = groups.get(path);
    if (group === undefined) continue;
    const { address, attributes } = group;
    const through = (attribute: Link['attribute'], entry: string): Way => ({
      resources: [...way.resources, address],
      links: [...way.links, { address, attribute, entry }],
    });
    for (const member of attributes.members.keys()) {
      if (!people.has(member)) people.set(member, through('members', member));
    }
    for (const child of attributes.groups.keys()) {
      if (!reached.has(child)) reached.set(child, through('groups', child));
    }
  }
  return people;
}

function isActive(member: MemberId, scope: ScopePath, resources: readonly Resource[]): boolean {
  const own: ReadonlySet<PrincipalKey> = new Set(scopeChain(scope).map((path) => `member:${path}/${member}`));
  return resourcesOf(resources, 'member').some(
    ({ address, attributes: { state } }) =>
      own.has(address) && state !== 'deactivated' && state !== 'expired',
  );
}
