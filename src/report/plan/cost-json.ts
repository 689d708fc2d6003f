import type { PlannedEnding } from '../../plan/cost/ending.ts';
import type { PlanCost } from '../../plan/cost/plan-cost.ts';
import type { Plan } from '../../plan/plan.ts';

export interface CostJson {
  /** Requests that were sent to read. */
  readonly readRequests: number;
  readonly writes: number;
  readonly writesByKind: Readonly<Record<string, number>>;
  /** Seconds that the limits of the platform make the writes take; null where the connector knows of none. */
  readonly seconds: number | null;
  /** The limit that the writes wait for most. */
  readonly limit: string | null;
  readonly allowances: readonly {
    readonly of: string;
    readonly needed: number;
    /** Null where nobody can tell. */
    readonly left: number | null;
    readonly most: number | null;
    readonly note: string | null;
    readonly renews: string;
  }[];
  readonly requests: {
    readonly needed: number;
    readonly left: number;
    readonly most: number;
    readonly renewsAt: string;
  } | null;
}

export interface EndingJson {
  readonly subjects: readonly string[];
  readonly cause: string;
  readonly ends: readonly string[];
  readonly source: string;
}

/** Left out of a plan that no connector was asked about. */
export function costJson({ cost, endings }: Pick<Plan, 'cost' | 'endings'>): {
  readonly cost?: CostJson;
  readonly endings?: readonly EndingJson[];
} {
  return {
    ...(cost === undefined ? {} : { cost: planCostJson(cost) }),
    ...(endings === undefined ? {} : { endings: endings.map(endingJson) }),
  };
}

function planCostJson({ reads, writes, kinds, time, allowances, requests }: PlanCost): CostJson {
  return {
    readRequests: reads,
    writes,
    writesByKind: Object.fromEntries(kinds.map(({ write, count }) => [write, count])),
    seconds: time === null ? null : Math.ceil(time.milliseconds / 1000),
    limit: time === null ? null : time.limit,
    allowances: allowances.map(({ of, needed, left, most, note, renews }) => ({
      of,
      needed,
      left,
      most,
      note,
      renews,
    })),
    requests:
      requests === null
        ? null
        : {
            needed: requests.needed,
            left: requests.left,
            most: requests.most,
            renewsAt: requests.renewsAt,
          },
  };
}

function endingJson({ one, many, ends, subjects, source }: PlannedEnding): EndingJson {
  return { subjects, cause: subjects.length === 1 ? one : many, ends, source };
}
