import { CellReader } from './cell-reader.ts';
import type { ChainDescent } from './chain-descent.ts';
import { differInGiftsAlone, type Versions } from './changed-places.ts';
import { ChangedRows, type Holding } from './changed-rows.ts';
import { IntList, intAt } from './ints.ts';
import { KindAnswers } from './kind-answers.ts';
import { KindReader } from './kind-reader.ts';
import { NO_KIND } from './kind-table.ts';
import { AFTER, BEFORE, PairedKinds } from './paired-kinds.ts';
import type { Relation } from './relation.ts';

/** What people hold in two versions, scope by scope, and the rows where that differs. */
export interface ComparedHoldings {
  readonly rows: ChangedRows;
  /** To a scope by place. `flowsOn`: whether anything is below it in either version. */
  moveTo(place: number, flowsOn: boolean): void;
  /** Adds a row for each of the people (by place) for whom the versions differ, and who passes something else on to `passesOn`. */
  compare(people: Int32Array, passesOn: IntList): void;
}

/** `few`: so many people of a scope are looked up by themselves, where each version is read alone. */
export function comparedHoldings(versions: Versions, few: number): ComparedHoldings {
  return differInGiftsAlone(versions) ? new HoldingsOfKinds(versions) : new HoldingsApart(versions, few);
}

/** Both versions at once: whoever is of one kind has the same difference. */
class HoldingsOfKinds implements ComparedHoldings {
  readonly rows = new ChangedRows();
  private readonly versions: Versions;
  private readonly kinds: PairedKinds;
  /** Of each kind on the scope moved to: `SAME`, or where its holdings are, and whether what flows on differs. */
  private readonly answers = new KindAnswers();
  private readonly found = new IntList();
  private place = 0;
  private flowsOn = false;

  constructor(versions: Versions) {
    this.versions = versions;
    this.kinds = new PairedKinds(versions);
  }

  moveTo(place: number, flowsOn: boolean): void {
    this.place = place;
    this.flowsOn = flowsOn;
    this.answers.clear();
    this.kinds.moveTo(intAt(this.versions.scopes.before, place));
  }

  compare(people: Int32Array, passesOn: IntList): void {
    const { answers, found, rows } = this;
    found.clear();
    // Both versions have the same people by the same numbers.
    this.kinds.kindsOf(people, found);
    for (let at = 0; at < people.length; at += 1) {
      const kind = found.at(at);
      const known = answers.of(kind);
      const answer = known >= 0 ? known : this.look(kind);
      if (answer === SAME) continue;
      const held = (answer >> 1) - 1;
      rows.add(intAt(people, at), held, held + 1);
      if ((answer & FLOWS_ON) !== 0) passesOn.push(intAt(people, at));
    }
  }

  private look(kind: number): number {
    const { rows, kinds, versions, place, flowsOn } = this;
    kinds.lookAt(kind);
    const held = holdingIn(kinds.read(BEFORE), versions.before, flowsOn);
    const holds = holdingIn(kinds.read(AFTER), versions.after, flowsOn);
    const isSameBelow = held.below === holds.below && held.marks === holds.marks;
    let answer = SAME;
    if (!isSameBelow || held.here !== holds.here) {
      answer = 2 * (rows.holding(place, held) + 1) + (isSameBelow ? 0 : FLOWS_ON);
      rows.holding(place, holds);
    }
    this.answers.set(kind, answer);
    return answer;
  }
}

const SAME = 0;
const FLOWS_ON = 1;

/** Each version by itself. */
class HoldingsApart implements ComparedHoldings {
  readonly rows = new ChangedRows();
  private readonly before: HoldingsOfVersion;
  private readonly after: HoldingsOfVersion;

  constructor({ before, after, scopes, members }: Versions, few: number) {
    const { rows } = this;
    this.before = new HoldingsOfVersion({
      relation: before,
      scopes: scopes.before,
      members: members.before,
      rows,
      few,
    });
    this.after = new HoldingsOfVersion({
      relation: after,
      scopes: scopes.after,
      members: members.after,
      rows,
      few,
    });
  }

  moveTo(place: number, flowsOn: boolean): void {
    this.before.moveTo(place, flowsOn);
    this.after.moveTo(place, flowsOn);
  }

