import { groupBy } from '../../source/lists-by-key.ts';
import type { Write } from '../write/write.ts';
import { RequestSchedule, type RequestWindow } from './request-windows.ts';
import type {
  Allowance,
  AllowanceName,
  CostBasis,
  RequestQuota,
  WritePrice,
  WriteRates,
} from './write-rates.ts';

/** What a plan takes to carry out, before anything is sent. */
export interface PlanCost {
  /** Requests that were sent to read. */
  readonly reads: number;
  readonly writes: number;
  /** Writes of each kind, in the order of the plan. */
  readonly kinds: readonly { readonly write: Write['write']; readonly count: number }[];
  /** Null where the connector knows of no limit: nothing is said of the time then. */
  readonly time: WriteTime | null;
  /** Those that the writes use, and how many. */
  readonly allowances: readonly NeededAllowance[];
  /** Null where the platform tells of none. */
  readonly requests: NeededRequests | null;
}

/** How long the writes take at least, by the limits alone. */
export interface WriteTime {
  readonly milliseconds: number;
  /** The limit that they wait for most; null where they hardly wait. */
  readonly limit: string | null;
}

export interface NeededAllowance extends Allowance {
  readonly needed: number;
}

export interface NeededRequests extends RequestQuota {
  /** Writes, and the read after them. */
  readonly needed: number;
}

/** What makes these writes cost what they cost. Nothing is ever guessed: what is not known stays null. */
export function planCost(writes: readonly Write[], organization: string, basis: CostBasis): PlanCost {
  const { rates, reads, quota } = basis;
  const prices = writes.map((write) => rates.price(write, organization));
  return {
    reads,
    writes: writes.length,
    kinds: [...groupBy(writes, ({ write }) => write)].map(([write, all]) => ({ write, count: all.length })),
    time: rates.windows.length === 0 ? null : writeTime(prices, rates),
    allowances: (quota === null ? [] : quota.allowances).flatMap((allowance) => {
      const needed = uses(prices, allowance.of);
      return needed === 0 ? [] : [{ ...allowance, needed }];
    }),
    requests: quota === null || quota.requests === null ? null : neededRequests(prices, quota.requests),
  };
}

function neededRequests(prices: readonly WritePrice[], quota: RequestQuota): NeededRequests {
  const sent = prices.reduce((sum, { requests }) => sum + requests.length, 0);
  return { ...quota, needed: prices.length === 0 ? 0 : sent + quota.perRead };
}

function uses(prices: readonly WritePrice[], name: AllowanceName): number {
  return prices.filter((price) => price.uses.includes(name)).length;
}

/** Waits shorter than this have no reason that is worth a word. */
const WORTH_A_REASON_MS = 60_000;

function writeTime(prices: readonly WritePrice[], rates: WriteRates): WriteTime {
  const clock = new WriteClock(rates.windows);
  for (const price of prices) clock.make(price);
  return { milliseconds: clock.now, limit: clock.now < WORTH_A_REASON_MS ? null : clock.longest() };
}

/** Goes on by as much as each write has to wait. */
export class WriteClock {
  readonly #schedule: RequestSchedule;
  readonly #waits: { readonly window: RequestWindow; readonly milliseconds: number }[] = [];
  /** Milliseconds since the first. */
  now = 0;

  constructor(windows: readonly RequestWindow[]) {
    this.#schedule = new RequestSchedule(windows);
  }

  make({ requests }: WritePrice): void {
    for (const kind of requests) {
      const { at, because } = this.#schedule.turn(kind, this.now);
      this.#schedule.enter(kind, at);
      if (because !== null) this.#waits.push({ window: because, milliseconds: at - this.now });
      this.now = at;
    }
  }

  /** The limit that was waited for most. */
  longest(): string | null {
    let longest: { readonly name: string; readonly sum: number } | null = null;
    for (const [{ name }, waits] of groupBy(this.#waits, ({ window }) => window)) {
      const sum = waits.reduce((all, { milliseconds }) => all + milliseconds, 0);
      if (longest === null || sum > longest.sum) longest = { name, sum };
    }
    return longest === null ? null : longest.name;
  }
}
