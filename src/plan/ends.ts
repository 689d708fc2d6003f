import { buildAccess } from '../access/build-access.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import { membersWhoCanAll } from '../access/equivalent-roles.ts';
import { choiceKey, type Desired, entryKey, type Forbidden } from '../compile/desired.ts';
import type { Address, PartKey } from '../resource/address.ts';
import { mapResources, modelOf, withMore } from '../resource/organization-model.ts';
import type { Resource, Snapshot } from '../resource/resource.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { quote } from '../source/quote.ts';
import { accepted } from './access-after-acceptance.ts';
import { type EntriesAttribute, isEntriesAttribute } from './deferral/retained-entries.ts';
import {
  allTimely,
  type DeferralContext,
  RetainedRemovals,
  type RetentionResult,
  together,
} from './deferral/retained-removals.ts';
import { settingOfField } from './field-changes.ts';
import { removalCascade, withoutCascaded } from './removal/removal-cascade.ts';
import { withStatesAfter } from './states-after.ts';
import { untouchedResources } from './untouched-resources.ts';

/**
 * Ends that cannot be taken as they are: one that gives somebody what an expectation rules out, because a narrower entry
 * is over, and one that would leave nobody who can do what an administrator can. Of all that has ended, no more is held
 * back than what it takes for that not to happen; nothing is ever given by holding back, for what is held back is live.
 * Reports `invariant-broken`, a warning, for the second; the first is told by the expectation.
 */
export function keptFromEnds(deferralContext: DeferralContext, live: Snapshot): RetentionResult {
  // Where nothing ends there is nothing to hold back, and nobody has to know what anybody can do.
  if (endsIn(deferralContext).length === 0) return allTimely(deferralContext);
  const before = buildAccess(deferralContext.desired.platform, live.resources);
  const forbidden = keptFromGiving(deferralContext, live);
  const now = { ...deferralContext, changes: forbidden.changes, wanted: forbidden.wanted };
  return together(forbidden, keptForTheLast(now, live, before));
}

/** What somebody would newly hold by this plan although an expectation rules it out, and an end is all that gives it. */
export function newlyForbidden(
  { forbidden = [] }: Desired,
  before: EffectiveAccess,
  after: EffectiveAccess,
): readonly Forbidden[] {
  return forbidden.filter(({ members, permissions, scopes }) =>
    members.some((member) =>
      permissions.some((permission) =>
        scopes.some(
          (scope) => after.can(member, permission, scope) && !before.can(member, permission, scope),
        ),
      ),
    ),
  );
}

/** Whoever is invited holds it when they accept, and no plan is asked then: so both sides are seen as accepted. */
function keptFromGiving(deferralContext: DeferralContext, live: Snapshot): RetentionResult {
  const { desired } = deferralContext;
  if (desired.forbidden === undefined || desired.forbidden.length === 0) return allTimely(deferralContext);
  const before = buildAccess(desired.platform, mapResources(live.resources, accepted));
  const given = (effectiveAccess: EffectiveAccess): readonly Forbidden[] =>
    newlyForbidden(desired, before, effectiveAccess);
  const [first] = given(accessAfter(allTimely(deferralContext), deferralContext, live, accepted));
  if (first === undefined) return allTimely(deferralContext);
  const waitsFor = `the expectation ${quote(first.expectation)} to allow what this end gives, or the documents to take that away`;
  return held(
    deferralContext,
    (kept) => given(accessAfter(kept, deferralContext, live, accepted)).length > 0,
    waitsFor,
  );
}

function keptForTheLast(
  deferralContext: DeferralContext,
  live: Snapshot,
  before: EffectiveAccess,
): RetentionResult {
  const { desired } = deferralContext;
  const { platform } = desired;
  let kept = allTimely(deferralContext);
  for (const rule of platform.invariants) {
    if (rule.rule !== 'last-holder-stays') continue;
    for (const { attributes, origin } of modelOf(desired.resources).all('scope')) {
      const { path, kind } = attributes;
      const isNobody = (effectiveAccess: EffectiveAccess): boolean =>
        membersWhoCanAll(rule.role, platform, effectiveAccess, path).size === 0;
      if (kind !== rule.at || isNobody(before)) continue;
      const now = { ...deferralContext, changes: kept.changes, wanted: kept.wanted };
      if (!isNobody(accessAfter(allTimely(now), now, live))) continue;
      const step = held(
        now,
        (kept) => isNobody(accessAfter(kept, now, live)),
        `somebody else doing what ${rule.role} can on ${path}`,
      );
      if (step.deferred.length === 0) continue;
      const who = [...membersWhoCanAll(rule.role, platform, accessAfter(step, now, live), path)]
        .sort()
        .map(deferralContext.spelling)
        .join(' and ');
      const message = `${rule.code}: an end would leave nobody on ${path} who can do what ${rule.role} can. What ${who} holds it by is held back, and nothing else.`;
      const told = diagnostic('invariant-broken', message, origin.from === 'file' ? origin : null, {
        severity: 'warning',
        hint: `Give ${rule.role} on ${path} to somebody else who is active, or move \`until\`.`,
      });
      kept = together(kept, { ...step, diagnostics: [told] });
    }
  }
  return kept;
}

