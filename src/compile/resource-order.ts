import type { Address, PartKey } from '../resource/address.ts';
import type { Resource, ResourceTypeName } from '../resource/resource.ts';
import { known } from '../source/known.ts';
import { groupBy } from '../source/lists-by-key.ts';
import { compareOrigins } from '../source/origin.ts';
import { compareText } from '../source/text-order.ts';
import type { Desired, GrantWindow, RuledOut } from './desired.ts';

/** What is referred to before what refers to it. */
const RANK: { readonly [T in ResourceTypeName]: number } = {
  scope: 0,
  role: 1,
  member: 2,
  group: 3,
  assignment: 4,
};

/**
 * By type, then by address in code-unit order, so that moving a line changes no plan. A scope's address begins with
 * its parent's, which puts parents first.
 */
export function orderResources(resources: readonly Resource[]): readonly Resource[] {
  return [...groupBy(resources, ({ type }) => type)]
    .sort(([a], [b]) => RANK[a] - RANK[b])
    .flatMap(([, ofType]) => ofType.toSorted((a, b) => compareText(a.address, b.address)));
}

export function orderRuledOut(ruledOut: Desired['ruledOut']): Desired['ruledOut'] {
  const ordered = new Map<Address | PartKey, RuledOut>();
  // The addresses alone: there may be one for everybody.
  for (const address of [...ruledOut.keys()].sort(compareText))
    ordered.set(address, known(ruledOut.get(address), 'what a key rules out'));
  return ordered;
}

export function orderWindows(windows: readonly GrantWindow[]): readonly GrantWindow[] {
  return [...windows].sort((a, b) => compareOrigins(a.origin, b.origin) || compareText(a.grant, b.grant));
}
