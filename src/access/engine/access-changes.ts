import { changesOf, type Versions, versionsOf } from './changed-places.ts';
import { ChangedRows } from './changed-rows.ts';
import { IntList, intAt, isSameInts } from './ints.ts';
import { KindAnswers } from './kind-answers.ts';
import { KindReader } from './kind-reader.ts';
import { NO_KIND } from './kind-table.ts';
import { isPairedAlike } from './pairing.ts';
import { PlacesBelow } from './places-below.ts';
import type { Relation } from './relation.ts';

/** Where two versions of access differ: rows by scope and person (places in `versions`), scopes ascending. */
export interface AccessChanges {
  readonly versions: Versions;
  readonly rows: ChangedRows;
  /** Scopes at which everybody was looked at. */
  readonly everybody: Uint8Array;
}

export function accessChanges(before: Relation, after: Relation): AccessChanges {
  return new VersionComparison(versionsOf(before, after)).run();
}

/** One side of a comparison. */
class ComparedVersion {
  readonly relation: Relation;
  /** Of scopes below the one moved to. */
  readonly below: PlacesBelow;
  /** The scope moved to, or -1 where this side has none. */
  scope = -1;
  private readonly kinds: KindReader;
  /** Of each kind on the scope moved to its holding. */
  private readonly holdings = new KindAnswers();
  /** By place: numbers of this side, or -1. */
  private readonly scopes: Int32Array;
  private readonly members: Int32Array;

  constructor(relation: Relation, scopes: Int32Array, members: Int32Array) {
    this.relation = relation;
    this.kinds = new KindReader(relation);
    this.below = new PlacesBelow(relation);
    this.scopes = scopes;
    this.members = members;
  }

  moveTo(place: number): void {
    this.scope = intAt(this.scopes, place);
    this.kinds.moveTo(this.scope);
    this.below.moveTo(this.scope);
    this.holdings.clear();
  }

  /** Whether anything is below the scope moved to. */
  leadsOn(): boolean {
    return this.scope >= 0 && intAt(this.relation.order.end, this.scope) > this.scope + 1;
  }

  /** What a member holds on the scope moved to, as a number of `rows`. */
  holdingOf(member: number, place: number, flowsOn: boolean, rows: ChangedRows): number {
    const number = intAt(this.members, member);
    const kind = number < 0 ? NO_KIND : this.kinds.kindOf(number);
    const found = this.holdings.of(kind);
    if (found >= 0) return found;
    const { here, below, marks } = this.kinds.read(kind);
    const { sets, flows } = this.relation.universe;
    const made = rows.holding(place, {
      here: sets.number(here, 0),
      below: flowsOn ? flows.number(below, 0) : 0,
      marks: flowsOn ? marks : 0,
    });
    this.holdings.set(kind, made);
    return made;
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
  private readonly rows = new ChangedRows();
  /** Whether everybody is in the same groups, by the same numbers: nothing there has to be looked up. */
  private readonly sameGroups: boolean;
  /** Whether anything is below the scope moved to in either version. */
  private flowsOn = false;

  constructor(versions: Versions) {
    const { scopes, members } = versions;
    this.versions = versions;
    this.before = new ComparedVersion(versions.before, scopes.before, members.before);
    this.after = new ComparedVersion(versions.after, scopes.after, members.after);
    const { before, after } = versions;
    this.sameGroups =
      isPairedAlike(members) &&
      isPairedAlike(versions.groups) &&
      isSameInts(before.joined.start, after.joined.start) &&
      isSameInts(before.joined.values, after.joined.values);
  }

  run(): AccessChanges {
    const { versions } = this;
    const { scopes } = versions;
    const { people, groups, isElsewhere } = changesOf(versions);
    const lookedAt = new Int32Array(versions.members.names.length).fill(-1);
    const waiting = new IntList();
    for (let scope = 0; scope < scopes.names.length; scope += 1) {
      waiting.clear();
      let last = -1;
      let inOrder = true;
      const look = (member: number): void => {
        if (lookedAt[member] === scope) return;
        lookedAt[member] = scope;
        waiting.push(member);
        inOrder &&= member > last;
        last = member;
      };
      if (people.everybody[scope] === 1)
        for (let member = 0; member < lookedAt.length; member += 1) look(member);
      else {
        people.forEachAt(scope, look);
        groups.forEachAt(scope, (group) => this.forEachIn(group, look));
      }
      if (waiting.length === 0) continue;
      this.moveTo(scope);
      for (const member of inOrder ? waiting.view() : waiting.view().sort()) {
        if (!this.compare(scope, member)) continue;
        if (isElsewhere(member))
          this.before.forEachBelow(member, (below) => people.add(intAt(scopes.ofBefore, below), member));
        this.after.forEachBelow(member, (below) => people.add(intAt(scopes.ofAfter, below), member));
      }
    }
    return { versions, rows: this.rows, everybody: people.everybody };
  }

  private moveTo(scope: number): void {
    this.before.moveTo(scope);
    this.after.moveTo(scope);
    this.flowsOn = this.before.leadsOn() || this.after.leadsOn();
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

  /** Adds a row where the versions differ; says whether they differ in what flows on to anything. */
  private compare(scope: number, member: number): boolean {
    const { rows, flowsOn } = this;
    const held = this.before.holdingOf(member, scope, flowsOn, rows);
    const holds = this.after.holdingOf(member, scope, flowsOn, rows);
    const isSameBelow = rows.isSameBelow(held, holds);
    if (!isSameBelow || !rows.isSameHere(held, holds)) rows.add(member, held, holds);
    return !isSameBelow;
  }
}
