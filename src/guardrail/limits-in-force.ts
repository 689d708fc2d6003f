import {
  type GuardrailsDocument,
  LIMIT_NAMES,
  type LimitName,
  type WrittenLimit,
} from '../policy/guardrails-document.ts';
import type { Origin } from '../source/origin.ts';

/** How much may go by one apply; each part that is not null is a limit of its own. */
export interface LimitInForce {
  readonly count: number | null;
  readonly percent: number | null;
  /** Percent is looked at from this number on. */
  readonly few: number;
  /** The documents that say so; none: nobody does, and it is Bylaw's own. */
  readonly origins: readonly Origin[];
}

/** Fewer than this are an ordinary day, whatever share of the organization they are. */
const FEW = 5;
/** Of edges: each person has several, and a group takes the place of many. Small groups and scopes change whole. */
const FEW_EDGES = 10;

const LESS_THAN_HALF: LimitInForce = { count: null, percent: 49, few: FEW, origins: [] };
const LESS_THAN_HALF_OF_EDGES: LimitInForce = { ...LESS_THAN_HALF, few: FEW_EDGES };
const NOT_NEARLY_ALL: LimitInForce = { count: null, percent: 89, few: FEW_EDGES, origins: [] };

/** What holds where no document says anything. A person who stays may lose whatever it is; so may many lose a little. */
const UNWRITTEN: Readonly<Record<LimitName, LimitInForce | null>> = {
  members: LESS_THAN_HALF,
  'group-members': LESS_THAN_HALF_OF_EDGES,
  assignments: LESS_THAN_HALF_OF_EDGES,
  groups: LESS_THAN_HALF,
  roles: LESS_THAN_HALF,
  scopes: LESS_THAN_HALF,
  access: LESS_THAN_HALF,
  reduced: null,
  'each-group': NOT_NEARLY_ALL,
  'each-scope': NOT_NEARLY_ALL,
  'each-person': null,
};

/**
 * Each limit, null where there is none. Of several documents that speak of a limit the strictest holds, part by part; `off`
 * counts only where all of them say it.
 */
export function limitsInForce(
  documents: readonly GuardrailsDocument[],
): ReadonlyMap<LimitName, LimitInForce | null> {
  return new Map(
    LIMIT_NAMES.map((name) => {
      const said = documents.flatMap(({ limits }) => limits.get(name) ?? []);
      return [name, said.length === 0 ? UNWRITTEN[name] : strictest(said, name)] as const;
    }),
  );
}

function strictest(said: readonly (WrittenLimit | 'off')[], name: LimitName): LimitInForce | null {
  const limits = said.filter((one) => one !== 'off');
  if (limits.length === 0) return null;
  const unwritten = UNWRITTEN[name]?.few ?? FEW;
  const least = (part: (limit: WrittenLimit) => number | null): number | null => {
    const values = limits.flatMap((limit) => part(limit) ?? []);
    return values.length === 0 ? null : Math.min(...values);
  };
  return {
    count: least(({ count }) => count),
    percent: least(({ percent }) => percent),
    few: least(({ few }) => few) ?? unwritten,
    origins: limits.map(({ origin }) => origin),
  };
}

/** Whether so many of so many are more than may go. */
export function isOver({ count, percent, few }: LimitInForce, removed: number, of: number): boolean {
  if (count !== null && removed > count) return true;
  return percent !== null && removed >= few && removed * 100 > of * percent;
}