  compare(people: Int32Array, passesOn: IntList): void {
    const { rows } = this;
    const before = this.before.holdingsOf(people);
    const after = this.after.holdingsOf(people);
    for (let at = 0; at < people.length; at += 1) {
      const [held, holds] = [intAt(before, at), intAt(after, at)];
      const isSameBelow = rows.isSameBelow(held, holds);
      if (isSameBelow && rows.isSameHere(held, holds)) continue;
      rows.add(intAt(people, at), held, holds);
      if (!isSameBelow) passesOn.push(intAt(people, at));
    }
  }
}

interface ReadVersion {
  readonly relation: Relation;
  /** By place: numbers of this side, or -1. */
  readonly scopes: Int32Array;
  readonly members: Int32Array;
  /** Where holdings are kept. */
  readonly rows: ChangedRows;
  readonly few: number;
}

class HoldingsOfVersion {
  private readonly relation: Relation;
  private readonly cells: CellReader;
  private readonly kinds: KindReader;
  private readonly rows: ChangedRows;
  /** Of each kind on the scope moved to its holding. */
  private readonly holdings = new KindAnswers();
  private readonly scopes: Int32Array;
  private readonly members: Int32Array;
  private readonly few: number;
  private readonly numbers = new IntList();
  private readonly found = new IntList();
  private readonly held = new IntList();
  private place = 0;
  /** Whether kinds are of the scope moved to. */
  private isReady = false;
  private flowsOn = false;

  constructor({ relation, scopes, members, rows, few }: ReadVersion) {
    this.relation = relation;
    this.cells = new CellReader(relation);
    this.kinds = new KindReader(relation);
    this.rows = rows;
    this.scopes = scopes;
    this.members = members;
    this.few = few;
  }

  moveTo(place: number, flowsOn: boolean): void {
    this.place = place;
    this.flowsOn = flowsOn;
    this.isReady = false;
  }

  /** What each of people holds on the scope moved to, as numbers of `rows`; good until the next are asked about. */
  holdingsOf(people: Int32Array): Int32Array {
    this.held.clear();
    if (!this.isReady && people.length <= this.few) this.addEach(people);
    else this.addByKind(people);
    return this.held.view();
  }

  private addEach(people: Int32Array): void {
    const { cells, held, members } = this;
    const scope = intAt(this.scopes, this.place);
    for (let at = 0; at < people.length; at += 1) {
      const number = intAt(members, intAt(people, at));
      held.push(this.holding(scope < 0 || number < 0 ? cells.nothing() : cells.descendTo(number, scope)));
    }
  }

  private addByKind(people: Int32Array): void {
    const { numbers, found, held, members, kinds } = this;
    if (!this.isReady) {
      this.holdings.clear();
      kinds.moveTo(intAt(this.scopes, this.place));
      this.isReady = true;
    }
    numbers.clear();
    for (let at = 0; at < people.length; at += 1) {
      const number = intAt(members, intAt(people, at));
      if (number >= 0) numbers.push(number);
    }
    found.clear();
    kinds.kindsOf(numbers.view(), found);
    let next = 0;
    for (let at = 0; at < people.length; at += 1) {
      const isThere = intAt(members, intAt(people, at)) >= 0;
      held.push(this.holdingOf(isThere ? found.at(next) : NO_KIND));
      if (isThere) next += 1;
    }
  }

  private holdingOf(kind: number): number {
    const found = this.holdings.of(kind);
    if (found >= 0) return found;
    const made = this.holding(this.kinds.read(kind));
    this.holdings.set(kind, made);
    return made;
  }

  private holding(descent: ChainDescent): number {
    return this.rows.holding(this.place, holdingIn(descent, this.relation, this.flowsOn));
  }
}

/** What was read of a kind, in numbers; what flows on only where it flows to anything. */
function holdingIn(
  { here, below, marks }: ChainDescent,
  { universe: { sets, flows } }: Relation,
  flowsOn: boolean,
): Holding {
  return {
    here: sets.number(here, 0),
    below: flowsOn ? flows.number(below, 0) : 0,
    marks: flowsOn ? marks : 0,
  };
}
