import { type EntryRange, GiftCollector, type GiftLists, mergeLists } from './gift-lists.ts';
import { IntList, type IntLists, intAt } from './ints.ts';

/** Groups that contain each other hold the same: one component. Components are numbered parents first. */
export interface GroupComponents {
  /** Of each group its component. */
  readonly of: Int32Array;
  /** The groups of each component, one component after the other; `start` has one more for the end. */
  readonly groups: Int32Array;
  readonly start: Int32Array;
}

/** Strongly connected components of "is nested in" (Tarjan's, without recursion: nesting may be deep). */
export function groupComponents(count: number, parents: IntLists): GroupComponents {
  const component = new Int32Array(count).fill(-1);
  const found = new Int32Array(count).fill(-1);
  const lowest = new Int32Array(count);
  const next = parents.start.slice(0, count);
  const path: number[] = [];
  const open: number[] = [];
  const groups = new IntList();
  const start = new IntList();
  start.push(0);
  let visits = 0;
  const enter = (group: number): void => {
    found[group] = visits;
    lowest[group] = visits;
    visits += 1;
    path.push(group);
    open.push(group);
  };
  const lower = (group: number, to: number): void => {
    if (to < intAt(lowest, group)) lowest[group] = to;
  };
  const close = (root: number): void => {
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      component[group] = start.length - 1;
      groups.push(group);
      if (group === root) break;
    }
    start.push(groups.length);
  };
  for (let first = 0; first < count; first += 1) {
    if (intAt(found, first) >= 0) continue;
    enter(first);
    for (let group = path.at(-1); group !== undefined; group = path.at(-1)) {
      const at = intAt(next, group);
      if (at < intAt(parents.start, group + 1)) {
        next[group] = at + 1;
        const parent = intAt(parents.values, at);
        if (intAt(found, parent) < 0) enter(parent);
        else if (intAt(component, parent) < 0) lower(group, intAt(found, parent));
        continue;
      }
      path.pop();
      const below = path.at(-1);
      if (below !== undefined) lower(below, intAt(lowest, group));
      if (intAt(lowest, group) === intAt(found, group)) close(group);
    }
  }
  return { of: component, groups: groups.toInts(), start: start.toInts() };
}

/** What each component holds by itself and through every group it is nested in, from what each group is given. */
export function closedOver(given: GiftLists, parents: IntLists, components: GroupComponents): GiftLists {
  const count = components.start.length - 1;
  const scopes = new IntList();
  const gifts = new IntList();
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const spare = [
    { scopes: new IntList(), gifts: new IntList() },
    { scopes: new IntList(), gifts: new IntList() },
  ] as const;
  const seen = new Int32Array(count).fill(-1);
  for (let component = 0; component < count; component += 1) {
    const parts: HeldPart[] = [];
    for (let at = intAt(components.start, component); at < intAt(components.start, component + 1); at += 1) {
      const group = intAt(components.groups, at);
      add(parts, {
        scopes: given.scopes,
        gifts: given.gifts,
        from: intAt(given.from, group),
        to: intAt(given.to, group),
      });
      for (let edge = intAt(parents.start, group); edge < intAt(parents.start, group + 1); edge += 1) {
        const above = intAt(components.of, intAt(parents.values, edge));
        if (above === component || seen[above] === component) continue;
        seen[above] = component;
        add(parts, { component: above, from: intAt(from, above), to: intAt(to, above) });
      }
    }
    const [only, second] = parts;
    if (only !== undefined && second === undefined && 'component' in only) {
      from[component] = only.from;
      to[component] = only.to;
      continue;
    }
    from[component] = scopes.length;
    mergeParts(parts, { scopes, gifts }, spare);
    to[component] = scopes.length;
  }
  return { from, to, scopes: scopes.toInts(), gifts: gifts.toInts() };
}

interface GrowingEntries {
  readonly scopes: IntList;
  readonly gifts: IntList;
}

/** Some of the entries given to a group, or all that a component above holds, which stands in the result already. */
type HeldPart = EntryRange | { readonly component: number; readonly from: number; readonly to: number };

function add(parts: HeldPart[], part: HeldPart): void {
  if (part.from < part.to) parts.push(part);
}

function mergeParts(
  parts: readonly HeldPart[],
  into: GrowingEntries,
  [one, other]: readonly [GrowingEntries, GrowingEntries],
): void {
  const listOf = (part: HeldPart) =>
    'component' in part
      ? { scopes: into.scopes.view(), gifts: into.gifts.view(), from: part.from, to: part.to }
      : part;
  if (parts.length > MERGED_AT_MOST) {
    sortTogether(parts.map(listOf), into);
    return;
  }
  let [merged, spare] = [one, other];
  merged.scopes.clear();
  merged.gifts.clear();
  for (const part of parts) {
    spare.scopes.clear();
    spare.gifts.clear();
    const have = {
      scopes: merged.scopes.view(),
      gifts: merged.gifts.view(),
      from: 0,
      to: merged.scopes.length,
    };
    mergeLists(have, listOf(part), spare.scopes, spare.gifts);
    [merged, spare] = [spare, merged];
  }
  into.scopes.append(merged.scopes.view());
  into.gifts.append(merged.gifts.view());
}

/** Merging one after the other looks at the first part again for each part that follows: many are sorted instead. */
const MERGED_AT_MOST = 8;

function sortTogether(parts: readonly EntryRange[], into: GrowingEntries): void {
  const all = new GiftCollector();
  let scopes = 0;
  for (const part of parts) {
    for (let at = part.from; at < part.to; at += 1) {
      all.add(0, intAt(part.scopes, at), intAt(part.gifts, at));
      scopes = Math.max(scopes, intAt(part.scopes, at) + 1);
    }
  }
  const sorted = all.lists(1, scopes);
  sorted.scopes.forEach((scope, at) => {
    const same = at > 0 && sorted.scopes[at - 1] === scope && sorted.gifts[at - 1] === sorted.gifts[at];
    if (same) return;
    into.scopes.push(scope);
    into.gifts.push(intAt(sorted.gifts, at));
  });
}
