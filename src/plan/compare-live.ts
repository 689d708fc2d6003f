import type { Desired } from '../compile/desired.ts';
import type { Address } from '../resource/address.ts';
import { withCountedRoles, withLiveMembershipRoles } from '../resource/choices.ts';
import { counterparts } from '../resource/counterparts.ts';
import { mapResources, modelOf, withMore } from '../resource/organization-model.ts';
import type { Resource, Snapshot } from '../resource/resource.ts';
import { spellingOf } from '../resource/spelling.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { once } from '../source/memoize.ts';
import { compareText } from '../source/text-order.ts';
import type { Change, DeferredChange, EffectiveChange } from './change.ts';
import { withoutDeactivatedNonmembers } from './deferral/deactivated-nonmembers.ts';
import { type DeferredEntry, withoutDeferredEntries } from './deferral/deferred-entries.ts';
import { goesAlong } from './deferral/goes-along.ts';
import { type Hold, holdBack } from './deferral/held-back.ts';
import { type Holds, heldAsUnknown, heldAsUnsupported, isLost } from './deferral/not-writable.ts';
import { withoutPrematureRemovals } from './deferral/premature-removals.ts';
import { withRecordsAsLive } from './deferral/records-of-others.ts';
import { unsentInvitations } from './deferral/resent-invitations.ts';
import { rolesStillInUse } from './deferral/roles-in-use.ts';
import { creation, update } from './effective-change.ts';
import { missingScope, withoutMissingScopes } from './missing-scopes.ts';
import { isPlatformOwned, isSettable, withComparableSettings } from './platform-owned.ts';
import { withLeftGroups } from './removal/left-groups.ts';
import { authorityOriginOf, rolesRuledOut, whyRemoved, whyReplaced } from './removal/removal-reason.ts';
import { ownersFirst, Removals } from './removal/removals.ts';
import { renamedLive, renamedMemberKeys } from './rename/renamed-live.ts';
import { replacedPlaces, withoutPlaces, withoutReplaced } from './replacement/replaced-places.ts';
import { settleReplaced } from './replacement/settle-replaced.ts';
import { writesOf } from './write/change-writes.ts';
import { avoidTransientCycles } from './write/transient-cycles.ts';
import type { Supports } from './write/write.ts';
import { phaseOf } from './write/write-phases.ts';
import { withMomentsOfWrites } from './write/write-timing.ts';

