import type { Plan } from '../../plan/plan.ts';
import { memberId } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Finding } from '../../rule/finding.ts';
import { findingKeyIn } from '../../rule/finding-key.ts';
import { ruleDiagnostics } from '../../rule/rule-diagnostics.ts';
import { type HeldLive, markStanding, unitedFindings } from '../../rule/standing-findings.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import type { WrittenPolicies } from '../../workspace/written-policies.ts';
import type { Session } from '../session/session.ts';
import { findingsOn, notJudged, openRules } from './judge-written.ts';
import type { JudgedChange, JudgedPlan, RuleSides } from './judged-rules.ts';

/**
 * Findings of what plans come to. What an invitation that waits already will bring stands, as what is live does: the plan
 * that sent it was judged.
 */
export async function judgePlans(
  session: Session,
  policies: WrittenPolicies,
  judged: readonly JudgedPlan[],
): Promise<JudgedChange> {
  const plans = judged.map(({ plan }) => plan);
  const open = await openRules(session, policies);
  const { documents, written, custom } = open;
  if (!documents.ok) return { findings: [], told: [], faults: documents.diagnostics, blocks: true };
  const keyOf = findingKeyIn(written);
  const read = { ...open, documents: documents.value };
  const foundOn = async (
    chosen: Session['chosen'],
    all: readonly RuleSides[],
  ): Promise<readonly Finding[]> => {
    const found: (readonly Finding[])[] = [];
    for (const sides of all) found.push(await findingsOn({ ...session, chosen }, read, sides));
    return unitedFindings(found, keyOf);
  };
  const after = sidesAfter(plans);
  const planned = plans.map(({ desired }) => desired);
  const findings = markStanding(
    await foundOn(session.chosen, after),
    planned.length === 0 ? [] : await foundOn(planned, sidesBefore(judged)),
    keyOf,
    heldLive(plans),
  );
  const told = [
    ...ruleDiagnostics(findings),
    ...notJudged(custom, session.chosen, known(after[0], 'a side')),
  ];
  return { findings, told, faults: documents.diagnostics, blocks: hasErrors(told) };
}

/** As the changes leave it, and as it is once everybody invited has accepted. */
function sidesAfter(plans: readonly Plan[]): readonly RuleSides[] {
  const side = (of: (plan: Plan) => readonly Resource[]): RuleSides =>
    new Map(
      plans.map((plan) => {
        const { live, changes, organization } = plan;
        return [
          organization,
          { resources: of(plan), basis: 'planned', live: live.resources, changes, unknown: live.unknown },
        ];
      }),
    );
  const now = side(({ target }) => target);
  return plans.every(({ target, end }) => isSame(target, end)) ? [now] : [now, side(({ end }) => end)];
}

function sidesBefore(judged: readonly JudgedPlan[]): readonly RuleSides[] {
  const side = (of: (one: JudgedPlan) => readonly Resource[]): RuleSides =>
    new Map(
      judged.map((one) => {
        const { live, organization } = one.plan;
        return [
          organization,
          { resources: of(one), basis: 'live', live: live.resources, changes: null, unknown: live.unknown },
        ];
      }),
    );
  const now = side(({ plan }) => plan.live.resources);
  const isSettled = judged.every(({ plan, liveOnceAccepted }) => liveOnceAccepted === plan.live.resources);
  return isSettled ? [now] : [now, side(({ liveOnceAccepted }) => liveOnceAccepted)];
}

function isSame(one: readonly Resource[], other: readonly Resource[]): boolean {
  return one.length === other.length && one.every((resource, at) => resource === other[at]);
}

function heldLive(plans: readonly Plan[]): HeldLive {
  const planOf = new Map(plans.map((plan) => [plan.organization, plan]));
  return ({ organization, person, scope, permissions }) => {
    const plan = organization === null ? undefined : planOf.get(organization);
    if (plan === undefined || person === null || scope === null) return false;
    const member = memberId(person, plan.desired.platform.members.compare);
    return permissions.every((permission) => plan.before.can(member, permission, scope));
  };
}
