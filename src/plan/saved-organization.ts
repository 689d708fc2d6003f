import type { Address } from '../resource/address.ts';
import type { AttributeSpec } from '../resource/attribute-spec.ts';
import { countedEntries } from '../resource/choices.ts';
import type { Entries, Resource } from '../resource/resource.ts';
import { RESOURCE_TYPES } from '../resource/resource-types.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { someOf } from '../source/quote.ts';
import { compareText } from '../source/text-order.ts';
import { changeFingerprints } from './change-fingerprints.ts';
import type { Plan } from './plan.ts';

/** What a plan of one organization was made from and what it does, kept so that just that can be applied later. */
export interface SavedOrganization {
  readonly organization: string;
  /** Everything live that the plan saw: address and canonical content, sorted by address. */
  readonly live: readonly (readonly [address: Address, content: string])[];
  /** The changes as comparable sentences, sorted; what is deferred is not among them. */
  readonly facts: readonly string[];
}

export function savedOrganization(plan: Plan): SavedOrganization {
  const live = plan.live.resources.map((r) => [r.address, canonical(r)] as const);
  return {
    organization: plan.organization,
    live: live.sort(([a], [b]) => compareText(a, b)),
    facts: [...changeFingerprints(plan.changes)].sort(),
  };
}

/**
 * What moved between the saved plan and one made now from the same documents; empty when they are one plan. A live
 * change is told even where the changes to make stay the same: somebody reviewed what they mean for people, and that
 * depends on all of live. Reports plan-file-stale.
 */
export function changedSinceSaved(saved: SavedOrganization, plan: Plan): readonly Diagnostic[] {
  const now = savedOrganization(plan);
  const moved = movedLive(new Map(saved.live), new Map(now.live));
  if (moved.length > 0) return [stale(plan, 'the platform changed since the plan was made', moved)];
  const { gone, come } = changedFacts(saved.facts, now.facts);
  const different = [...gone.map((fact) => `no longer: ${fact}`), ...come.map((fact) => `new: ${fact}`)];
  if (different.length === 0) return [];
  return [stale(plan, `other changes are due now, at ${plan.desired.instant}`, different)];
}

/** Changes that only one of two plans makes. */
export function changedFacts(
  saved: readonly string[],
  now: readonly string[],
): { readonly come: readonly string[]; readonly gone: readonly string[] } {
  const [before, after] = [new Set(saved), new Set(now)];
  return {
    come: now.filter((fact) => !before.has(fact)),
    gone: saved.filter((fact) => !after.has(fact)),
  };
}

/** What is another of all that two plans saw, a phrase each. */
export function movedLive(
  before: ReadonlyMap<Address, string>,
  after: ReadonlyMap<Address, string>,
): readonly string[] {
  const moved: string[] = [];
  for (const [address, content] of after) {
    const was = before.get(address);
    if (was === undefined) moved.push(`${address} is new`);
    else if (was !== content) moved.push(`${address} changed`);
  }
  for (const address of before.keys()) if (!after.has(address)) moved.push(`${address} is gone`);
  return moved.sort();
}

function stale(plan: Plan, what: string, details: readonly string[]): Diagnostic {
  return diagnostic('plan-file-stale', `${plan.organization}: ${what}: ${someOf(details)}.`, null);
}

/** Identity and everything compared, in one order: two resources with equal texts are no change to each other. */
function canonical(resource: Resource): string {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[resource.type].attributes;
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  const content = Object.entries(table).flatMap(([name, spec]): readonly unknown[] => {
    if (spec.role === 'text') return [[spec.wire, values[name]]];
    if (spec.role === 'entries')
      return [[spec.wire, [...countedEntries(resource, values[name] as Entries, spec).keys()].sort()]];
    return [];
  });
  return JSON.stringify(content);
}
