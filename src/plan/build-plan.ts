import { buildAccess } from '../access/build-access.ts';
import { compareAccess } from '../access/compare-access.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import { withMemberSources } from '../access/explain/member-sources.ts';
import type { Desired } from '../compile/desired.ts';
import { type Side, sideOf } from '../compile/keepers.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Address } from '../resource/address.ts';
import { counterparts } from '../resource/counterparts.ts';
import { mapResources, modelOf, unlessSame, withMore } from '../resource/organization-model.ts';
import { inPlatformForm } from '../resource/platform-form.ts';
import type { Entries, GroupResource, Resource, Snapshot } from '../resource/resource.ts';
import { hasSameContent } from '../resource/same-content.ts';
import { spellingOf } from '../resource/spelling.ts';
import { accepted, accessAfterAcceptance } from './access-after-acceptance.ts';
import { type Comparison, compareLive } from './compare-live.ts';
import { forbiddenGiven } from './forbidden-given.ts';
import { guardPlan } from './guard/guard-plan.ts';
import { lastAdministratorRemoved } from './guard/last-administrator.ts';
import { lastHolderRemoved } from './guard/last-holder-removed.ts';
import { replacedByPlace } from './guard/replaced-by-place.ts';
import { weakened } from './guard/weakened.ts';
import { withoutImpliedRoles } from './implied-roles.ts';
import type { Plan } from './plan.ts';
import { removalCascade, withoutCascaded } from './removal/removal-cascade.ts';
import { replacedPlaces, withoutReplaced } from './replacement/replaced-places.ts';
import { stateAfter, stateOf, withStatesAfter } from './states-after.ts';
import { withLiveForUnstated } from './unstated-attributes.ts';
import { untouchedResources } from './untouched-resources.ts';
import type { Supports } from './write/write.ts';

/**
 * The plan of one organization: what an apply would do, and who gains and loses what by it. A review compares
 * effective access before and after, never assignments, because inheritance need not be monotone.
 * Can report unknown-scope, invariant-broken, expectation-failed and (as warnings) unknown-scope, not-supported,
 * invariant-broken, mass-removal, removal-limit, protected, holders, weakened, place-replaced and
 * invitation-cap.
 */
export function buildPlan(asked: Desired, found: Snapshot, supports?: Supports): Plan {
  const { platform } = asked;
  const { desired, live } = withoutImpliedRoles(asked, found);
  const comparison = compareLive(withLiveForUnstated(desired, live), live, supports);
  const stated = comparison.possible;
  const gone = comparison.changes.flatMap((c) => (c.action === 'delete' ? [c.before] : []));
  const settled = (resources: readonly Resource[]): readonly Resource[] =>
    withoutCascaded(resources, removalCascade(platform, gone, resources));
  const untouched = untouchedResources(live.resources, comparison);
  const target = settled(withMore(writtenAfter(stated, live, comparison), untouched));
  const accessTo = (resources: readonly Resource[]): EffectiveAccess =>
    withMemberSources(buildAccess(platform, resources), live.membersFrom);
  const after = accessTo(target);
  // Of a large company who has access is worked out for a second, and nearly always nothing differs.
  const before = hasSameContent(live.resources, target) ? after : accessTo(live.resources);
  const delta = compareAccess(before, after);
  const stored = withStatesAfter(comparison.wanted, live, platform);
  const ownerless = lastHolderRemoved(platform, live.resources, settled(withMore(stored, untouched)));
  const promises = promisedBy(stated, withoutWhatIsKept(stated, target, comparison), comparison);
  const promised = withoutReplaced(promises, replacedPlaces(platform, promises, live.resources));
  const once = accessAfterAcceptance(platform, live.resources, promised, {
    before,
    after,
    keeps: takenLater(comparison).size > 0,
  });
  const { organization } = desired;
  const spelling = spellingOf(desired, live);
  const end = endOf(platform, promised, once?.access ?? null);
  const guarded = guardPlan({
    plan: { organization, before, after, delta, onceAccepted: once, spelling },
    desired,
    changes: comparison.changes,
    live: live.resources,
    target,
    end,
  });
  const losses = weakened(platform, live.resources, comparison.changes, { before, after, delta }, spelling);
  return {
    organization,
    desired,
    live,
    changes: comparison.changes,
    unmanaged: comparison.unmanaged,
    wanted: comparison.wanted,
    target,
    end: end.resources,
    before,
    after,
    delta,
    onceAccepted: once,
    spelling,
    diagnostics: [
      ...comparison.diagnostics,
      ...ownerless,
      ...forbiddenGiven(desired, live.resources, target, spelling),
      ...lastAdministratorRemoved(platform, before, after, target, spelling),
      ...guarded,
      ...losses,
      ...replacedByPlace(desired, comparison.changes, delta, spelling),
    ],
  };
}

