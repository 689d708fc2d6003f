import { grantsOf } from '../../access/wide-delta.ts';
import { lastName, type MemberId } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { groupPathOf } from '../../resource/resource.ts';
import type { Plan } from '../plan.ts';
import type { Ending, EndingCause, PlannedEnding } from './ending.ts';

type EndingPlan = Pick<Plan, 'organization' | 'changes' | 'before' | 'after' | 'delta' | 'spelling'>;

/**
 * What a plan ends beside access, once for all whom it happens to: nothing where the connector's table says nothing. Whoever
 * leaves the organization is told of there, and not again for each scope.
 */
export function planEndings(plan: EndingPlan, endings: readonly Ending[]): readonly PlannedEnding[] {
  const leaving = new Set(
    removedOf(plan).flatMap((r) => (isMember(r, plan, 'organization') ? [r.attributes.member] : [])),
  );
  return endings.flatMap(({ cause, one, many, ends, source }) => {
    const subjects = [...new Set(subjectsOf(cause, plan, leaving))].sort();
    return subjects.length === 0 ? [] : [{ one, many, ends, source, subjects }];
  });
}

function subjectsOf(cause: EndingCause, plan: EndingPlan, leaving: ReadonlySet<MemberId>): readonly string[] {
  if (cause.by === 'losing-all') return losingAllBelow(plan, leaving);
  return removedOf(plan).flatMap((r): readonly string[] => {
    if (cause.of === 'member') {
      if (!isMember(r, plan, cause.from)) return [];
      const { member } = r.attributes;
      return cause.from === 'below' && leaving.has(member) ? [] : [plan.spelling(member)];
    }
    return r.type === 'group' ? [lastName(groupPathOf(r))] : [];
  });
}

function removedOf({ changes }: EndingPlan): readonly Resource[] {
  return changes.flatMap((change) => (change.action === 'delete' ? [change.before] : []));
}

/** Somebody who is there: an invitation that is taken back ends nothing. */
function isMember(
  r: Resource,
  { organization }: EndingPlan,
  from: 'organization' | 'below',
): r is Extract<Resource, { type: 'member' }> {
  if (r.type !== 'member') return false;
  const { scope, state } = r.attributes;
  return (scope === organization) === (from === 'organization') && state !== 'invited' && state !== 'expired';
}

function losingAllBelow(
  { organization, before, after, delta, spelling }: EndingPlan,
  leaving: ReadonlySet<MemberId>,
): readonly string[] {
  const left = new Set<string>();
  for (const { member, scope } of grantsOf(delta, 'lost')) {
    if (scope === organization || leaving.has(member)) continue;
    const isLeft =
      before.permissions(member, scope).length > 0 && after.permissions(member, scope).length === 0;
    if (isLeft) left.add(spelling(member));
  }
  return [...left];
}
