import type { Ran } from './world.ts';

/** A fault ends the run: what follows it would tell of the same. */
export class Broken extends Error {}

/** What was looked at, how often, and done. */
export class Promises {
  readonly counts = new Map<string, number>();

  hold(isSo: boolean, otherwise: string, ran: Ran | null = null): void {
    this.count('promises held');
    if (isSo) return;
    const said =
      ran === null ? '' : `\nstatus ${ran.status}\n${ran.out.slice(-4000)}\n${ran.err.slice(-4000)}`;
    throw new Broken(`${otherwise}${said}`);
  }

  count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }
}
