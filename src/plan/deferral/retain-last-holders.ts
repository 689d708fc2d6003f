import { deactivatedByGroups } from '../../access/active-memberships.ts';
import { type Desired, entryKey, type RuledOut } from '../../compile/desired.ts';
import type { Invariant, RoleName } from '../../platform/platform-definition.ts';
import type { Address, PartKey } from '../../resource/address.ts';
import { memberAddress } from '../../resource/address.ts';
import { type GroupPath, type MemberId, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel, withMore } from '../../resource/organization-model.ts';
import { inPlatformForm } from '../../resource/platform-form.ts';
import type { Resource, ScopeResource } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../../source/lists-by-key.ts';
import { compareText } from '../../source/text-order.ts';
import type { EffectiveChange } from '../change.ts';
import { isReplaced, rolesAfter } from '../exclusive-roles.ts';
import { untouchedResources } from '../untouched-resources.ts';
import { Acceptance } from './acceptance.ts';
import {
  allTimely,
  type DeferralContext,
  RetainedRemovals,
  type RetentionReason,
  type RetentionResult,
  together,
} from './retained-removals.ts';

type HolderMinimum = Extract<Invariant, { rule: 'minimum-holders' }>;

/**
 * Where a role must have active holders, the last ones keep it until those who follow them have accepted, or until
 * somebody says who follows: a platform refuses to be left without, and an apply would stop there. As many stay as are
 * missing, each by one of the ways by which they hold the role: as their own, or through a group, in which others may be
 * nested. What else they hold, and who else is in such a group, goes at once. Whom nobody rules out stays before whose time has ended, and that one before whoever is marked absent. Reports
 * `invariant-broken`, a warning, for whom no acceptance will follow.
 */
export function retainLastHolders(deferralContext: DeferralContext): RetentionResult {
  const { desired, live } = deferralContext;
  let kept = allTimely(deferralContext);
  for (const rule of desired.platform.invariants) {
    if (rule.rule !== 'minimum-holders') continue;
    for (const scope of modelOf(live).all('scope')) {
      if (scope.attributes.kind !== rule.at) continue;
      const now = { ...deferralContext, changes: kept.changes, wanted: kept.wanted };
      kept = together(kept, keptOn(scope, rule, now));
    }
  }
  return kept;
}

function keptOn(
  { attributes }: ScopeResource,
  rule: HolderMinimum,
  deferralContext: DeferralContext,
): RetentionResult {
  const scope = attributes.path;
  const { desired, live, wanted, changes, spelling } = deferralContext;
  const retainedRemovals = new RetainedRemovals(deferralContext);
  const accepted = new Acceptance(live, desired.platform);
  const after = withMore(wanted, untouchedResources(live, deferralContext));
  const before = holders(rule.role, scope, live);
  const then = holders(rule.role, scope, after);
  const deactivated = deactivatedByGroups(desired.platform, modelOf(live));
  const deactivatedThen = deactivatedByGroups(desired.platform, modelOf(after));
  const isIn = (member: MemberId, resources: readonly Resource[]): boolean =>
    isActive(member, scope, resources) && accepted.reaches(member, scope);
  const held = [...before.keys()].filter((member) => !deactivated.has(member) && isIn(member, live));
  const left = [...then.keys()].filter((member) => !deactivatedThen.has(member) && isIn(member, after));
  const missing = Math.min(rule.count, held.length) - left.length;
  // Some cannot even be given the role before they have accepted: `wanted` is without what waits.
  const promised = holders(rule.role, scope, inPlatformForm(desired.resources, desired.platform));
  const coming = [...new Set([...then.keys(), ...promised.keys()])].filter(
    (member) =>
      !deactivatedThen.has(member) && isActive(member, scope, after) && !accepted.reaches(member, scope),
  );
  if (missing <= 0) return retainedRemovals.result();

  const follows = left.length + coming.length >= rule.count;
  const waitsFor = follows
    ? `${coming.sort().map(spelling).join(' or ')} accepting the invitation, to be ${rule.role} on ${scope} instead`
    : `somebody else being ${rule.role} on ${scope}`;
  const settles: RetentionReason = follows ? 'takes' : 'impossible';
  const staying = held
    // Whom a group will deactivate is no holder by being kept.
    .filter((member) => !left.includes(member) && !deactivatedThen.has(member))
    .flatMap((member) => {
      const memberships = scopeChain(scope).map((path) => memberAddress(path, member));
      const rank = (holdingPath: HoldingPath): number =>
        rankOf(desired, [...memberships, ...keysOf(holdingPath, rule.role)]);
      const [way] = [...before.get(member)].sort((a, b) => rank(a) - rank(b));
      return way === undefined ? [] : [{ member, memberships, way, rank: rank(way) }];
    })
    .sort((a, b) => a.rank - b.rank || compareText(a.member, b.member))
    .slice(0, missing);
  for (const { memberships, way } of staying) {
    for (const address of memberships) {
      const change = changes.find((one) => one.address === address);
      if (isLoss(change)) retainedRemovals.whole(address, waitsFor, settles);
    }
    for (const address of way.resources) {
      const change = retainedRemovals.changeOf(address);
      // Of a group its places are kept, and what else it carries is not.
      if (change === undefined || change.action === 'create' || change.before.type !== 'assignment') continue;
      if (isReplaced(rule.role, rolesAfter(change), desired.platform))
        retainedRemovals.whole(address, waitsFor, settles);
      else retainedRemovals.entries(address, 'roles', waitsFor, ({ entry }) => entry === rule.role, settles);
    }
    for (const { address, attribute, entry } of way.links) {
      retainedRemovals.entries(address, attribute, waitsFor, (removed) => removed.entry === entry, settles);
    }
  }
  if (!follows && staying.length > 0)
    retainedRemovals.tell(withoutSuccessor(staying, rule, attributes, deferralContext));
  return retainedRemovals.result();
}

