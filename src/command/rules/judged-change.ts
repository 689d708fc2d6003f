import { accepted } from '../../plan/access-after-acceptance.ts';
import type { Plan } from '../../plan/plan.ts';
import { mapResources } from '../../resource/organization-model.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import type { Session } from '../session/session.ts';
import type { BaseRules, JudgedChange, JudgedRules } from './judged-rules.ts';

const NOTHING_JUDGED: JudgedChange = { findings: [], told: [], faults: [], blocks: false };

/**
 * Judges what plans come to, now and once everybody invited has accepted, beside what is live. Organizations that were asked
 * for and could not be planned are judged by their documents: a plan that fails is no reason not to be judged.
 */
export async function judgeChange(
  session: Session,
  plans: readonly Plan[],
  base: BaseRules = null,
): Promise<JudgedChange> {
  const { rules } = session.workspace;
  if (rules === null && base === null) return NOTHING_JUDGED;
  const { judgePlans } = await import('./judge-plans.ts');
  const judged = plans.map((plan) => ({
    plan,
    liveOnceAccepted: mapResources(plan.live.resources, accepted),
  }));
  const now = rules === null ? NOTHING_JUDGED : await judgePlans(session, rules, judged);
  if (base === null) return now;
  const { alsoByBase } = await import('./judge-written.ts');
  const both = alsoByBase(session, now, await judgePlans(session, base, judged));
  return { ...both, blocks: both.blocks || hasErrors(both.told) || hasErrors(both.faults) };
}

/** Judges what is there, whoever made it so. */
export async function judgeLive(
  session: Session,
  read: readonly Pick<Plan, 'organization' | 'live'>[],
): Promise<JudgedRules> {
  const { rules } = session.workspace;
  if (rules === null) return NOTHING_JUDGED;
  const { judgeWritten } = await import('./judge-written.ts');
  const sides = read.map(({ organization, live: { resources, unknown } }) => {
    const side = { resources, basis: 'live', live: resources, changes: null, unknown } as const;
    return [organization, side] as const;
  });
  return judgeWritten(session, rules, new Map(sides));
}
