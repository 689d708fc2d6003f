import { grantsOf } from '../../access/wide-delta.ts';
import type { LiveWriter } from '../../connector/connector.ts';
import { isImpossible } from '../../connector/not-supported.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Supports, Write } from '../../plan/write/write.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { readAndPlan } from '../session/plan-organization.ts';

/** Writes that somebody agreed to, by what they make. */
export type Approved = ReadonlyMap<string, Write>;

/** The same organization planned again, as if nobody could make what `supports` speaks against; null where it cannot be. */
export type Replan = (supports: Supports) => Promise<Plan | null>;

/** By what is live now. */
export function replanLive(plan: Plan, writer: LiveWriter): Replan {
  return async (supports) => {
    const around = await readAndPlan(plan.desired, { ...writer, supports });
    return around.ok ? around.value : null;
  };
}

/** By what was read for the plan. */
export function replanRead(plan: Plan): Replan {
  return async (supports) => {
    const around = buildPlan(plan.desired, plan.live, supports);
    return hasErrors(around.diagnostics) ? null : around;
  };
}

/**
 * What can be made of the plan when nobody can make anything else; null where that cannot be told. Nobody loses by it
 * what the plan leaves them: where the new way to something is not made, the old way stays.
 */
export async function planAround(
  plan: Plan,
  approved: Approved,
  writer: Pick<LiveWriter, 'supports'>,
  replan: Replan,
): Promise<Plan | null> {
  const around = await replan(within(approved, writer));
  if (around === null) return null;
  const losers = losersBy(around, plan);
  if (losers.size === 0) return around;
  const harmless = new Map([...approved].filter(([, write]) => !mayTakeFrom(write, losers)));
  const rest = await replan(within(harmless, writer));
  return rest === null || losersBy(rest, plan).size > 0 ? null : rest;
}

function within(approved: Approved, writer: Pick<LiveWriter, 'supports'>): Supports {
  return (write) => {
    const told = writer.supports?.(write) ?? null;
    if (isImpossible(told) || approved.has(contentOf(write))) return told;
    return { why: 'It is not made in this run.', wayOut: null, silent: true };
  };
}

/** Who would lose something that the approved plan leaves them. */
function losersBy(around: Plan, plan: Plan): ReadonlySet<MemberId> {
  const wrong = new Set<MemberId>();
  for (const { member, scope, permission } of grantsOf(around.delta, 'lost'))
    if (plan.after.can(member, permission, scope)) wrong.add(member);
  return wrong;
}

/** Whether one of these people may have less by it: it names them, or it names nobody. */
function mayTakeFrom(write: Write, people: ReadonlySet<MemberId>): boolean {
  switch (write.write) {
    case 'remove-group-member':
    case 'remove-member':
    case 'set-member-state':
      return people.has(write.member);
    case 'delete-assignment':
      return write.principal.type === 'group' || people.has(write.principal.member);
    case 'put-assignment': {
      const { principal } = write.assignment;
      return principal.type === 'group' || people.has(principal.member);
    }
    case 'delete-scope':
    case 'update-role':
    case 'delete-role':
    case 'update-group':
    case 'delete-group':
    case 'unnest-group':
      return true;
    case 'create-scope':
    case 'update-scope':
    case 'create-role':
    case 'add-member':
    case 'resend-invitation':
    case 'create-group':
    case 'add-group-member':
    case 'set-membership-role':
    case 'nest-group':
      return false;
  }
}

/** What a write makes, wherever it is written: two with the same content are the same change. */
export function contentOf(write: Write): string {
  return JSON.stringify(write, (name, value: unknown) => {
    if (value instanceof Map) return [...value.keys()].sort();
    return name === 'origin' ? undefined : value;
  });
}

export function approvedOf(writes: Iterable<Write>): Map<string, Write> {
  return new Map([...writes].map((write) => [contentOf(write), write]));
}
