import type { MemberId } from '../../resource/identifiers.ts';
import type { Write } from '../write/write.ts';
import { takesAccess } from '../write/write-phases.ts';
import { type PlanCost, WriteClock } from './plan-cost.ts';
import type { AllowanceName, CostBasis } from './write-rates.ts';

/** Why a plan cannot be finished in one run: what there are too few of, or that it takes longer than somebody waits. */
export interface Overrun {
  readonly of: AllowanceName | 'requests' | 'time';
}

/** What is not known speaks against nothing: the platform says no to what it does not take. */
export function overruns({ time, allowances, requests }: PlanCost, withinMs: number): readonly Overrun[] {
  return [
    ...allowances.flatMap(({ of, needed, left }) => (left !== null && needed > left ? [{ of }] : [])),
    ...(requests !== null && requests.needed > requests.left ? [{ of: 'requests' as const }] : []),
    ...(time !== null && time.milliseconds > withinMs ? [{ of: 'time' as const }] : []),
  ];
}

/**
 * What of a plan fits into one run. What takes access away has the first claim on it, whatever else there is; then the rest
 * in the order of the plan. What is for somebody whose invitation does not fit would be in vain, and takes nothing up.
 */
export function fittingWrites(
  writes: readonly Write[],
  organization: string,
  { rates, quota }: CostBasis,
  withinMs: number,
): readonly Write[] {
  const left = new Map<AllowanceName, number>();
  for (const allowance of quota === null ? [] : quota.allowances) {
    if (allowance.left !== null) left.set(allowance.of, allowance.left);
  }
  const requests = quota === null ? null : quota.requests;
  let budget = requests === null ? Number.POSITIVE_INFINITY : requests.left - requests.perRead;
  const clock = new WriteClock(rates.windows);
  const missing = new Set<MemberId>();
  const fitting: Write[] = [];
  const ordered = [...writes.filter(takesAccess), ...writes.filter((write) => !takesAccess(write))];
  for (const write of ordered) {
    const price = rates.price(write, organization);
    const person = personOf(write);
    const isShort = price.uses.some((name) => left.get(name) === 0);
    if (isShort && person !== null) missing.add(person);
    if (isShort || (person !== null && missing.has(person) && !takesAccess(write))) continue;
    clock.make(price);
    budget -= price.requests.length;
    // Nothing after it would fit either.
    if (clock.now > withinMs || budget < 0) break;
    for (const name of price.uses) {
      const count = left.get(name);
      if (count !== undefined) left.set(name, count - 1);
    }
    fitting.push(write);
  }
  return fitting;
}

function personOf(write: Write): MemberId | null {
  switch (write.write) {
    case 'add-member':
      return write.member.member;
    case 'put-assignment':
      return write.assignment.principal.type === 'member' ? write.assignment.principal.member : null;
    case 'delete-assignment':
      return write.principal.type === 'member' ? write.principal.member : null;
    case 'set-member-state':
    case 'resend-invitation':
    case 'remove-member':
    case 'add-group-member':
    case 'set-membership-role':
    case 'remove-group-member':
      return write.member;
    case 'create-scope':
    case 'update-scope':
    case 'delete-scope':
    case 'create-role':
    case 'update-role':
    case 'delete-role':
    case 'create-group':
    case 'update-group':
    case 'delete-group':
    case 'nest-group':
    case 'unnest-group':
      return null;
  }
}
