import { known } from '../source/known.ts';
import { compareText } from '../source/text-order.ts';
import { modelOf } from './organization-model.ts';
import type { Resource } from './resource.ts';

/** Of each resource of a list, at the same index, the one of its address in another list; undefined where there is none. */
export type Counterparts = readonly (Resource | undefined)[];

const kept = new WeakMap<readonly Resource[], WeakMap<readonly Resource[], Counterparts>>();

/**
 * Nearly everything that a plan asks is asked of the same two lists, and looking up an address is most of what it costs:
 * the answer is worked out once for both, and lists in order, as documents and live ones are, are walked side by side.
 */
export function counterparts(of: readonly Resource[], among: readonly Resource[]): Counterparts {
  const before = kept.get(of)?.get(among);
  if (before !== undefined) return before;
  if (!isInOrder(of) || !isInOrder(among)) return keep(of, among, lookedUp(of, among));
  if (of === among) return of;
  const { there, back } = walked(of, among);
  keep(among, of, back);
  return keep(of, among, there);
}

function keep(of: readonly Resource[], among: readonly Resource[], found: Counterparts): Counterparts {
  const byOther = kept.get(of) ?? new WeakMap<readonly Resource[], Counterparts>();
  kept.set(of, byOther.set(among, found));
  return found;
}

function lookedUp(of: readonly Resource[], among: readonly Resource[]): Counterparts {
  const model = modelOf(among);
  return of.map(({ address }) => model.at(address));
}

/** Of the one list in the other, and back. */
function walked(
  of: readonly Resource[],
  among: readonly Resource[],
): { readonly there: Counterparts; readonly back: Counterparts } {
  const there: (Resource | undefined)[] = [];
  const back: (Resource | undefined)[] = [];
  for (const one of of) {
    let other = among[back.length];
    // Nearly all are in both, and equal texts are told sooner than which of two comes first.
    while (other !== undefined && other.address !== one.address && compare(other, one) < 0) {
      back.push(undefined);
      other = among[back.length];
    }
    const isSame = other?.address === one.address;
    if (isSame) back.push(one);
    there.push(isSame ? other : undefined);
  }
  while (back.length < among.length) back.push(undefined);
  return { there, back };
}

const inOrder = new WeakMap<readonly Resource[], boolean>();

/** Whether each stands behind the one before it: then no address is there twice. */
function isInOrder(resources: readonly Resource[]): boolean {
  let is = inOrder.get(resources);
  if (is === undefined) {
    is = resources.every(
      (one, at) => at === 0 || compare(known(resources[at - 1], 'the resource before one'), one) < 0,
    );
    inOrder.set(resources, is);
  }
  return is;
}

/** Any order would do in which equal addresses meet; this one is that of documents and of what a connector reads. */
function compare(a: Resource, b: Resource): number {
  if (a.type === b.type) return compareText(a.address, b.address);
  return RANK[a.type] - RANK[b.type];
}

const RANK: { readonly [T in Resource['type']]: number } = {
  scope: 0,
  role: 1,
  member: 2,
  group: 3,
  assignment: 4,
};
