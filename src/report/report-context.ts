import type { EngineInfo } from '../plan/apply-result.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { ToldReadCost } from './check/told-read-cost.ts';
import type { ExpectationResults } from './expectation/expectation-results.ts';

/** What a command knows beyond the values reported on. */
export interface ReportContext {
  /** Found before there was a value: while reading, compiling, connecting. */
  readonly diagnostics: readonly Diagnostic[];
  /** What would carry the plan out; left out or null while that is not decided. */
  readonly engine?: EngineInfo | null;
}

/** Of a report on the values alone. */
export const NOTHING_MORE: ReportContext & CheckReportContext = { diagnostics: [], examined: [] };

/** What `plan` looked at beside the plans themselves. */
export interface PlanReportContext extends ReportContext {
  /** Expectations that the documents do not keep, by organization: a status of 2 even where nothing changes. */
  readonly failedExpectations?: ReadonlyMap<string, number>;
}

/** What `check` looked at beside the documents themselves. */
export interface CheckReportContext extends ReportContext {
  readonly examined: readonly ExpectationResults[];
  /** Windows that end later than in so many days are left to JSON; all are shown where it is left out. */
  readonly announceDays?: number;
  /** What a read of an organization takes of its platform, by name, where a connector file says it. */
  readonly costs?: ReadonlyMap<string, ToldReadCost>;
}
