import { buildAccess } from '../../access/build-access.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { entryKey } from '../../compile/desired.ts';
import type { Address, PartKey } from '../../resource/address.ts';
import { memberAddress, scopeAddress } from '../../resource/address.ts';
import { type MemberId, type RoleKey, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { AssignmentResource, MemberResource, Resource } from '../../resource/resource.ts';
import type { Origin } from '../../source/origin.ts';
import { fitsBeside, isReplaced, rolesAfter } from '../exclusive-roles.ts';
import { insideScope, removalCascade, withoutCascaded } from '../removal/removal-cascade.ts';
import { untouchedResources } from '../untouched-resources.ts';
import { Acceptance } from './acceptance.ts';
import {
  type DeferralContext,
  isNeverDeferred,
  RetainedRemovals,
  type RetentionResult,
} from './retained-removals.ts';
import { standInRoles } from './stand-in-roles.ts';

/** Somebody who is in a scope, is to be in one above it instead, and has not accepted that yet. */
interface MoveToParentScope {
  readonly member: MemberId;
  readonly from: ScopePath;
  readonly waitsFor: string;
}

/**
 * Whoever is a member of a scope below and is to become one of the organization keeps, until the upper invitation is
 * accepted, the membership below and what goes with it there that the documents still give: else there would be no
 * access at all in between. What no place gives any more goes at once: nobody keeps a right by leaving an invitation
 * unanswered. Of a role of which the documents give only a part, the role that gives this part above stands in below.
 * A role that is replaced by another of its module is replaced at once, because the scope says so itself.
 */
export function retainChildMemberships(deferralContext: DeferralContext): RetentionResult {
  const retainedRemovals = new RetainedRemovals(deferralContext);
  for (const moving of movesToParentScope(deferralContext)) {
    const theirs = aboutOne(moving.member, deferralContext);
    const kept = stillGiven(moving, theirs);
    if (kept !== null) keep(kept, moving, theirs, retainedRemovals);
  }
  return retainedRemovals.result();
}

/** What stays below of what is to go, and what stands in for the rest. */
interface Kept {
  /** Of its entries. */
  readonly keys: ReadonlySet<string>;
  readonly standIns: ReadonlyMap<RoleKey, Origin>;
}

/** What may stay below; null where not even the membership may. */
function stillGiven(moving: MoveToParentScope, theirs: DeferralContext): Kept | null {
  const measure = measured(moving.member, theirs);
  const after = (kept: Kept): Measured => {
    const retainedRemovals = new RetainedRemovals(theirs);
    keep(kept, moving, theirs, retainedRemovals);
    return measure(retainedRemovals.result());
  };
  const all = lostBelow(moving, theirs);
  const none: Kept = { keys: new Set(), standIns: new Map() };
  const everything = { ...none, keys: new Set(all) };
  if (after(everything).over.size === 0) return everything;
  let kept = none;
  let now = after(kept);
  for (const key of all) {
    const more = { ...kept, keys: new Set([...kept.keys, key]) };
    const then = after(more);
    if (!isWithin(then.over, now.over)) continue;
    kept = more;
    now = then;
  }
  for (const [role, origin] of standInRoles(moving, theirs)) {
    if (!fitsBeside(role, rolesBelow(kept, moving, theirs), theirs.desired.platform)) continue;
    const more = { ...kept, standIns: new Map([...kept.standIns, [role, origin]]) };
    const then = after(more);
    const isMore = then.over.size < now.over.size || !isWithin(then.has, now.has);
    if (!isMore || then.early > 0 || !isWithin(then.over, now.over)) continue;
    kept = more;
    now = then;
  }
  // A membership without roles may bring some of its own, and beside those a role of as much did not stand out.
  for (const fewer of eachWithout(all, () => kept)) {
    const then = after(fewer);
    if (then.over.size >= now.over.size || !isWithin(then.over, now.over)) continue;
    kept = fewer;
    now = then;
  }
  return now.over.size === 0 ? kept : null;
}

/** One key less, each of those that are kept when it is asked. */
function* eachWithout(keys: readonly string[], kept: () => Kept): Generator<Kept, void> {
  for (const key of keys) {
    const now = kept();
    if (now.keys.has(key)) yield { ...now, keys: new Set([...now.keys].filter((one) => one !== key)) };
  }
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one));
}

/** Keys of all that the person is to lose in the scope and that waits at all: roles, attachments, places in groups. */
function lostBelow(
  { member, from }: MoveToParentScope,
  { desired, changes }: DeferralContext,
): readonly (Address | PartKey)[] {
  const keys = changes.flatMap((change): readonly (Address | PartKey)[] => {
    const { address } = change;
    if (change.action === 'create' || !insideScope(change.before, from) || isNeverDeferred(desired, address))
      return [];
    const { before } = change;
    const gone = (field: 'roles' | 'members'): readonly string[] =>
      change.action === 'delete'
        ? []
        : change.fields.flatMap((f) =>
            f.kind === 'entries' && f.field === field ? f.removed.map(({ entry }) => entry) : [],
          );
    if (before.type === 'group')
      return gone('members').flatMap((one) => (one === member ? [entryKey(address, 'members', one)] : []));
    if (before.type !== 'assignment' || !isOf(member, before)) return [];
    const { roles } = before.attributes;
    if (change.action === 'delete' && roles.size === 0) return [address];
    const after = rolesAfter(change);
    return (change.action === 'delete' ? [...roles.keys()] : gone('roles'))
      .filter((role) => !isReplaced(role, after, desired.platform))
      .map((role) => entryKey(address, 'roles', role));
  });
  return keys.filter((key) => !isNeverDeferred(desired, key)).sort();
}

