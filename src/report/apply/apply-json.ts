import type { ApplyResult } from '../../plan/apply-result.ts';
import { unacceptedInvitations } from '../../plan/unaccepted-invitations.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, type ReportResult, reportEnvelope } from '../json/report-envelope.ts';
import { type ChangeJson, changeJson } from '../plan/change-json.ts';
import { type PendingJson, pendingJson } from '../plan/invitation-phrases.ts';
import { organizationPlan, type PlanJson } from '../plan/plan-json.ts';
import { byOrganization } from '../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { applyHint, applySummary } from './apply-outcome.ts';

export interface AppliedJson {
  readonly organization: string;
  readonly outcome: ApplyResult['result'];
  readonly engine: { readonly name: string; readonly version: string | null };
  readonly writes: number;
  readonly requests: number;
  readonly plan: PlanJson;
  /** What the second read found still to do; null when there was none. */
  readonly left: readonly ChangeJson[] | null;
  /** Invitations under way after it. */
  readonly pending: readonly PendingJson[];
  /** What to do now; null when all is well. */
  readonly wayOut: string | null;
}

/** `ok`: something was applied and proven. `no-changes`: there was nothing to apply. */
export interface AppliedReport extends ReportEnvelope<'apply', 'no-changes' | 'ok' | 'error'> {
  readonly organizations: readonly AppliedJson[];
}

export function appliedJson(
  applied: readonly ApplyResult[],
  reportContext: ReportContext = NOTHING_MORE,
): AppliedReport {
  const diagnostics = [
    ...reportContext.diagnostics,
    ...applied.flatMap((one) => [...one.plan.diagnostics, ...one.diagnostics]),
  ];
  const failed =
    hasErrors(diagnostics) || applied.some((one) => one.result !== 'part' && applyHint(one) !== null);
  const idle = applied.every((one) => one.result === 'unchanged');
  const result = (failed ? 'error' : idle ? 'no-changes' : 'ok') satisfies ReportResult;
  return {
    ...reportEnvelope('apply', result, diagnosticsList(diagnostics)),
    organizations: byOrganization(applied).map((one) => ({
      organization: one.plan.organization,
      outcome: one.result,
      engine: { name: one.engine.name, version: one.engine.version },
      writes: one.writes,
      requests: one.requests,
      plan: organizationPlan(one.plan),
      left:
        applySummary(one).left?.map((change) => changeJson(change, (one.second ?? one.plan).spelling)) ??
        null,
      pending: unacceptedInvitations(one.second ?? one.plan).map(pendingJson),
      wayOut: applyHint(one),
    })),
  };
}
