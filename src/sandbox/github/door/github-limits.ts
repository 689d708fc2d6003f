import type { GithubClock } from '../world/github-clock.ts';

/** Numbers of GitHub's pages on limits. Any of them may be another, or infinite. */
export interface GithubLimits {
  /** Requests an hour to the REST API: the primary limit. */
  readonly restPerHour: number;
  readonly graphqlPointsPerHour: number;
  /** Secondary: a read costs 1 point, a write 5. */
  readonly restPointsPerMinute: number;
  /** Secondary: a query costs 1 point, a mutation 5. */
  readonly graphqlPointsPerMinute: number;
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  /** REST and GraphQL together. */
  readonly concurrent: number;
  /** Objects in nested connections of one GraphQL query; beyond it GitHub answers in part. */
  readonly nestedObjects: number;
  /** Nodes that a GraphQL query may ask for. */
  readonly nodes: number;
}

export const GITHUB_LIMITS: GithubLimits = {
  restPerHour: 5_000,
  graphqlPointsPerHour: 5_000,
  restPointsPerMinute: 900,
  graphqlPointsPerMinute: 2_000,
  contentPerMinute: 80,
  contentPerHour: 500,
  concurrent: 100,
  nestedObjects: 2_500,
  nodes: 500_000,
};

/** No limit at all, for tests of other things. */
export const UNLIMITED: GithubLimits = {
  restPerHour: Number.POSITIVE_INFINITY,
  graphqlPointsPerHour: Number.POSITIVE_INFINITY,
  restPointsPerMinute: Number.POSITIVE_INFINITY,
  graphqlPointsPerMinute: Number.POSITIVE_INFINITY,
  contentPerMinute: Number.POSITIVE_INFINITY,
  contentPerHour: Number.POSITIVE_INFINITY,
  concurrent: Number.POSITIVE_INFINITY,
  nestedObjects: Number.POSITIVE_INFINITY,
  nodes: 500_000,
};

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** What was spent within the last so many milliseconds. */
export class SlidingWindow {
  readonly #length: number;
  readonly #limit: number;
  readonly #clock: GithubClock;
  #spent: { readonly at: number; readonly points: number }[] = [];

  constructor(length: number, limit: number, clock: GithubClock) {
    this.#length = length;
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Seconds until so many points are free again; null when they are now. */
  waitFor(points: number): number | null {
    const now = this.#clock.now();
    this.#spent = this.#spent.filter(({ at }) => at > now - this.#length);
    const sum = this.#spent.reduce((total, one) => total + one.points, 0);
    if (sum + points <= this.#limit) return null;
    const oldest = this.#spent[0]?.at ?? now;
    return Math.max(1, Math.ceil((oldest + this.#length - now) / 1000));
  }

  spend(points: number): void {
    this.#spent.push({ at: this.#clock.now(), points });
  }
}

/** The hour of a primary limit, which begins with the first request. */
export class GithubQuota {
  readonly limit: number;
  readonly #clock: GithubClock;
  #used = 0;
  #resetAt = 0;

  constructor(limit: number, clock: GithubClock) {
    this.limit = limit;
    this.#clock = clock;
  }

  get used(): number {
    this.#renew();
    return this.#used;
  }

  get remaining(): number {
    return Math.max(0, this.limit - this.used);
  }

  get resetAt(): number {
    this.#renew();
    return this.#resetAt;
  }

  spend(points: number): void {
    this.#renew();
    this.#used += points;
  }

  #renew(): void {
    const now = this.#clock.now();
    if (now < this.#resetAt) return;
    this.#used = 0;
    this.#resetAt = now + HOUR;
  }
}

/** Everything that is counted for one token. */
export class GithubAllowance {
  readonly rest: GithubQuota;
  readonly graphql: GithubQuota;
  readonly #restPoints: SlidingWindow;
  readonly #graphqlPoints: SlidingWindow;
  readonly #contentOfMinute: SlidingWindow;
  readonly #contentOfHour: SlidingWindow;

  constructor(limits: GithubLimits, clock: GithubClock) {
    this.rest = new GithubQuota(limits.restPerHour, clock);
    this.graphql = new GithubQuota(limits.graphqlPointsPerHour, clock);
    this.#restPoints = new SlidingWindow(MINUTE, limits.restPointsPerMinute, clock);
    this.#graphqlPoints = new SlidingWindow(MINUTE, limits.graphqlPointsPerMinute, clock);
    this.#contentOfMinute = new SlidingWindow(MINUTE, limits.contentPerMinute, clock);
    this.#contentOfHour = new SlidingWindow(HOUR, limits.contentPerHour, clock);
  }

  /** Counts a request; seconds to wait when a secondary limit is reached. */
  takeSecondary(kind: 'rest' | 'graphql', points: number, createsContent: boolean): number | null {
    const window = kind === 'rest' ? this.#restPoints : this.#graphqlPoints;
    const waits = [window.waitFor(points)];
    if (createsContent) waits.push(this.#contentOfMinute.waitFor(1), this.#contentOfHour.waitFor(1));
    const longest = waits.reduce((most, wait) => (wait === null ? most : Math.max(most ?? 0, wait)), null);
    if (longest !== null) return longest;
    window.spend(points);
    if (createsContent) {
      this.#contentOfMinute.spend(1);
      this.#contentOfHour.spend(1);
    }
    return null;
  }
}
