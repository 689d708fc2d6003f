import { type BitSet, emptyBits, wordAt } from '../bit-set.ts';
import type { PermissionUniverse } from '../permission-sets.ts';
import { WordTable } from '../word-table.ts';
import { bitsThatCount, changedPermissions } from './changed-permissions.ts';
import type { GiftChanges, Versions } from './changed-places.ts';
import { Columns } from './columns.ts';
import type { DirectGifts } from './direct-gifts.ts';
import type { GiftLists } from './gift-lists.ts';
import { type IntLists, intAt, picked, roomFor } from './ints.ts';
import type { Relation } from './relation.ts';

/**
 * Two versions without what cannot make a difference between them, for a comparison. The formula of the model reckons each
 * permission by itself. So where the two differ in gifts alone, only the permissions in which any of those differ are
 * reckoned, and most gifts, as most roles, have none of these. What somebody holds in a narrowed version is what they hold
 * of these permissions; the difference between the two is the same. Where more than gifts differ, or where a gift differs in
 * more than permissions, the two stay as they are.
 */
export function narrowedVersions(versions: Versions, changed: GiftChanges | null): Versions {
  if (changed === null) return versions;
  const { before, after } = versions;
  const { universe, order } = before;
  const bits = bitsThatCount(universe, order);
  const permissions = changedPermissions(universe, bits, [changed.own, changed.held]);
  if (permissions === null) return versions;
  const gifts = new NarrowedGifts(universe, bits, permissions);
  const [own, owned] = narrowedLists(before.own, after.own, gifts);
  const [held, holds] = narrowedLists(before.held, after.held, gifts);
  const people = narrowedPeople(versions, held, gifts);
  const narrow = (version: Relation, given: GiftLists, through: GiftLists, sources: IntLists): Relation => ({
    ...version,
    universe: gifts.universe,
    own: given,
    direct: { ...version.direct, gifts: version.direct.gifts.map((gift) => gifts.of(gift)) },
    people: sources,
    held: through,
    columns: new Columns(through, version.order.scopes.length),
  });
  return {
    ...versions,
    before: narrow(before, own, held, people.before),
    after: narrow(after, owned, holds, people.after),
  };
}

/** The gift that gives nothing, of all that are narrowed. */
const NOTHING = 0;

/** Gifts as they are cut to some permissions, in a table of their own: each comparison has others. */
class NarrowedGifts {
  readonly universe: PermissionUniverse;
  private readonly whole: WordTable;
  private readonly gifts: WordTable;
  /** What stays of the words of a gift. */
  private readonly kept: BitSet;
  private readonly cut: BitSet;
  /** Of each gift its narrowed one, or -1 before somebody asks. */
  private readonly known: Int32Array;

  constructor(universe: PermissionUniverse, bits: BitSet, permissions: BitSet) {
    const { gifts, catalogue } = universe;
    this.whole = gifts;
    this.gifts = new WordTable(gifts.length);
    this.universe = { ...universe, gifts: this.gifts };
    this.kept = bits.map((word, at) =>
      at === gifts.length - 1 ? word : word & wordAt(permissions, at % catalogue.words),
    );
    this.cut = emptyBits(gifts.length);
    this.gifts.number(this.cut, 0);
    this.known = new Int32Array(gifts.words.length / gifts.length).fill(-1);
  }

  of(gift: number): number {
    const found = intAt(this.known, gift);
    return found >= 0 ? found : this.make(gift);
  }

  private make(gift: number): number {
    const { whole, kept, cut } = this;
    const from = gift * whole.length;
    for (let word = 0; word < cut.length; word += 1)
      cut[word] = wordAt(whole.words, from + word) & wordAt(kept, word);
    const made = this.gifts.number(cut, 0);
    this.known[gift] = made;
    return made;
  }
}

/** Entries in which neither version gives anything go from both, so that the two still have theirs in the same places. */
function narrowedLists(
  before: GiftLists,
  after: GiftLists,
  gifts: NarrowedGifts,
): readonly [GiftLists, GiftLists] {
  const count = before.scopes.length;
  const [scopes, held, holds] = [roomFor(count), roomFor(count), roomFor(count)];
  /** Of each entry how many are kept before it. */
  const places = roomFor(count + 1);
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    places[at] = kept;
    const [given, gives] = [intAt(before.gifts, at), intAt(after.gifts, at)];
    const one = gifts.of(given);
    const other = gives === given ? one : gifts.of(gives);
    if (one === NOTHING && other === NOTHING) continue;
    scopes[kept] = intAt(before.scopes, at);
    held[kept] = one;
    holds[kept] = other;
    kept += 1;
  }
  places[count] = kept;
  const lists = {
    from: picked(places, before.from),
    to: picked(places, before.to),
    scopes: scopes.subarray(0, kept),
  };
  return [
    { ...lists, gifts: held.subarray(0, kept) },
    { ...lists, gifts: holds.subarray(0, kept) },
  ];
}

/** Where the access of people comes from, without the places from which nothing comes that is left. */
function narrowedPeople(
  { before, after }: Versions,
  held: GiftLists,
  gifts: NarrowedGifts,
): { readonly before: IntLists; readonly after: IntLists } {
  const { start, values } = before.people;
  const [gave, gives] = [
    sourcesThatGive(held, before.direct, gifts),
    sourcesThatGive(held, after.direct, gifts),
  ];
  const starts = roomFor(start.length);
  const [ones, others] = [roomFor(values.length), roomFor(values.length)];
  let kept = 0;
  for (let member = 0; member + 1 < start.length; member += 1) {
    const end = intAt(start, member + 1);
    for (let at = intAt(start, member); at < end; at += 1) {
      const [one, other] = [intAt(values, at), intAt(after.people.values, at)];
      if (gave[one] === 0 && gives[other] === 0) continue;
      ones[kept] = one;
      others[kept] = other;
      kept += 1;
    }
    starts[member + 1] = kept;
  }
  return {
    before: { start: starts, values: ones.subarray(0, kept) },
    after: { start: starts, values: others.subarray(0, kept) },
  };
}

/** Of each source (a component, or behind these a direct gift) whether anything comes from it. */
function sourcesThatGive(held: GiftLists, direct: DirectGifts, gifts: NarrowedGifts): Uint8Array {
  const components = held.from.length;
  const give = new Uint8Array(components + direct.gifts.length);
  for (let component = 0; component < components; component += 1)
    if (held.from[component] !== held.to[component]) give[component] = 1;
  for (let number = 0; number < direct.gifts.length; number += 1)
    if (gifts.of(intAt(direct.gifts, number)) !== NOTHING) give[components + number] = 1;
  return give;
}
