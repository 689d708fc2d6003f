import { ChangedGifts } from './changed-gifts.ts';
import { forEachPlace, forEachPlaceIn } from './given-places.ts';
import { IntList, intAt, isSameInts } from './ints.ts';
import { forEachDifference } from './list-difference.ts';
import { isPairedAlike, type Pairing, pairUp, placeOn } from './pairing.ts';
import type { Relation } from './relation.ts';

/** Two versions of one organization side by side, and where the two give somebody something different. */
export interface Versions {
  readonly before: Relation;
  readonly after: Relation;
  readonly scopes: Pairing;
  readonly members: Pairing;
  readonly groups: Pairing;
}

export function versionsOf(before: Relation, after: Relation): Versions {
  const paths = ({ order }: Relation) => order.scopes.map(({ path }) => path);
  return {
    before,
    after,
    scopes: pairUp(paths(before), paths(after)),
    members: pairUp(before.members, after.members),
    groups: pairUp(before.groups, after.groups),
  };
}

/** Of each scope those who have to be looked at there; more can be added to scopes that were not visited yet. */
export class ChangedPlaces {
  /** Scopes that are not on both sides, or inherit differently: everybody is looked at there. */
  readonly everybody: Uint8Array;
  private readonly latest: Int32Array;
  private readonly before = new IntList();
  private readonly who = new IntList();

  constructor(scopes: number) {
    this.everybody = new Uint8Array(scopes);
    this.latest = new Int32Array(scopes).fill(-1);
  }

  add(scope: number, who: number): void {
    this.before.push(intAt(this.latest, scope));
    this.who.push(who);
    this.latest[scope] = this.who.length - 1;
  }

  /** In no order, and more than once who was added more than once. */
  forEachAt(scope: number, visit: (who: number) => void): void {
    for (let at = intAt(this.latest, scope); at >= 0; at = this.before.at(at)) visit(this.who.at(at));
  }
}

/** Of places in pairings: people to look at by themselves, and groups whose people are to be looked at. */
export interface Changes {
  readonly people: ChangedPlaces;
  readonly groups: ChangedPlaces;
  /** Whether somebody is given something on a scope on which one of the versions gives them nothing. */
  isElsewhere(member: number): boolean;
}

/** What people and groups are given, each in the same places in both versions. */
export interface GiftChanges {
  readonly own: ChangedGifts;
  readonly held: ChangedGifts;
}

/** Null where more differs than gifts, or where somebody is given something on another scope than before, or so often. */
export function giftChanges(versions: Versions): GiftChanges | null {
  if (!differInGiftsAlone(versions)) return null;
  const { before, after } = versions;
  const own = ChangedGifts.of(before.own, after.own);
  const held = ChangedGifts.of(before.held, after.held);
  return own === null || held === null ? null : { own, held };
}

export function changesOf(versions: Versions, changed: GiftChanges | null): Changes {
  const count = versions.scopes.names.length;
  const people = new ChangedPlaces(count);
  const groups = new ChangedPlaces(count);
  markScopes(versions, people.everybody);
  if (changed !== null) {
    markGifts(versions, changed, people, groups);
    return { people, groups, isElsewhere: () => false };
  }
  const peopleElsewhere = new Uint8Array(versions.members.names.length);
  const groupsElsewhere = new Uint8Array(versions.groups.names.length);
  groupsElsewhere.forEach((_, group) => {
    if (markGroup(versions, group, groups)) groupsElsewhere[group] = 1;
  });
  peopleElsewhere.forEach((_, member) => {
    if (markMember(versions, member, people)) peopleElsewhere[member] = 1;
  });
  const { before, members } = versions;
  const isGroupElsewhere = groupsElsewhere.includes(1);
  const isElsewhere = (member: number): boolean => {
    if (peopleElsewhere[member] === 1) return true;
    if (!isGroupElsewhere) return false;
    // Who is in other groups was marked above, so the groups of one version are all.
    const number = intAt(members.before, member);
    for (let at = intAt(before.joined.start, number); at < intAt(before.joined.start, number + 1); at += 1) {
      if (groupsElsewhere[intAt(versions.groups.ofBefore, intAt(before.joined.values, at))] === 1)
        return true;
    }
    return false;
  };
  return { people, groups, isElsewhere };
}

