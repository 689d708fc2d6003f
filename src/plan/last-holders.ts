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
import { type Resource, resourcesOf } from '../resource/resource.ts';
import { onWire } from '../resource/wire.ts';
import { Acceptance } from './acceptance.ts';
import { type Comparing, Keeping, type Timely } from './keeping.ts';
import { leftAlone } from './left-alone.ts';

type MinimumHolders = Extract<Invariant, { rule: 'minimum-holders' }>;

/**
 * Where a role must have active holders, the last ones keep it until those who follow them have accepted: a platform
 * refuses to be left without, and an apply would stop there. As many stay as are missing, the first in order; whoever
 * holds the role by other ways than a role of their own or a place in a group that has it is not looked at.
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

  const isRuledOut = (key: string): boolean => desired.ruledOut.has(key);
  const waitsFor = `${coming.sort().join(' or ')} accepting the invitation, to be ${rule.role} on ${scope} instead`;
  let due = missing;
  for (const member of held.filter((one) => !left.includes(one)).sort()) {
    if (due === 0) break;
    const memberships = scopeChain(scope).map((path) => `member:${path}/${member}`);
    const places = [...(before.get(member) ?? [])];
    const own = [...memberships, ...places.filter((p) => p.startsWith('assignment:'))];
    if (own.some(isRuledOut)) continue;
    due -= 1;
    for (const address of own) if (isLoss(address, changes)) keeping.whole(address, waitsFor);
    for (const address of places.filter((p) => p.startsWith('group:'))) {
      keeping.entries(
        address,
        'members',
        waitsFor,
        ({ entry }) => entry === member && !isRuledOut(entryKey(address, 'members', entry)),
      );
    }
  }
  return keeping.result();
}

/** Everything of a change is a loss but being reactivated or invited. */
function isLoss(address: string, changes: Comparing['changes']): boolean {
  const change = changes.find((c) => c.address === address);
  if (change === undefined || change.action === 'create') return false;
  return (
    change.action === 'delete' ||
    change.after.type !== 'member' ||
    change.after.attributes.state === 'deactivated'
  );
}

/** Who is given a role on a scope, and by which resources. */
function holders(
  role: RoleName,
  scope: ScopePath,
  resources: readonly Resource[],
): ReadonlyMap<MemberId, ReadonlySet<string>> {
  const found = new Map<MemberId, Set<string>>();
  const add = (member: MemberId, addresses: readonly string[]): void => {
    const known = found.get(member) ?? new Set();
    found.set(member, known);
    for (const address of addresses) known.add(address);
  };
  const groups = new Map<GroupPath, { readonly address: string; readonly members: Iterable<MemberId> }>();
  for (const { address, attributes } of resourcesOf(resources, 'group')) {
    groups.set(groupPath(attributes.home, attributes.name), { address, members: attributes.members.keys() });
  }
  for (const { address, attributes } of resourcesOf(resources, 'assignment')) {
    if (attributes.scope !== scope || !attributes.roles.has(role)) continue;
    const { principal } = attributes;
    if (principal.type === 'member') {
      add(principal.member, [address]);
      continue;
    }
    const group = groups.get(principal.group);
    for (const member of group?.members ?? []) add(member, [address, group?.address ?? '']);
  }
  return found;
}

function isActive(member: MemberId, scope: ScopePath, resources: readonly Resource[]): boolean {
  const own: ReadonlySet<PrincipalKey> = new Set(scopeChain(scope).map((path) => `member:${path}/${member}`));
  return resourcesOf(resources, 'member').some(
    ({ address, attributes: { state } }) =>
      own.has(address) && state !== 'deactivated' && state !== 'expired',
  );
}
