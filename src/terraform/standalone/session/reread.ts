import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { Coalescer } from './coalescer.ts';

/** Reads that found nothing of what was missed; after these, what is missing is a mistake and not a matter of time. */
const FRUITLESS_AT_MOST = 5;

/**
 * Other hands write while terraform runs: another provider, a second alias of this one, a script. Whoever misses
 * something reads once more before saying so, and a data source answers from no state of before. Those who wait at the
 * same time share one read, which begins after the last of them has asked.
 */
export class Rereader {
  readonly #reads: Coalescer<readonly RowDiagnostic[]>;
  readonly #looks: Coalescer<readonly RowDiagnostic[]>;
  #fruitless = 0;

  /** `read` tells what stood in its way; `hasChanged`, whether anybody has written since. */
  constructor(
    read: () => Promise<readonly RowDiagnostic[]>,
    hasChanged: () => Promise<boolean> = async () => false,
  ) {
    this.#reads = new Coalescer(read);
    this.#looks = new Coalescer(async () => ((await hasChanged()) ? this.#reads.next() : []));
  }

  /** Reads until nothing is missed or a read has shown that it is not there. */
  async whereMissed(missed: () => boolean): Promise<void> {
    if (!missed() || this.#fruitless >= FRUITLESS_AT_MOST) return;
    await this.#reads.next();
    if (missed()) this.#fruitless += 1;
    else this.#fruitless = 0;
  }

  /** Reads, and begins after now. One that fails leaves what is known, and whoever misses something says so. */
  async anew(): Promise<void> {
    await this.#reads.next();
  }

  /** Reads where anybody has written since the last read; what stood in the way of knowing. */
  upToDate(): Promise<readonly RowDiagnostic[]> {
    return this.#looks.next();
  }
}
