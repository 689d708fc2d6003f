import type { Access } from '../access/access.ts';
import type { MemberId } from '../resource/reference.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Plan } from './plan.ts';

/** Fewer people than this are an ordinary day, whatever share of the organization they are. */
const FEW = 5;
const SHARE = 0.5;

/**
 * A plan after which half of the people who can do something can do nothing any more: more often a file that was not
 * found than somebody's wish. A warning in a plan; an apply refuses it unless it is told that it is meant.
 */
export function massRemoval(
  plan: Pick<Plan, 'organization' | 'before' | 'after' | 'delta'>,
): Diagnostic | null {
  const losing = new Set(plan.delta.lost.map(({ member }) => member));
  const emptied = [...losing].filter((member) => !hasAny(plan.after, member));
  if (emptied.length < FEW) return null;
  const had = plan.before.members.filter((member) => hasAny(plan.before, member)).length;
  if (emptied.length < had * SHARE) return null;
  return diagnostic(
    'mass-removal',
    `${emptied.length} of the ${had} people who can do something in ${plan.organization} would lose all access.`,
    null,
    {
      severity: 'warning',
      hint: 'Check that every file is there. If it is meant, apply with --allow-mass-removal.',
    },
  );
}

function hasAny(access: Access, member: MemberId): boolean {
  return access.scopes.some((scope) => access.permissions(member, scope).length > 0);
}