/** One thing that has ended and would be taken now. */
interface Ended {
  readonly address: Address;
  /** Null: the whole of it. A setting by its name: what it was set to has ended. */
  readonly entry: { readonly attribute: EntriesAttribute | 'settings'; readonly name: string } | null;
}

/** As little of what has ended as keeps it from being broken; nothing where that would not help. */
function held(
  deferralContext: DeferralContext,
  isBroken: (kept: RetentionResult) => boolean,
  waitsFor: string,
): RetentionResult {
  const keep = (ends: readonly Ended[]): RetentionResult => {
    const retainedRemovals = new RetainedRemovals(deferralContext);
    for (const { address, entry } of ends) {
      if (entry === null) retainedRemovals.whole(address, waitsFor, 'impossible');
      else if (entry.attribute === 'settings')
        retainedRemovals.setting(address, entry.name, waitsFor, 'impossible');
      else
        retainedRemovals.entries(
          address,
          entry.attribute,
          waitsFor,
          (one) => one.entry === entry.name,
          'impossible',
        );
    }
    return retainedRemovals.result();
  };
  const isEnough = (ends: readonly Ended[]): boolean => !isBroken(keep(ends));
  const all = endsIn(deferralContext);
  if (all.length === 0 || !isEnough(all)) return allTimely(deferralContext);
  return keep(least(all, isEnough));
}

/** Takes out what is not needed, by halves: most of it is not. */
function least<T>(all: readonly T[], isEnough: (some: readonly T[]) => boolean): readonly T[] {
  let kept = all;
  const release = (some: readonly T[]): void => {
    const gone = new Set(some);
    const rest = kept.filter((one) => !gone.has(one));
    if (isEnough(rest)) kept = rest;
    else if (some.length > 1) {
      const half = Math.ceil(some.length / 2);
      release(some.slice(0, half));
      release(some.slice(half));
    }
  };
  release(all);
  return kept;
}

function endsIn({ changes, desired: { ruledOut } }: DeferralContext): readonly Ended[] {
  const isOver = (key: Address | PartKey): boolean => ruledOut.get(key)?.why === 'expired';
  return changes.flatMap((change): readonly Ended[] => {
    const { address } = change;
    if (change.action === 'create') return [];
    if (change.action === 'delete') return isOver(address) ? [{ address, entry: null }] : [];
    return change.fields.flatMap((field): readonly Ended[] => {
      const attribute = field.field;
      const setting = settingOfField(attribute);
      if (setting !== null) {
        const entry = { attribute: 'settings' as const, name: setting };
        return isOver(choiceKey(address, 'settings', setting)) ? [{ address, entry }] : [];
      }
      if (field.kind !== 'entries' || !isEntriesAttribute(attribute)) return [];
      return field.removed.flatMap(({ entry }) =>
        isOver(address) || isOver(entryKey(address, attribute, entry))
          ? [{ address, entry: { attribute, name: entry } }]
          : [],
      );
    });
  });
}

/** What people could do after these changes, each in the state that an apply can bring about, or as `seenAs` has them. */
function accessAfter(
  { changes, wanted }: RetentionResult,
  { desired }: DeferralContext,
  live: Snapshot,
  seenAs: (resource: Resource) => Resource = (resource) => resource,
): EffectiveAccess {
  const { platform } = desired;
  const gone = changes.flatMap((c) => (c.action === 'delete' ? [c.before] : []));
  const all = withMore(
    withStatesAfter(wanted, live, platform),
    untouchedResources(live.resources, { changes, wanted }),
  );
  return buildAccess(
    platform,
    mapResources(withoutCascaded(all, removalCascade(platform, gone, all)), seenAs),
  );
}
