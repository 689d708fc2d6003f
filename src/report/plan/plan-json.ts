import { hasOutstandingChanges } from '../../plan/outstanding-changes.ts';
import type { Plan } from '../../plan/plan.ts';
import { unacceptedInvitations } from '../../plan/unaccepted-invitations.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { byText } from '../phrases.ts';
import { NOTHING_MORE, type PlanReportContext } from '../report-context.ts';
import { type ChangeJson, changeJson } from './change-json.ts';
import { costJson } from './cost-json.ts';
import { type ExplainedDeltaJson, explainedDelta } from './grants-json.ts';
import { type PendingJson, pendingJson } from './invitation-phrases.ts';
import { byOrganization, failedIn, type PlanSummary, planSummary } from './plan-verdict.ts';
import { unmanagedName } from './unmanaged-names.ts';

export interface PlanJson extends ReturnType<typeof costJson> {
  readonly organization: string;
  readonly platform: string;
  /** The instant at which windows were applied. */
  readonly instant: string;
  readonly live: { readonly revision: string; readonly readAt: string };
  readonly summary: PlanSummary;
  /** In the order an apply makes them. */
  readonly changes: readonly ChangeJson[];
  readonly access: ExplainedDeltaJson;
  /** Invitations under way, which hold nothing before they are accepted. */
  readonly pending: readonly PendingJson[];
  readonly unmanaged: readonly {
    readonly address: string;
    readonly name: string;
    readonly origin: OriginJson;
  }[];
}

export interface PlanReport extends ReportEnvelope<'plan', 'no-changes' | 'changes' | 'error'> {
  readonly engine: { readonly name: string; readonly version: string | null } | null;
  /** Expectations that the documents do not keep, told among the diagnostics: with one the status is 2. */
  readonly failedExpectations: number;
  readonly organizations: readonly PlanJson[];
}

export function planJson(plans: readonly Plan[], extras: PlanReportContext = NOTHING_MORE): PlanReport {
  const diagnostics = [...extras.diagnostics, ...plans.flatMap((plan) => plan.diagnostics)];
  const changes = plans.some(hasOutstandingChanges) ? 'changes' : 'no-changes';
  const engine = extras.engine ?? null;
  return {
    ...reportEnvelope('plan', hasErrors(diagnostics) ? 'error' : changes, diagnosticsList(diagnostics)),
    engine: engine === null ? null : { name: engine.name, version: engine.version },
    failedExpectations: failedIn(plans, extras.failedExpectations),
    organizations: byOrganization(plans.map((plan) => ({ plan }))).map(({ plan }) => organizationPlan(plan)),
  };
}

export function organizationPlan(plan: Plan): PlanJson {
  return {
    organization: plan.organization,
    platform: plan.desired.platform.name,
    instant: plan.desired.instant,
    live: { revision: plan.live.revision, readAt: plan.live.readAt },
    summary: planSummary([plan]),
    ...costJson(plan),
    changes: plan.changes.map((change) => changeJson(change, plan.spelling)),
    access: explainedDelta(plan),
    pending: unacceptedInvitations(plan).map(pendingJson),
    unmanaged: plan.unmanaged
      .map((r) => ({
        address: r.address,
        name: unmanagedName(r, plan.spelling),
        origin: originJson(r.origin),
      }))
      .sort((a, b) => byText(a.address, b.address)),
  };
}
