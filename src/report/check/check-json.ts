import type { Desired } from '../../compile/desired.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { compareOrigins } from '../../source/origin.ts';
import { type ExpectationsJson, expectationsJson } from '../expectation/expectation-json.ts';
import { failingResults } from '../expectation/expectation-results.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { byText } from '../phrases.ts';
import { type CheckReportContext, NOTHING_MORE } from '../report-context.ts';
import { type Counts, countsOf } from './document-counts.ts';
import type { ToldReadCost } from './told-read-cost.ts';

export interface WindowJson {
  readonly grant: string;
  readonly origin: OriginJson;
  readonly from: string | null;
  readonly until: string | null;
  readonly reviewBy: string | null;
  readonly reason: string | null;
}

export interface CheckReport extends ReportEnvelope<'check', 'ok' | 'failed' | 'error'> {
  readonly organizations: readonly {
    readonly organization: string;
    readonly platform: string;
    readonly instant: string;
    readonly counts: Counts;
    /** Every grant with a window, by place. */
    readonly windows: readonly WindowJson[];
    /** Null where none was looked at. */
    readonly expectations: ExpectationsJson | null;
    /** Null where no connector file says it. */
    readonly cost: ToldReadCost | null;
  }[];
}

export function checkJson(
  checked: readonly Desired[],
  extras: CheckReportContext = NOTHING_MORE,
): CheckReport {
  const diagnostics = extras.diagnostics;
  const examined = extras.examined;
  const result = hasErrors(diagnostics) ? 'error' : failingResults(examined).length > 0 ? 'failed' : 'ok';
  const sorted = [...checked].sort((a, b) => byText(a.organization, b.organization));
  return {
    ...reportEnvelope('check', result, diagnosticsList(diagnostics)),
    organizations: sorted.map((desired) => {
      const own = examined.find(({ source }) => source.organization === desired.organization);
      return {
        organization: desired.organization,
        platform: desired.platform.name,
        instant: desired.instant,
        counts: countsOf(desired),
        windows: windowsOf(desired),
        expectations: own === undefined ? null : expectationsJson(own),
        cost: extras.costs?.get(desired.organization) ?? null,
      };
    }),
  };
}

function windowsOf({ windows }: Desired): readonly WindowJson[] {
  return [...windows]
    .sort((a, b) => compareOrigins(a.origin, b.origin) || byText(a.grant, b.grant))
    .map(({ grant, origin, from, until, reviewBy, reason }) => ({
      grant,
      origin: originJson(origin),
      from,
      until,
      reviewBy,
      reason,
    }));
}
