import { IntList } from './ints.ts';

/** What somebody holds on a scope, and what flows on from there: numbers of a set of permissions and a flow, and marks. */
export interface Holding {
  readonly here: number;
  readonly below: number;
  readonly marks: number;
}

/**
 * One person on one scope where two versions differ, in what holds there or in what flows from it. On scopes below on
 * which the person is given nothing in either version, the two differ as what flows to them does.
 */
export interface ChangedRow {
  readonly scope: number;
  readonly member: number;
  readonly before: Holding;
  readonly after: Holding;
}

/** Rows as numbers: half a million of them are common, where a role is edited that everybody has somewhere. */
export class ChangedRows {
  /** Three for each row: member, and the holdings of before and after. */
  private readonly rows = new IntList();
  /** Four for each holding: scope, here, below, marks. Everybody of a kind on a scope shares one. */
  private readonly holdings = new IntList();

  get length(): number {
    return this.rows.length / ROW;
  }

  /** The number of what somebody holds on a scope. */
  holding(scope: number, { here, below, marks }: Holding): number {
    const { holdings } = this;
    holdings.push(scope);
    holdings.push(here);
    holdings.push(below);
    holdings.push(marks);
    return holdings.length / HOLDING - 1;
  }

  isSameHere(one: number, other: number): boolean {
    return this.read(one, HERE) === this.read(other, HERE);
  }

  isSameBelow(one: number, other: number): boolean {
    return (
      this.read(one, BELOW) === this.read(other, BELOW) && this.read(one, MARKS) === this.read(other, MARKS)
    );
  }

  /** Both holdings are on one scope. */
  add(member: number, before: number, after: number): void {
    const { rows } = this;
    rows.push(member);
    rows.push(before);
    rows.push(after);
  }

  at(row: number): ChangedRow {
    const { rows } = this;
    const [before, after] = [rows.at(row * ROW + 1), rows.at(row * ROW + 2)];
    return {
      scope: this.read(before, SCOPE),
      member: rows.at(row * ROW),
      before: this.held(before),
      after: this.held(after),
    };
  }

  private held(holding: number): Holding {
    return {
      here: this.read(holding, HERE),
      below: this.read(holding, BELOW),
      marks: this.read(holding, MARKS),
    };
  }

  private read(holding: number, what: number): number {
    return this.holdings.at(holding * HOLDING + what);
  }
}

const ROW = 3;
const HOLDING = 4;
const SCOPE = 0;
const HERE = 1;
const BELOW = 2;
const MARKS = 3;
