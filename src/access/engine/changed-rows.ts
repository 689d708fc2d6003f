import { IntList } from './ints.ts';

/** What somebody holds on a scope, and what flows on from there, as numbers of permission sets and marks. */
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
  private readonly numbers = new IntList();

  get length(): number {
    return this.numbers.length / WIDTH;
  }

  add(scope: number, member: number): void {
    this.numbers.push(scope);
    this.numbers.push(member);
  }

  /** To the row added last: first what was held, then what is. */
  addHolding(here: number, below: number, marks: number): void {
    this.numbers.push(here);
    this.numbers.push(below);
    this.numbers.push(marks);
  }

  at(row: number): ChangedRow {
    const number = (at: number): number => this.numbers.at(row * WIDTH + at);
    const holding = (at: number): Holding => ({
      here: number(at),
      below: number(at + 1),
      marks: number(at + 2),
    });
    return { scope: number(0), member: number(1), before: holding(2), after: holding(5) };
  }
}

const WIDTH = 8;