/** Whether both have the same scopes, people and groups by the same numbers, with everybody in the same groups. */
export function differInGiftsAlone({ before, after, scopes, members, groups }: Versions): boolean {
  return (
    isPairedAlike(members) &&
    isPairedAlike(groups) &&
    isPairedAlike(scopes) &&
    isSameInts(before.order.parent, after.order.parent) &&
    isSameInts(before.order.rule, after.order.rule) &&
    isSameInts(before.components.of, after.components.of) &&
    isSameInts(before.joined.start, after.joined.start) &&
    isSameInts(before.joined.values, after.joined.values) &&
    isSameInts(before.people.start, after.people.start) &&
    isSameInts(before.through.start, after.through.start) &&
    isSameInts(before.through.values, after.through.values)
  );
}

function markGifts(
  { before, scopes, groups }: Versions,
  { own, held }: GiftChanges,
  people: ChangedPlaces,
  groupsAt: ChangedPlaces,
): void {
  const placeOf = (scope: number): number => intAt(scopes.ofBefore, scope);
  for (let group = 0; group < groups.names.length; group += 1)
    held.forEachOf(intAt(before.components.of, group), (scope) => groupsAt.add(placeOf(scope), group));
  for (let member = 0; member < before.members.length; member += 1)
    own.forEachOf(member, (scope) => people.add(placeOf(scope), member));
}

/** A scope whose parent comes after it in byte order (live data may state any parent) cannot wait for its parent. */
function markScopes({ before, after, scopes }: Versions, everybody: Uint8Array): void {
  let inOrder = true;
  scopes.names.forEach((_, place) => {
    const [held, holds] = [intAt(scopes.before, place), intAt(scopes.after, place)];
    const parentBefore = held < 0 ? -1 : placeOn(scopes.ofBefore, intAt(before.order.parent, held));
    const parentAfter = holds < 0 ? -1 : placeOn(scopes.ofAfter, intAt(after.order.parent, holds));
    inOrder &&= parentBefore < place && parentAfter < place;
    const same =
      held >= 0 &&
      holds >= 0 &&
      parentBefore === parentAfter &&
      intAt(before.order.rule, held) === intAt(after.order.rule, holds);
    if (!same) everybody[place] = 1;
  });
  if (!inOrder) everybody.fill(1);
}

function markGroup(
  { before, after, scopes, groups }: Versions,
  group: number,
  marked: ChangedPlaces,
): boolean {
  const [held, holds] = [intAt(groups.before, group), intAt(groups.after, group)];
  // Whoever is in a group of one side only is not in the same groups on both sides.
  if (held < 0 || holds < 0) return false;
  return forEachDifference(
    { lists: before.held, subject: intAt(before.components.of, held), places: scopes.ofBefore },
    { lists: after.held, subject: intAt(after.components.of, holds), places: scopes.ofAfter },
    (scope) => marked.add(scope, group),
  );
}

function markMember(versions: Versions, member: number, marked: ChangedPlaces): boolean {
  const { before, after, scopes, members, groups } = versions;
  const [held, holds] = [intAt(members.before, member), intAt(members.after, member)];
  const mark = (scope: number): void => marked.add(scope, member);
  const markBefore = (scope: number): void => mark(intAt(scopes.ofBefore, scope));
  const markAfter = (scope: number): void => mark(intAt(scopes.ofAfter, scope));
  if (held < 0) {
    forEachPlace(after, holds, 0, after.order.scopes.length, markAfter);
    return true;
  }
  if (holds < 0) {
    forEachPlace(before, held, 0, before.order.scopes.length, markBefore);
    return true;
  }
  let isElsewhere = forEachDifference(
    { lists: before.own, subject: held, places: scopes.ofBefore },
    { lists: after.own, subject: holds, places: scopes.ofAfter },
    mark,
  );
  let left = intAt(before.joined.start, held);
  let right = intAt(after.joined.start, holds);
  const [leftEnd, rightEnd] = [intAt(before.joined.start, held + 1), intAt(after.joined.start, holds + 1)];
  while (left < leftEnd || right < rightEnd) {
    const one = left < leftEnd ? intAt(groups.ofBefore, intAt(before.joined.values, left)) : Infinity;
    const other = right < rightEnd ? intAt(groups.ofAfter, intAt(after.joined.values, right)) : Infinity;
    if (one < other) forEachHeld(before, intAt(before.joined.values, left), markBefore);
    if (other < one) forEachHeld(after, intAt(after.joined.values, right), markAfter);
    isElsewhere ||= one !== other;
    if (one <= other) left += 1;
    if (other <= one) right += 1;
  }
  return isElsewhere;
}

function forEachHeld(
  { held, components, order }: Relation,
  group: number,
  visit: (scope: number) => void,
): void {
  forEachPlaceIn(held, intAt(components.of, group), 0, order.scopes.length, visit);
}
