import { buildAccess } from '../../access/build-access.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { entryKey } from '../../compile/desired.ts';
import { type MemberId, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import {
  type AssignmentResource,
  type MemberResource,
  type Resource,
  resourcesOf,
} from '../../resource/resource.ts';
import { isReplaced, rolesAfter } from '../exclusive-roles.ts';
import { insideScope, removalCascade, withoutCascaded } from '../removal/removal-cascade.ts';
import { untouchedResources } from '../untouched-resources.ts';
import { Acceptance } from './acceptance.ts';
import {
  type DeferralContext,
  isNeverDeferred,
  RetainedRemovals,
  type RetentionResult,
} from './retained-removals.ts';

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
 * unanswered. A role that is replaced by another of its module is replaced at once, because the scope says so itself.
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

/** What may stay below, by the keys of its entries; null where not even the membership may. */
function stillGiven(moving: MoveToParentScope, theirs: DeferralContext): ReadonlySet<string> | null {
  const excess = excessOver(moving.member, theirs);
  const after = (kept: ReadonlySet<string>): ReadonlySet<string> => {
    const retainedRemovals = new RetainedRemovals(theirs);
    keep(kept, moving, theirs, retainedRemovals);
    return excess(retainedRemovals.result());
  };
  const all = lostBelow(moving, theirs);
  if (after(new Set(all)).size === 0) return new Set(all);
  let kept: ReadonlySet<string> = new Set();
  let over = after(kept);
  for (const key of all) {
    const more = new Set([...kept, key]);
    const then = after(more);
    if (![...then].every((grant) => over.has(grant))) continue;
    kept = more;
    over = then;
  }
  // A membership without roles may bring some of its own.
  return over.size === 0 ? kept : null;
}

/** Keys of all that the person is to lose in the scope and that waits at all: roles, attachments, places in groups. */
function lostBelow(
  { member, from }: MoveToParentScope,
  { desired, changes }: DeferralContext,
): readonly string[] {
  const keys = changes.flatMap((change): readonly string[] => {
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
  keys: ReadonlySet<string>,
  { member, from, waitsFor }: MoveToParentScope,
  { changes }: DeferralContext,
  retainedRemovals: RetainedRemovals,
): void {
  retainedRemovals.whole(`member:${from}/${member}`, waitsFor);
  for (const { address } of changes) {
    if (keys.has(address)) retainedRemovals.whole(address, waitsFor);
    for (const attribute of ['roles', 'members'] as const) {
      retainedRemovals.entries(address, attribute, waitsFor, ({ entry }) =>
        keys.has(entryKey(address, attribute, entry)),
      );
    }
  }
}

/**
 * What somebody has after changes that neither the documents give, everybody invited having accepted, nor these
 * changes leave without anything kept.
 */
function excessOver(
  member: MemberId,
  theirs: DeferralContext,
): (changes: ComparedChanges) => ReadonlySet<string> {
  const { desired, live } = theirs;
  const accepted = new Acceptance(live, desired.platform);
  const asOfNow = (r: Resource): Resource =>
    r.type !== 'member' || r.attributes.state !== 'active' || accepted.isAccepted(member, r.attributes.scope)
      ? r
      : { ...r, attributes: { ...r.attributes, state: 'invited' } };
  const accessAfter = (resources: readonly Resource[], comparedChanges: ComparedChanges): EffectiveAccess => {
    const there = [...resources, ...untouchedResources(live, comparedChanges)];
    const gone = comparedChanges.changes.flatMap((c) => (c.action === 'delete' ? [c.before] : []));
    return buildAccess(
      desired.platform,
      withoutCascaded(there, removalCascade(desired.platform, gone, there)),
    );
  };
  const given = accessAfter(desired.resources, theirs);
  const anyway = accessAfter(theirs.wanted.map(asOfNow), theirs);
  return (comparedChanges) => {
    const effectiveAccess = accessAfter(comparedChanges.wanted.map(asOfNow), comparedChanges);
    const grants = effectiveAccess.scopes.flatMap((scope) =>
      effectiveAccess
        .permissions(member, scope)
        .filter((one) => !given.can(member, one, scope) && !anyway.can(member, one, scope))
        .map((one) => `${scope} ${one}`),
    );
    return new Set(grants);
  };
}

type ComparedChanges = Pick<DeferralContext, 'changes' | 'wanted'>;

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
  for (const member of resourcesOf(wanted, 'member')) joining.set(member.address, member);
  return changes.flatMap((change): MoveToParentScope[] => {
    if (change.action !== 'delete' || change.before.type !== 'member') return [];
    const { member, scope: from, state } = change.before.attributes;
    // Without access there is nothing to lose by going early.
    if (state !== 'active' || isNeverDeferred(desired, change.address) || leaving.has(`scope:${from}`))
      return [];
    const above = scopeChain(from).slice(1);
    const to = above.find((path) => isToBeIn(joining.get(`member:${path}/${member}`)));
    const isIn = above.some(
      (path) => accepted.isAccepted(member, path) && !leaving.has(`member:${path}/${member}`),
    );
    if (to === undefined || isIn) return [];
    return [{ member, from, waitsFor: `${spelling(member)} accepting the invitation to ${to}` }];
  });
}

function isToBeIn(membership: MemberResource | undefined): boolean {
  return membership !== undefined && membership.attributes.state !== 'deactivated';
}