/** The end that the documents want: everybody invited has accepted, and nothing waits any more. */
function endOf(
  platform: PlatformDefinition,
  promised: readonly Resource[],
  known: EffectiveAccess | null,
): Side {
  const resources = mapResources(promised, accepted);
  return known === null ? sideOf(platform, resources) : { resources, access: () => known };
}

/** What is written as it is after the changes, nested as written: what waits is not there yet, and what goes later is there still. */
function writtenAfter(desired: Desired, live: Snapshot, comparison: Comparison): readonly Resource[] {
  // Nothing waits, and nothing is held back: all that is written is wanted as it is written.
  if (comparison.wanted === desired.resources)
    return withStatesAfter(desired.resources, live, desired.platform);
  const wanted = counterparts(desired.resources, comparison.wanted);
  const inForm = inPlatformForm(desired.resources, desired.platform);
  const liveOnes = counterparts(desired.resources, live.resources);
  const asked = counterparts(desired.resources, inForm);
  const held = new Set(comparison.changes.flatMap((c) => (c.action === 'deferred' ? [c.address] : [])));
  const after = (r: Resource, at: number): readonly Resource[] => {
    const [now, found] = [wanted[at], liveOnes[at]];
    // A group that is not made, nested in one that is: what the platform holds is told, and no nesting.
    if (comparison.isHolding && r.type !== 'member') return now === undefined ? [] : [now];
    if (comparison.isHolding && now === undefined) return [];
    // Not made by this apply.
    if (now === undefined && held.has(r.address) && found === undefined) return [];
    // Held back whole.
    if (now !== undefined && now === found) return [now];
    switch (r.type) {
      case 'scope':
        return [now ?? r];
      case 'role':
        return [r];
      case 'assignment':
        return now === undefined ? [] : [now];
      case 'group':
        return [withoutWhatWaits(r, asked[at], now)];
      case 'member': {
        const state = now?.type === 'member' ? now.attributes.state : r.attributes.state;
        const then = stateAfter(state, stateOf(found), desired.platform);
        return [then === r.attributes.state ? r : { ...r, attributes: { ...r.attributes, state: then } }];
      }
    }
  };
  const written = unlessSame(desired.resources.flatMap(after), desired.resources);
  // What nobody writes any more and waits in part to be taken.
  const spoken = counterparts(comparison.wanted, inForm);
  const kept = comparison.wanted.filter((_, at) => spoken[at] === undefined);
  return withMore(written, kept);
}

/** The target once what is kept until an acceptance is taken too. */
function withoutWhatIsKept(
  { resources, platform }: Desired,
  target: readonly Resource[],
  comparison: Comparison,
): readonly Resource[] {
  const later = takenLater(comparison);
  if (later.size === 0) return target;
  const written = modelOf(resources);
  const gone: Resource[] = [];
  const left = target.flatMap((r) => {
    if (!later.has(r.address)) return [r];
    const then = written.at(r.address);
    if (then === undefined) gone.push(r);
    return then === undefined ? [] : [then];
  });
  return withoutCascaded(left, removalCascade(platform, gone, left));
}

function takenLater({ changes }: Comparison): ReadonlySet<Address> {
  return new Set(
    changes.flatMap((c) => (c.action === 'deferred' && c.unsettled === 'takes' ? [c.address] : [])),
  );
}

/** The target with what waits for nothing but an acceptance: the first apply after it makes that too. */
function promisedBy(
  { resources, platform }: Desired,
  target: readonly Resource[],
  { waiting }: Comparison,
): readonly Resource[] {
  if (waiting.length === 0) return target;
  const addresses = new Set(waiting.map(({ change }) => change.address));
  const promised = new Map<Address, Resource>();
  for (const r of resources) {
    if ((r.type === 'assignment' || r.type === 'group') && addresses.has(r.address))
      promised.set(r.address, r);
  }
  if (promised.size === 0 || platform.members.joining === 'provisioned') return target;
  return [...target.filter((r) => !promised.has(r.address)), ...promised.values()];
}

/**
 * A group as written with the members by which what this apply wants of it differs from what the documents want, and with
 * what else stays in it for now.
 */
function withoutWhatWaits(
  group: GroupResource,
  asked: Resource | undefined,
  now: Resource | undefined,
): Resource {
  if (asked?.type !== 'group' || now?.type !== 'group' || asked === now) return group;
  const members = new Map(group.attributes.members);
  for (const member of asked.attributes.members.keys()) {
    if (!now.attributes.members.has(member)) members.delete(member);
  }
  for (const [member, origin] of now.attributes.members) {
    if (!asked.attributes.members.has(member)) members.set(member, origin);
  }
  const staying = (of: 'groups' | 'permissions'): Entries =>
    new Map([
      ...group.attributes[of],
      ...[...now.attributes[of]].filter(([entry]) => !asked.attributes[of].has(entry)),
    ]);
  const [groups, permissions] = [staying('groups'), staying('permissions')];
  const { settings } = now.attributes;
  return { ...group, attributes: { ...group.attributes, members, groups, permissions, settings } };
}
