import { type Changes, changesOf, giftChanges, type Versions, versionsOf } from './changed-places.ts';
import type { ChangedRows } from './changed-rows.ts';
import { type ComparedHoldings, comparedHoldings } from './compared-holdings.ts';
import { IntList, intAt, isSameInts } from './ints.ts';
import { PEOPLE_AT_ONCE } from './kind-chain.ts';
import { MarkedPeople } from './marked-people.ts';
import { narrowedVersions } from './narrowed-versions.ts';
import { isPairedAlike } from './pairing.ts';
import { PlacesBelow } from './places-below.ts';
import type { Relation } from './relation.ts';

/** Where two versions of access differ: rows by scope and person (places in `versions`), scopes ascending. */
export interface AccessChanges {
  /** Perhaps narrowed: see `narrowedVersions`. */
  readonly versions: Versions;
  readonly rows: ChangedRows;
  /** Scopes at which everybody was looked at. */
  readonly everybody: Uint8Array;
}

/** `few`: where no more than so many people have to be looked at, each is looked up. Every number gives the same rows. */
export function accessChanges(before: Relation, after: Relation, few = FEW): AccessChanges {
  const versions = versionsOf(before, after);
  const changed = giftChanges(versions);
  return new VersionComparison(narrowedVersions(versions, changed), few).run(changesOf(versions, changed));
}

/** To make ready what is given on a scope takes about as long as to look up so many people by themselves. */
const FEW = 8;

/** One side of a comparison. */
class ComparedVersion {
  readonly relation: Relation;
  /** Of scopes below the one moved to. */
  private readonly below: PlacesBelow;
  /** The scope moved to, or -1 where this side has none. */
  private scope = -1;
  /** By place: numbers of this side, or -1. */
  private readonly scopes: Int32Array;
  private readonly members: Int32Array;

  constructor(relation: Relation, scopes: Int32Array, members: Int32Array) {
    this.relation = relation;
    this.below = new PlacesBelow(relation);
    this.scopes = scopes;
    this.members = members;
  }

  moveTo(place: number): void {
    this.scope = intAt(this.scopes, place);
    this.below.moveTo(this.scope);
  }

  /** Whether anything is below the scope moved to. */
  leadsOn(): boolean {
    return this.scope >= 0 && intAt(this.relation.order.end, this.scope) > this.scope + 1;
  }

  /** Whether a member (by number) is in a group (by number). */
  isIn(member: number, group: number): boolean {
    const { start, values } = this.relation.joined;
    for (let at = intAt(start, member); at < intAt(start, member + 1); at += 1)
      if (values[at] === group) return true;
    return false;
  }

  /** Scopes (by number) below the one moved to on which the member is given something. */
  forEachBelow(member: number, visit: (scope: number) => void): void {
    const number = intAt(this.members, member);
    if (number >= 0) this.below.forEachOf(number, visit);
  }
}

class VersionComparison {
  private readonly versions: Versions;
  private readonly before: ComparedVersion;
  private readonly after: ComparedVersion;
  private readonly holdings: ComparedHoldings;
  /** Whether everybody is in the same groups, by the same numbers: nothing there has to be looked up. */
  private readonly sameGroups: boolean;

  constructor(versions: Versions, few: number) {
    const { scopes, members } = versions;
    this.versions = versions;
    this.before = new ComparedVersion(versions.before, scopes.before, members.before);
    this.after = new ComparedVersion(versions.after, scopes.after, members.after);
    this.holdings = comparedHoldings(versions, few);
    const { before, after } = versions;
    this.sameGroups =
      isPairedAlike(members) &&
      isPairedAlike(versions.groups) &&
      isSameInts(before.joined.start, after.joined.start) &&
      isSameInts(before.joined.values, after.joined.values);
  }

  run({ people, groups, isElsewhere }: Changes): AccessChanges {
    const { versions } = this;
    const { scopes } = versions;
    const marked = new MarkedPeople(versions.members.names.length);
    const mark = (member: number): void => marked.mark(member);
    const [waiting, passesOn] = [new IntList(), new IntList()];
    const lookBelow = (member: number): void => {
      this.before.forEachBelow(member, (below) => people.add(intAt(scopes.ofBefore, below), member));
      if (isElsewhere(member))
        this.after.forEachBelow(member, (below) => people.add(intAt(scopes.ofAfter, below), member));
    };
    for (let scope = 0; scope < scopes.names.length; scope += 1) {
      if (people.everybody[scope] === 1) {
        for (let member = 0; member < versions.members.names.length; member += 1) marked.mark(member);
      } else {
        people.forEachAt(scope, mark);
        groups.forEachAt(scope, (group) => this.forEachIn(group, mark));
      }
      waiting.clear();
      marked.moveTo(waiting);
      if (waiting.length === 0) continue;
      this.moveTo(scope);
      for (let from = 0; from < waiting.length; from += PEOPLE_AT_ONCE) {
        passesOn.clear();
        this.holdings.compare(waiting.view().subarray(from, from + PEOPLE_AT_ONCE), passesOn);
        for (let at = 0; at < passesOn.length; at += 1) lookBelow(passesOn.at(at));
      }
    }
    return { versions, rows: this.holdings.rows, everybody: people.everybody };
  }

  private moveTo(scope: number): void {
    this.before.moveTo(scope);
    this.after.moveTo(scope);
    this.holdings.moveTo(scope, this.before.leadsOn() || this.after.leadsOn());
  }

  /** Who is in a group in both versions. Who is in it in one has been told where to be looked at. */
  private forEachIn(group: number, look: (member: number) => void): void {
    const { groups, members } = this.versions;
    const { start, values } = this.versions.before.listed();
    const [held, holds] = [intAt(groups.before, group), intAt(groups.after, group)];
    if (this.sameGroups) {
      for (let at = intAt(start, held); at < intAt(start, held + 1); at += 1) look(intAt(values, at));
      return;
    }
    for (let at = intAt(start, held); at < intAt(start, held + 1); at += 1) {
      const member = intAt(members.ofBefore, intAt(values, at));
      const now = intAt(members.after, member);
      if (now >= 0 && this.after.isIn(now, holds)) look(member);
    }
  }
}
