import type { AccessDelta } from '../../access/effective-access.ts';
import { peopleOf } from '../../access/wide-delta.ts';
import type { Plan } from '../../plan/plan.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { compareText } from '../../source/text-order.ts';
import { counted } from '../phrases.ts';

/** What one or several plans come to, in numbers. */
export interface PlanSummary {
  /** What an apply does; what is deferred is not among them. */
  readonly changes: number;
  readonly deferred: number;
  /** People, each counted once; who gains here and loses there is in both. */
  readonly gaining: number;
  readonly losing: number;
  /** People who gain by it when they accept their invitations. */
  readonly gainingOnceAccepted: number;
  /** People who keep until somebody accepts what they lose then. */
  readonly losingOnceAccepted: number;
  readonly unmanaged: number;
}

export function planSummary(plans: readonly Plan[]): PlanSummary {
  const changes = plans.flatMap((plan) => plan.changes);
  const deferred = changes.filter((change) => change.action === 'deferred').length;
  const later = plans.map((plan) => plan.onceAccepted).filter((delta) => delta !== null);
  return {
    changes: changes.length - deferred,
    deferred,
    gaining: union(plans.map((plan) => peopleOf(plan.delta, 'gained'))),
    losing: union(plans.map((plan) => peopleOf(plan.delta, 'lost'))),
    gainingOnceAccepted: peopleIn(later.map(({ gained }) => gained)),
    losingOnceAccepted: peopleIn(later.map(({ lost }) => lost)),
    unmanaged: plans.reduce((sum, plan) => sum + plan.unmanaged.length, 0),
  };
}

function union(sets: readonly ReadonlySet<MemberId>[]): number {
  const people = new Set<MemberId>();
  for (const one of sets) for (const member of one) people.add(member);
  return people.size;
}

function peopleIn(grants: readonly AccessDelta['gained'][]): number {
  const people = new Set<MemberId>();
  for (const list of grants) for (const { member } of list) people.add(member);
  return people.size;
}

/** `3 changes, 1 deferred, 2 people gain, 1 loses`; `no changes`. */
export function planVerdict(summary: PlanSummary): string {
  const { changes, deferred } = summary;
  const parts = [changes === 0 ? 'no changes' : counted(changes, 'change')];
  if (deferred > 0) parts.push(`${deferred} deferred`);
  parts.push(...accessVerdict(summary, changes > 0));
  return parts.join(', ');
}

/** `no changes, 1 expectation fails`: why the status is 2 although nothing is to be done. */
export function planVerdictWith(
  plans: readonly Plan[],
  failed: ReadonlyMap<string, number> | undefined,
): string {
  const verdict = planVerdict(planSummary(plans));
  const count = failedIn(plans, failed);
  if (count === 0) return verdict;
  return `${verdict}, ${counted(count, 'expectation')} ${count === 1 ? 'fails' : 'fail'}`;
}

/** How many expectations fail in the organizations of these plans. */
export function failedIn(plans: readonly Plan[], failed: ReadonlyMap<string, number> | undefined): number {
  return plans.reduce((sum, { organization }) => sum + (failed?.get(organization) ?? 0), 0);
}

/** `2 people gain, 1 loses`; says that nobody does only where somebody might be expected to. */
export function accessVerdict(
  {
    gaining,
    losing,
    gainingOnceAccepted,
    losingOnceAccepted,
  }: Pick<PlanSummary, 'gaining' | 'losing' | 'gainingOnceAccepted' | 'losingOnceAccepted'>,
  sayNobody: boolean,
): readonly string[] {
  const promised = [
    ...onceAcceptedVerdict(gainingOnceAccepted, 'gains', 'gain'),
    ...onceAcceptedVerdict(losingOnceAccepted, 'loses', 'lose'),
  ];
  if (gaining === 0 && losing === 0 && promised.length > 0) return promised;
  if (gaining === 0 && losing === 0) return sayNobody ? ['nobody gains or loses access'] : [];
  const gain =
    gaining === 0 ? [] : [`${counted(gaining, 'person', 'people')} ${gaining === 1 ? 'gains' : 'gain'}`];
  const who = gaining === 0 ? counted(losing, 'person', 'people') : String(losing);
  const lose = losing === 0 ? [] : [`${who} ${losing === 1 ? 'loses' : 'lose'}`];
  return [...gain, ...lose, ...promised];
}

function onceAcceptedVerdict(people: number, one: string, many: string): readonly string[] {
  if (people === 0) return [];
  return [`${counted(people, 'person', 'people')} ${people === 1 ? one : many} once accepted`];
}

/** By name, so that a report does not depend on which organization was read first. */
export function byOrganization<T extends { readonly plan: Plan }>(entries: readonly T[]): readonly T[] {
  return [...entries].sort((a, b) => compareText(a.plan.organization, b.plan.organization));
}
