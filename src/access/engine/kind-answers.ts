import { intAt } from './ints.ts';

/** What was found out of kinds on one scope, a number for each, so that one person of a kind has to be looked at. */
export class KindAnswers {
  /** Of each kind its answer + 1, or 0. */
  private values = new Int32Array(64);
  private end = 0;

  clear(): void {
    this.values.fill(0, 0, this.end);
    this.end = 0;
  }

  /** -1 for none. */
  of(kind: number): number {
    return kind < this.end ? intAt(this.values, kind) - 1 : -1;
  }

  /** Answers are zero or more. */
  set(kind: number, answer: number): void {
    if (kind >= this.values.length) this.grow(kind + 1);
    this.values[kind] = answer + 1;
    this.end = Math.max(this.end, kind + 1);
  }

  private grow(length: number): void {
    const grown = new Int32Array(length * 2);
    grown.set(this.values);
    this.values = grown;
  }
}