export interface Comparison {
  /** In the order an apply makes them; deferred ones last. */
  readonly changes: readonly Change[];
  /** What is asked for, without scopes that nobody can make here. */
  readonly possible: Desired;
  /** Live resources that nobody writes and nobody owns. */
  readonly unmanaged: readonly Resource[];
  /** Desired as the platform is to store it after this apply: without what waits. */
  readonly wanted: readonly Resource[];
  readonly waiting: readonly DeferredEntry[];
  /** Something is not touched that the documents want otherwise: `wanted` alone tells what comes of this apply. */
  readonly isHolding: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Live versus desired. Pure, and the only planner: an apply, a drift report and the check of terraform's plan all
 * start from this list. Can report unknown-scope (an organization that is not live)
 * and, as warnings, unknown-scope (another scope that is not live and that Bylaw may not create), invariant-broken (a last
 * holder who is held back), not-supported (somebody to be deactivated who is no member yet, where members have to accept) and
 * invitation-cap and renamed-live; given-already is an info.
 */
export function compareLive(asked: Desired, live: Snapshot, supports: Supports = () => null): Comparison {
  const nothing: Holds = { holds: [], deferred: [], diagnostics: [] };
  let unsupported = nothing;
  const needed = new Set<Address>();
  const stranded = new Set<Address>();
  for (;;) {
    const comparison = compareHolding(asked, live, unsupported);
    const effective = comparison.changes.flatMap((c) => (c.action === 'deferred' ? [] : [c]));
    // What was so already by something that goes after all has to be made: from the beginning, with that known.
    const lost = unsupported.holds.filter(
      ({ already }) => already !== undefined && isLost(already, effective),
    );
    if (lost.length > 0) {
      for (const { address } of lost) needed.add(address);
      unsupported = nothing;
      continue;
    }
    const along = goesAlong(asked.platform, effective, live.resources, supports);
    // What was to go with something that is held back after all waits for itself: from the beginning, too.
    const left = unsupported.holds.filter((hold) => hold.along === true && !along(hold));
    if (left.length > 0) {
      for (const { address } of left) stranded.add(address);
      unsupported = nothing;
      continue;
    }
    const more = heldAsUnsupported(
      effective,
      supports,
      spellingOf(asked, live),
      needed,
      (hold) => !stranded.has(hold.address) && along(hold),
    );
    if (more.holds.length === 0) return comparison;
    const known = unsupported.holds;
    // What is held in part and planned all the same, of a thing that nobody writes and that stays, is held whole.
    const holds = more.holds.map((hold) =>
      known.some((one) => isSameHold(one, hold)) ? wholeHold(hold) : hold,
    );
    if (holds.every((hold) => known.some((one) => isSameHold(one, hold))))
      throw new Error('what is held back is planned all the same');
    unsupported = {
      holds: [...known, ...holds],
      deferred: [],
      // One for each hold; of what is held whole now it was told before.
      diagnostics: [
        ...unsupported.diagnostics,
        ...more.diagnostics.filter((_, at) => holds[at] === more.holds[at]),
      ],
    };
  }
}

function wholeHold(hold: Hold): Hold {
  return { ...hold, what: 'all', silent: true };
}

function isSameHold(one: Hold, other: Hold): boolean {
  return one.address === other.address && JSON.stringify(one.what) === JSON.stringify(other.what);
}

function compareHolding(asked: Desired, live: Snapshot, unsupported: Holds): Comparison {
  const { platform } = asked;
  const spelling = spellingOf(asked, live);
  const possible = withoutMissingScopes(asked, live.resources, spelling);
  const { missing } = possible;
  const records = withRecordsAsLive(possible.desired, live, spelling);
  const { desired } = records;
  const again = unsentInvitations(desired, live.resources, spelling);
  const strangers = withoutDeactivatedNonmembers(desired, live.resources, spelling);
  const diagnostics: Diagnostic[] = [
    ...possible.diagnostics,
    ...records.diagnostics,
    ...renamedLive(desired, live, spelling),
    ...strangers.diagnostics,
    ...again.diagnostics,
  ];
  const invited = withoutDeferredEntries(desired, strangers.wanted, live.resources, again.waiting, spelling);
  const unknown = heldAsUnknown(invited.wanted, live, spelling);
  const holds = [...unknown.holds, ...unsupported.holds];
  const held = holdBack(platform, invited.wanted, live.resources, holds, spelling);
  diagnostics.push(...unknown.diagnostics, ...unsupported.diagnostics);
  const settled = counterparts(held.wanted, live.resources);
  const counted = mapResources(held.wanted, (r, at) =>
    withComparableSettings(withCountedRoles(r), settled[at], platform),
  );
  const replaced = replacedPlaces(platform, counted, live.resources);
  const wanted = withoutReplaced(counted, replaced);
  const waiting = [...invited.waiting, ...strangers.waiting];
  const changes: EffectiveChange[] = [];
  const unmanaged: Resource[] = [];

  const liveOnes = counterparts(wanted, live.resources);
  for (const [at, resource] of wanted.entries()) {
    const found = liveOnes[at];
    if (isPlatformOwned(resource, platform)) {
      if (found === undefined) diagnostics.push(missingScope(resource, spelling, 'error'));
      else if (isSettable(found)) {
        const change = update(resource, found, desired, live, spelling);
        if (change !== null) changes.push(change);
      }
      continue;
    }
    const change =
      found === undefined ? creation(resource, spelling) : update(resource, found, desired, live, spelling);
    if (change !== null) changes.push(change);
  }

  const root = authorityOriginOf(desired);
  // Something is ruled out of nearly everybody, and all of it is walked for a role that goes.
  const ruledOutRoles = once(() => rolesRuledOut(desired));
  const written = modelOf(desired.resources);
  const removals = new Removals(wanted, spelling);
  const keptBack: Resource[] = [];
  /** What something else owns and nobody records: it counts, and goes only with what it is in. */
  const unrecorded: Resource[] = [];
  const goingAlong: Resource[] = [];
  const cut: Resource[] = [];
  /** What nobody writes loses people all the same whom the platform moves elsewhere. */
  const asLeft = (resource: Resource): Resource => {
    const left = withoutPlaces(resource, replaced);
    const change = left === resource ? null : update(left, resource, desired, live, spelling);
    if (change !== null) {
      changes.push(change);
      cut.push(left);
    }
    return left;
  };
  const strays = unmatched(live.resources, wanted);
  for (const resource of strays.sort(ownersFirst)) {
    if (resource.type === 'scope' && isPlatformOwned(resource, platform)) continue;
    if (isPlatformOwned(resource, platform)) {
      const along = removals.whyAlong(resource);
      if (along === null) {
        removals.stay(resource);
        unrecorded.push(resource);
      } else {
        removals.add(resource, along);
        goingAlong.push(resource);
      }
      continue;
    }
    if (held.staying.has(resource.address)) {
      removals.stay(resource);
      keptBack.push(asLeft(resource));
      continue;
    }
    const because =
      whyReplaced(resource, written, spelling) ??
      whyRemoved(resource, desired, ruledOutRoles, root, spelling) ??
      removals.whyAlong(resource);
    if (because !== null) {
      changes.push(removals.add(resource, because));
      continue;
    }
    removals.stay(resource);
    unmanaged.push(resource);
    asLeft(resource);
  }
  const retentionResult = withoutPrematureRemovals(
    { desired, live: live.resources, wanted: withMore(wanted, cut), changes, missing, spelling },
    live,
  );
  diagnostics.push(...retentionResult.diagnostics);
  const keeps = [...retentionResult.keeps, ...keptBack];
  const others = [
    ...unrecorded,
    ...retentionResult.wanted.filter((r) => r.type !== 'scope' && isPlatformOwned(r, platform)),
  ];
  const { kept, deferred } = rolesStillInUse(
    retentionResult.changes,
    [...unmanaged, ...others],
    // Something wanted has a role that goes only where it is held back as it is.
    [...keeps, ...retentionResult.wanted],
    spelling,
  );
  const leaving = withLeftGroups(
    platform,
    kept,
    [...retentionResult.wanted, ...unmanaged, ...unrecorded, ...goingAlong, ...keeps],
    [...unmanaged, ...others],
    spelling,
  );
  // What stays as it is, and in its place what this apply leaves of it.
  const after = () => [
    ...modelOf([
      ...unmanaged,
      ...unrecorded,
      ...goingAlong,
      ...keeps,
      ...retentionResult.wanted,
    ]).byAddress.values(),
  ];
  return {
    changes: [
      ...inOrder(
        withMomentsOfWrites(
          settleReplaced(
            avoidTransientCycles(leaving, live.resources),
            replaced,
            new Set(cut.map(({ address }) => address)),
            spelling,
          ),
          platform,
          { live: live.resources, after, replaced },
        ),
      ),
      ...[
        ...possible.deferred,
        ...records.deferred,
        ...unknown.deferred,
        ...held.deferred,
        ...waiting.map(({ change }) => change),
        ...renamedMemberKeys(desired, live, spelling),
        ...retentionResult.deferred,
        ...deferred,
      ].sort(byWanted),
    ],
    possible: desired,
    isHolding: holds.length > 0,
    unmanaged: unmanaged.sort(byAddress),
    wanted: withRolesOfThoseWhoStay(retentionResult.wanted, desired, live),
    waiting,
    diagnostics,
  };
}

/** Live, and nothing wanted has its address: of one address the last, as everywhere. */
function unmatched(live: readonly Resource[], wanted: readonly Resource[]): Resource[] {
  if (!counterparts(live, wanted).includes(undefined)) return [];
  const matched = modelOf(wanted);
  return [...modelOf(live).byAddress.values()].filter(({ address }) => !matched.has(address));
}

/** Who stays in a group for now, written or not, stays what they are there. */
function withRolesOfThoseWhoStay(
  wanted: readonly Resource[],
  desired: Desired,
  live: Snapshot,
): readonly Resource[] {
  if (desired.platform.groups.membershipRoles === null) return wanted;
  const [there, written] = [modelOf(live.resources), modelOf(desired.resources)];
  return mapResources(wanted, (r) => {
    const [found, asked] = [there.at(r.address), written.at(r.address)];
    if (r.type !== 'group' || found?.type !== 'group') return r;
    const isWritten = (member: string) => asked?.type === 'group' && asked.attributes.members.has(member);
    return withLiveMembershipRoles(r, isWritten, found);
  });
}

function byWanted(a: DeferredChange, b: DeferredChange): number {
  return byAddress(a, b) || compareText(a.wanted, b.wanted);
}

function inOrder(changes: readonly EffectiveChange[]): readonly EffectiveChange[] {
  const keyed = changes.map((change) => {
    const [first] = writesOf(change);
    // What another change makes comes after it.
    return { change, phase: first === undefined ? Number.POSITIVE_INFINITY : phaseOf(first) };
  });
  return keyed.sort((a, b) => a.phase - b.phase || byAddress(a.change, b.change)).map(({ change }) => change);
}

function byAddress(a: { readonly address: Address }, b: { readonly address: Address }): number {
  return compareText(a.address, b.address);
}