/** Takes the removals of the membership, and of what has one of the keys, back out of the changes. */
function keep(
  { keys, standIns }: Kept,
  { member, from, waitsFor }: MoveToParentScope,
  { changes, live }: DeferralContext,
  retainedRemovals: RetainedRemovals,
): void {
  retainedRemovals.whole(memberAddress(from, member), waitsFor);
  for (const { address } of changes) {
    if (keys.has(address)) retainedRemovals.whole(address, waitsFor);
    for (const attribute of ['roles', 'members'] as const) {
      retainedRemovals.entries(address, attribute, waitsFor, ({ entry }) =>
        keys.has(entryKey(address, attribute, entry)),
      );
    }
  }
  if (standIns.size > 0) retainedRemovals.standIn({ scope: from, member, roles: standIns }, live, waitsFor);
}

/** The roles that the person would hold below as their own. */
function rolesBelow(kept: Kept, moving: MoveToParentScope, theirs: DeferralContext): ReadonlySet<RoleKey> {
  const retainedRemovals = new RetainedRemovals(theirs);
  keep(kept, moving, theirs, retainedRemovals);
  const { wanted, changes } = retainedRemovals.result();
  const there = [...wanted, ...untouchedResources(theirs.live, { wanted, changes })];
  const held = modelOf(there)
    .all('assignment')
    .filter((one) => isOf(moving.member, one) && one.attributes.scope === moving.from);
  return new Set(held.flatMap(({ attributes }) => [...attributes.roles.keys()]));
}

interface Measured {
  /** What they have that neither the documents give, nor the changes leave without anything kept. */
  readonly over: ReadonlySet<string>;
  readonly has: ReadonlySet<string>;
  /** How much they have that they have not today, nor by the changes alone. */
  readonly early: number;
}

/** What somebody has after changes; the documents are read as though everybody invited had accepted. */
function measured(member: MemberId, theirs: DeferralContext): (changes: Changed) => Measured {
  const { desired, live } = theirs;
  const accepted = new Acceptance(live, desired.platform);
  const asOfNow = (r: Resource): Resource =>
    r.type !== 'member' || r.attributes.state !== 'active' || accepted.isAccepted(member, r.attributes.scope)
      ? r
      : { ...r, attributes: { ...r.attributes, state: 'invited' } };
  const accessAfter = (resources: readonly Resource[], changed: Changed): EffectiveAccess => {
    const there = [...resources, ...untouchedResources(live, changed)];
    const gone = changed.changes.flatMap((c) => (c.action === 'delete' ? [c.before] : []));
    return buildAccess(
      desired.platform,
      withoutCascaded(there, removalCascade(desired.platform, gone, there)),
    );
  };
  const grantsIn = (access: EffectiveAccess): ReadonlySet<string> =>
    new Set(
      access.scopes.flatMap((scope) => access.permissions(member, scope).map((one) => `${scope} ${one}`)),
    );
  const given = grantsIn(accessAfter(desired.resources, theirs));
  const anyway = grantsIn(accessAfter(theirs.wanted.map(asOfNow), theirs));
  const today = grantsIn(buildAccess(desired.platform, live));
  return (changed) => {
    const has = grantsIn(accessAfter(changed.wanted.map(asOfNow), changed));
    const notBy = (...all: readonly ReadonlySet<string>[]): readonly string[] =>
      [...has].filter((grant) => !all.some((one) => one.has(grant)));
    return { has, over: new Set(notBy(given, anyway)), early: notBy(today, anyway).length };
  };
}

type Changed = Pick<DeferralContext, 'changes' | 'wanted'>;

/** All that can say what one person has, and nothing of what others are or are given as their own. */
function aboutOne(
  member: MemberId,
  { desired, live, wanted, changes, missing, spelling }: DeferralContext,
): DeferralContext {
  const concerns = (r: Resource): boolean =>
    (r.type !== 'member' || r.attributes.member === member) &&
    (r.type !== 'assignment' || r.attributes.principal.type === 'group' || isOf(member, r));
  return {
    desired: { ...desired, resources: desired.resources.filter(concerns) },
    live: live.filter(concerns),
    wanted: wanted.filter(concerns),
    changes: changes.filter((c) => concerns(c.action === 'create' ? c.after : c.before)),
    missing,
    spelling,
  };
}

function isOf(member: MemberId, { attributes: { principal } }: AssignmentResource): boolean {
  return principal.type === 'member' && principal.member === member;
}

function movesToParentScope({
  desired,
  live,
  wanted,
  changes,
  spelling,
}: DeferralContext): readonly MoveToParentScope[] {
  const accepted = new Acceptance(live, desired.platform);
  const leaving = new Set(changes.flatMap((c) => (c.action === 'delete' ? [c.address] : [])));
  const joining = new Map<string, MemberResource>();
  for (const member of modelOf(wanted).all('member')) joining.set(member.address, member);
  return changes.flatMap((change): MoveToParentScope[] => {
    if (change.action !== 'delete' || change.before.type !== 'member') return [];
    const { member, scope: from, state } = change.before.attributes;
    // Without access there is nothing to lose by going early.
    if (state !== 'active' || isNeverDeferred(desired, change.address) || leaving.has(scopeAddress(from)))
      return [];
    const above = scopeChain(from).slice(1);
    const to = above.find((path) => isToBeIn(joining.get(memberAddress(path, member))));
    const isIn = above.some(
      (path) => accepted.isAccepted(member, path) && !leaving.has(memberAddress(path, member)),
    );
    if (to === undefined || isIn) return [];
    return [{ member, from, waitsFor: `${spelling(member)} accepting the invitation to ${to}` }];
  });
}

function isToBeIn(membership: MemberResource | undefined): boolean {
  return membership !== undefined && membership.attributes.state !== 'deactivated';
}
