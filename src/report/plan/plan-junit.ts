import type { Plan } from '../../plan/plan.ts';
import { diagnosticSuites, junitDocument, suiteLines } from '../expectation/junit.ts';
import { NOTHING_MORE, type PlanReportContext } from '../report-context.ts';
import { byOrganization, planVerdictWith } from './plan-verdict.ts';

/**
 * What was found in plans, as CI servers read it: a suite for each kind of finding, and one case for each organization, which
 * passes with what it comes to. Changes have no place here: they are no fault.
 */
export function planJunit(plans: readonly Plan[], extras: PlanReportContext = NOTHING_MORE): string {
  const sorted = byOrganization(plans.map((plan) => ({ plan }))).map(({ plan }) => plan);
  const diagnostics = [...extras.diagnostics, ...sorted.flatMap((plan) => plan.diagnostics)];
  const suites = sorted.map((plan) => {
    const note = planVerdictWith([plan], extras.failedExpectations);
    return suiteLines(`${plan.organization} (plan)`, [{ name: 'is planned', place: {}, fault: null, note }]);
  });
  return junitDocument([...diagnosticSuites(diagnostics), ...suites]);
}
