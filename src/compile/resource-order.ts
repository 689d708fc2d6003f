import type { Resource, ResourceTypeName } from '../resource/resource.ts';
import { compareOrigins } from '../source/origin.ts';
import { compareText } from '../source/text-order.ts';
import type { Desired, GrantWindow } from './desired.ts';

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
  return [...resources].sort((a, b) => RANK[a.type] - RANK[b.type] || compareText(a.address, b.address));
}

export function orderRuledOut(ruledOut: Desired['ruledOut']): Desired['ruledOut'] {
  return new Map([...ruledOut].sort(([a], [b]) => compareText(a, b)));
}

export function orderWindows(windows: readonly GrantWindow[]): readonly GrantWindow[] {
  return [...windows].sort((a, b) => compareOrigins(a.origin, b.origin) || compareText(a.grant, b.grant));
}