/** What is said of a last holder whom nobody follows: everything else is done, and this waits for a decision. */
function withoutSuccessor(
  staying: readonly { readonly member: MemberId }[],
  rule: HolderMinimum,
  { path }: ScopeResource['attributes'],
  { desired, spelling }: DeferralContext,
): Diagnostic {
  const { platform, resources } = desired;
  const who = staying.map(({ member }) => spelling(member)).join(' and ');
  const message = `${rule.code}: ${who} would be the last to go as ${rule.role} on ${path}, and nobody follows; ${platform.title} wants at least ${rule.count}. It is held back, and nothing else.`;
  const origin = modelOf(resources).scope(path)?.origin;
  return diagnostic('invariant-broken', message, origin?.from === 'file' ? origin : null, {
    severity: 'warning',
    hint: `Give ${rule.role} on ${path} to somebody else who is active; the apply after that takes the rest.`,
  });
}

/** 0: by nobody's word; 1: an end, or a beginning to come; 2: marked absent. */
const RANKS: Readonly<Record<RuledOut['why'], number>> = { emptied: 0, expired: 1, 'not-yet': 1, absent: 2 };

function rankOf({ ruledOut }: Desired, keys: readonly (Address | PartKey)[]): number {
  const ranks = keys.map((key) => {
    const found = ruledOut.get(key);
    return found === undefined ? 0 : RANKS[found.why];
  });
  return Math.max(0, ...ranks);
}

function keysOf({ resources, links }: HoldingPath, role: RoleName): readonly (Address | PartKey)[] {
  return [
    ...resources.flatMap((address) => [address, entryKey(address, 'roles', role)]),
    ...links.map(keyOf),
  ];
}

function keyOf({ address, attribute, entry }: TraversedGroupEntry): PartKey {
  return entryKey(address, attribute, entry);
}

/** Everything of a change of a membership is a loss but being reactivated or invited. */
function isLoss(
  change: EffectiveChange | undefined,
): change is Exclude<EffectiveChange, { action: 'create' }> {
  if (change === undefined || change.action === 'create') return false;
  if (change.action === 'delete') return true;
  return change.after.type !== 'member' || change.after.attributes.state === 'deactivated';
}

/** An entry of a group that a way leads through. */
interface TraversedGroupEntry {
  readonly address: Address;
  readonly attribute: 'members' | 'groups';
  readonly entry: string;
}

/** One way by which somebody holds a role: what must stay whole, and the places in groups. */
interface HoldingPath {
  readonly resources: readonly Address[];
  readonly links: readonly TraversedGroupEntry[];
}

/** Who is given a role on a scope, and by which ways: their own first. */
function holders(
  role: RoleName,
  scope: ScopePath,
  resources: readonly Resource[],
): ReadonlyListsByKey<MemberId, HoldingPath> {
  const found = new ListsByKey<MemberId, HoldingPath>();
  const model = modelOf(resources);
  const giving = model.assignmentsOn(scope).filter(({ attributes }) => attributes.roles.has(role));
  for (const { address, attributes } of giving) {
    const { principal } = attributes;
    if (principal.type === 'member') found.add(principal.member, { resources: [address], links: [] });
  }
  for (const { address, attributes } of giving) {
    const { principal } = attributes;
    if (principal.type !== 'group') continue;
    for (const [member, way] of pathsInto(principal.group, model))
      found.add(member, { resources: [address, ...way.resources], links: way.links });
  }
  return found;
}

/** Everybody in a group and in groups in it, by the shortest way; a ring is walked once. */
function pathsInto(start: GroupPath, model: OrganizationModel): ReadonlyMap<MemberId, HoldingPath> {
  const people = new Map<MemberId, HoldingPath>();
  const reached = new Map<GroupPath, HoldingPath>([[start, { resources: [], links: [] }]]);
  // A map hands out what is added to it while it is walked.
  for (const [path, way] of reached) {
    const group = model.group(path);
    if (group === undefined) continue;
    const { address, attributes } = group;
    const through = (attribute: TraversedGroupEntry['attribute'], entry: string): HoldingPath => ({
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
  const model = modelOf(resources);
  return scopeChain(scope).some((path) => {
    const state = model.membership(member, path)?.attributes.state;
    return state === 'active' || state === 'invited';
  });
}
