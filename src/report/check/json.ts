import type { Desired } from '../../compile/desired.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { compareOrigins } from '../../source/origin.ts';
import type { Extras } from '../extras.ts';
import { diagnosticsList } from '../json/diagnostics.ts';
import { type OriginJson, originJson } from '../json/origin.ts';
import { type Envelope, envelope } from '../json/report.ts';
import { byText } from '../phrases.ts';
import { type Counts, countsOf } from './counts.ts';

export interface WindowJson {
  readonly grant: string;
  readonly origin: OriginJson;
  readonly from: string | null;
  readonly until: string | null;
  readonly reviewBy: string | null;
  readonly reason: string | null;
}

export interface CheckReport extends Envelope<'check', 'ok' | 'error'> {
  readonly organizations: readonly {
    readonly organization: string;
    readonly platform: string;
    readonly instant: string;
    readonly counts: Counts;
    /** Every grant with a window, by place. */
    readonly windows: readonly WindowJson[];
  }[];
}

export function checkJson(checked: readonly Desired[], extras: Extras = {}): CheckReport {
  const diagnostics = extras.diagnostics ?? [];
  const sorted = [...checked].sort((a, b) => byText(a.organization, b.organization));
  return {
    ...envelope('check', hasErrors(diagnostics) ? 'error' : 'ok', diagnosticsList(diagnostics)),
    organizations: sorted.map((desired) => ({
      organization: desired.organization,
      platform: desired.platform.name,
      instant: desired.instant,
      counts: countsOf(desired),
      windows: windowsOf(desired),
    })),
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
