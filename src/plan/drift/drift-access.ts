import { buildAccess } from '../../access/build-access.ts';
import { compareAccess } from '../../access/compare-access.ts';
import type { AccessDelta, EffectiveAccess } from '../../access/effective-access.ts';
import type { Address } from '../../resource/address.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { inPlatformForm } from '../../resource/platform-form.ts';
import type { MembershipState, Resource, ResourceTypeName } from '../../resource/resource.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import { compareText } from '../../source/text-order.ts';
import type { Plan } from '../plan.ts';
import { removalCascade, withoutCascaded } from '../removal/removal-cascade.ts';
import { withLiveForUnstated } from '../unstated-attributes.ts';
import type { DriftFact } from './drift-finding.ts';
import { FactEffects } from './fact-effect.ts';
import { presenceFact, withEntry } from './single-fact.ts';

/** Live access against what the documents give. */
export interface DriftAccess {
  /** Resources the documents give access by, nested as written, with live ones nobody asks to remove. */
  readonly resources: readonly Resource[];
  readonly documents: EffectiveAccess;
  /** `gained`: what drift gave; `lost`: what it took. */
  readonly delta: AccessDelta;
}

const kept = new WeakMap<Plan, Map<string, DriftAccess>>();

/**
 * The sum of all drift: the plan's delta read backwards, except that somebody who was removed lacks all the documents
 * give, although an apply could at first do no more than invite, and that what is only due counts as not written.
 * Computed once for a plan.
 */
export function driftAccess(plan: Plan, facts: readonly DriftFact[]): DriftAccess {
  const due = facts.filter(({ kind }) => kind === 'due');
  const key = JSON.stringify(due.map(({ address, field, entry }) => [address, field, entry]));
  const found = kept.get(plan)?.get(key);
  if (found !== undefined) return found;
  const written = writtenIn(plan, due);
  const gone = plan.changes.flatMap((c) => (c.action === 'delete' ? [c.before] : []));
  const left = [...written, ...staying(plan, written)];
  const resources = withoutCascaded(left, removalCascade(plan.desired.platform, gone, left));
  const documents = buildAccess(plan.desired.platform, resources);
  const made = { resources, documents, delta: compareAccess(documents, plan.before) };
  kept.set(plan, new Map(kept.get(plan)).set(key, made));
  return made;
}

/**
 * What the documents give, without what nobody could have taken: an invitation that waits to be accepted, or that
 * expired, is nothing anybody did outside, so who has one has no access on either side; and what is only due was never
 * there.
 */
function writtenIn({ desired, live }: Plan, due: readonly DriftFact[]): readonly Resource[] {
  const outside = new Map<Address, MembershipState>();
  for (const r of live.resources) {
    if (r.type !== 'member') continue;
    const { state } = r.attributes;
    if (state === 'invited' || state === 'expired') outside.set(r.address, state);
  }
  const dueHere = groupBy(due, ({ address }) => address);
  return withLiveForUnstated(desired, live).resources.flatMap((r): readonly Resource[] => {
    const state = r.type === 'member' && r.attributes.state === 'active' ? outside.get(r.address) : undefined;
    if (r.type === 'member' && state !== undefined) return [{ ...r, attributes: { ...r.attributes, state } }];
    let left = r;
    for (const { field, entry } of dueHere.get(r.address)) {
      if (field === null || entry === null) return [];
      left = withEntry(left, field, entry, null);
    }
    return [left];
  });
}

/** Live resources that an apply would leave as they are because the documents do not speak of them. */
function staying({ desired, live, changes }: Plan, written: readonly Resource[]): readonly Resource[] {
  const spoken = new Set(modelOf(inPlatformForm(written, desired.platform)).byAddress.keys());
  const smaller = new Map<Address, Resource>();
  for (const change of changes) {
    if (change.action === 'delete') spoken.add(change.address);
    if (change.action === 'update') smaller.set(change.address, change.after);
  }
  return live.resources.flatMap((r) => (spoken.has(r.address) ? [] : [smaller.get(r.address) ?? r]));
}

/** From the documents to live, on the platform's form: nesting would hide a membership that the flat form has twice. */
export function driftFactEffects(plan: Plan, facts: readonly DriftFact[]): FactEffects {
  const { platform } = plan.desired;
  return new FactEffects(
    platform,
    inPlatformForm(driftAccess(plan, facts).resources, platform),
    plan.live.resources,
  );
}

/** A live thing that nobody writes and nobody owns, and what would be gone without it. */
export interface UnmanagedThing {
  readonly resource: Resource;
  /** Null where there are too many to weigh each. */
  readonly effect: AccessDelta | null;
}

export interface Unmanaged {
  /** What gives most first. */
  readonly things: readonly UnmanagedThing[];
  readonly without: EffectiveAccess;
  /** What all of them together give, or take. */
  readonly delta: AccessDelta;
}

const MAX_UNMANAGED_EFFECTS = 100;
/** What most likely gives something is weighed first. */
const ORDER: readonly ResourceTypeName[] = ['assignment', 'group', 'role', 'member', 'scope'];
const unmanagedOf = new WeakMap<Plan, Unmanaged>();

/** Unmanaged things are not drift, and yet nobody wrote what they give. Computed once for a plan. */
export function unmanagedAccess(plan: Plan): Unmanaged {
  const found = unmanagedOf.get(plan);
  if (found !== undefined) return found;
  const made = weighUnmanaged(plan);
  unmanagedOf.set(plan, made);
  return made;
}

function weighUnmanaged({ desired: { platform }, live, unmanaged, before }: Plan): Unmanaged {
  if (unmanaged.length === 0) return { things: [], without: before, delta: { gained: [], lost: [] } };
  const addresses = new Set(unmanaged.map((r) => r.address));
  const rest = live.resources.filter((r) => !addresses.has(r.address));
  const without = buildAccess(platform, rest);
  const factEffects = new FactEffects(platform, rest, live.resources);
  const things = [...unmanaged]
    .sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || byAddress(a, b))
    .map((resource, at): UnmanagedThing => {
      return {
        resource,
        effect: at < MAX_UNMANAGED_EFFECTS ? factEffects.weigh(presenceFact(resource)) : null,
      };
    });
  return {
    things: things.sort((a, b) => weight(b) - weight(a)),
    without,
    delta: compareAccess(without, before),
  };
}

function weight({ effect }: UnmanagedThing): number {
  return effect === null ? 0 : effect.gained.length + effect.lost.length;
}

function byAddress(a: Resource, b: Resource): number {
  return compareText(a.address, b.address);
}
