import type { BitSet } from '../bit-set.ts';
import { ChainDescent } from './chain-descent.ts';
import { changesOf, forEachPlace, peopleOf, type Versions, versionsOf } from './changed-places.ts';
import { ChangedRows, type Holding } from './changed-rows.ts';
import { ColumnReader } from './column-reader.ts';
import { IntList, type IntLists, intAt, isSameInts } from './ints.ts';
import { PairedReader, UNPAIRED } from './paired-reader.ts';
import { isPairedAlike } from './pairing.ts';
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

/** Whether two versions differ in what flows on to anything, and the number of the difference, -1 for none. */
interface FoundDifference {
  readonly flows: boolean;
  readonly difference: number;
}

/** What was read of one person, good until the next is read. */
type ReadAccess = Pick<ChainDescent, 'here' | 'below' | 'marks'>;

/** One side of a comparison. */
class ComparedVersion {
  readonly relation: Relation;
  readonly people: () => IntLists;
  /** Whether anything is below the scope moved to. */
  leadsOn = false;
  readonly columns: ColumnReader;
  /** By place: numbers of this side, or -1. */
  private readonly scopes: Int32Array;
  private readonly members: Int32Array;
  private readonly places: Int32Array;
  private readonly nothing: ReadAccess;
  /** The scope moved to, or -1 where this side has none. */
  scope = -1;

  constructor(relation: Relation, scopes: Int32Array, members: Int32Array, places: Int32Array) {
    this.relation = relation;
    this.columns = new ColumnReader(relation);
    this.scopes = scopes;
    this.members = members;
    this.places = places;
    this.nothing = new ChainDescent(relation.universe);
    let listed: IntLists | null = null;
    this.people = () => {
      listed ??= peopleOf(relation);
      return listed;
    };
  }

  moveTo(place: number): void {
    this.scope = intAt(this.scopes, place);
    if (this.scope >= 0) this.columns.moveTo(this.scope);
    this.leadsOn = this.scope >= 0 && intAt(this.relation.order.end, this.scope) > this.scope + 1;
  }

  read(place: number): ReadAccess {
    const member = intAt(this.members, place);
    if (this.scope < 0 || member < 0) return this.nothing;
    this.columns.read(member);
    return this.columns.descent;
  }

  /** Whether a member (by number) is in a group (by number). */
  isIn(member: number, group: number): boolean {
    const { start, values } = this.relation.joined;
    for (let at = intAt(start, member); at < intAt(start, member + 1); at += 1)
      if (values[at] === group) return true;
    return false;
  }

  /** Scopes below the one moved to on which the person is given something. */
  forEachBelow(place: number, visit: (scope: number) => void): void {
    const member = intAt(this.members, place);
    if (this.scope < 0 || member < 0) return;
    const end = intAt(this.relation.order.end, this.scope);
    forEachPlace(this.relation, member, this.scope + 1, end, this.places, visit);
  }
}

class VersionComparison {
  private readonly versions: Versions;
  private readonly before: ComparedVersion;
  private readonly after: ComparedVersion;
  private readonly rows = new ChangedRows();
  private readonly paired: PairedReader;
  /** Whether everybody is in the same groups, by the same numbers: nothing there has to be looked up. */
  private readonly sameGroups: boolean;
  /** Of each kind of person on the scope moved to, what was found of the first of them. */
  private readonly found: FoundDifference[] = [];

  constructor(versions: Versions) {
    const { scopes, members } = versions;
    this.versions = versions;
    this.before = new ComparedVersion(versions.before, scopes.before, members.before, scopes.ofBefore);
    this.after = new ComparedVersion(versions.after, scopes.after, members.after, scopes.ofAfter);
    this.paired = new PairedReader(this.before.columns, this.after.columns);
    const { before, after } = versions;
    this.sameGroups =
      isPairedAlike(members) &&
      isPairedAlike(versions.groups) &&
      isSameInts(before.joined.start, after.joined.start) &&
      isSameInts(before.joined.values, after.joined.values);
  }

  run(): AccessChanges {
    const { versions } = this;
    const { people, groups, isElsewhere } = changesOf(versions);
    const lookedAt = new Int32Array(versions.members.names.length).fill(-1);
    const waiting = new IntList();
    for (let scope = 0; scope < versions.scopes.names.length; scope += 1) {
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
        const add = (below: number): void => people.add(below, member);
        if (isElsewhere(member)) this.before.forEachBelow(member, add);
        this.after.forEachBelow(member, add);
      }
    }
    return { versions, rows: this.rows, everybody: people.everybody };
  }

  private moveTo(scope: number): void {
    this.before.moveTo(scope);
    this.after.moveTo(scope);
    this.paired.moved(this.before.scope >= 0 && this.after.scope >= 0);
    this.found.length = 0;
  }

  /** Who is in a group in both versions. Who is in it in one has been told where to be looked at. */
  private forEachIn(group: number, look: (member: number) => void): void {
    const { groups, members } = this.versions;
    const { start, values } = this.before.people();
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
    const { members } = this.versions;
    const kind = this.paired.kindOf(intAt(members.before, member), intAt(members.after, member));
    const found = kind === UNPAIRED ? this.look(member) : (this.found[kind] ?? this.look(member));
    if (kind !== UNPAIRED) this.found[kind] = found;
    if (found.difference >= 0) this.rows.add(scope, member, found.difference);
    return found.flows;
  }

  /** What the versions give somebody on the scope moved to. */
  private look(member: number): FoundDifference {
    const held = this.before.read(member);
    const holds = this.after.read(member);
    const leads = this.before.leadsOn || this.after.leadsOn;
    const flows = leads && (held.marks !== holds.marks || !isSame(held.below, holds.below));
    if (!flows && isSame(held.here, holds.here)) return { flows, difference: -1 };
    const difference = this.rows.difference(this.holding(held, flows), this.holding(holds, flows));
    return { flows, difference };
  }

  private holding({ here, below, marks }: ReadAccess, flows: boolean): Holding {
    const { sets, flows: table } = this.versions.before.universe;
    return {
      here: sets.number(here, 0),
      below: flows ? table.number(below, 0) : 0,
      marks: flows ? marks : 0,
    };
  }
}

function isSame(one: BitSet, other: BitSet): boolean {
  for (let word = 0; word < one.length; word += 1) if (one[word] !== other[word]) return false;
  return true;
}
