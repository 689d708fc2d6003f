import { known } from '../../source/known.ts';
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
  /** Three for each row: scope, member, difference. */
  private readonly numbers = new IntList();
  private readonly differences: { readonly before: Holding; readonly after: Holding }[] = [];

  get length(): number {
    return this.numbers.length / WIDTH;
  }

  /** The number of a difference, for every row that has it. */
  difference(before: Holding, after: Holding): number {
    return this.differences.push({ before, after }) - 1;
  }

  add(scope: number, member: number, difference: number): void {
    this.numbers.push(scope);
    this.numbers.push(member);
    this.numbers.push(difference);
  }

  at(row: number): ChangedRow {
    const number = (at: number): number => this.numbers.at(row * WIDTH + at);
    return { scope: number(0), member: number(1), ...known(this.differences[number(2)], 'a difference') };
  }
}

const WIDTH = 3;
