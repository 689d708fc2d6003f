import { found } from '../api/answer.ts';
import { type Handler, param, type Request, type Work } from '../api/handler.ts';
import { readPage } from '../api/paging.ts';
import { invalid, notFound } from '../api/problem.ts';
import { effectiveAccess } from '../effective/formula.ts';
import { groundOf } from '../effective/ground.ts';
import { standings } from '../effective/standing.ts';
import { findMember, MEMBER_COLUMNS, type MemberRow } from '../records/member.ts';
import { findScope } from '../records/scope.ts';

/** Computed anew for each question, and never kept: there is nothing that could be out of date. */
export const getEffectiveAccess: Handler<'getEffectiveAccess'> = (request, work) => {
  const member = findMember(work, param(request, 'memberId'));
  if (member === undefined) throw notFound('member');
  const scopeId = scopeAsked(request, work);
  const [access] = accessOf(work, [member], scopeId);
  const { revision } = work.organization;
  // It changes with anything in the organization, so the revision is what its ETag has to follow.
  return found({ ...access, revision }, { id: member.id, version: revision });
};

export const listEffectiveAccess: Handler<'listEffectiveAccess'> = (request, work) => {
  const scopeId = scopeAsked(request, work);
  const { rows, answer } = readPage<MemberRow>(request, work, {
    select: MEMBER_COLUMNS,
    from: 'members',
    where: 'org_id = ?',
    values: [work.organization.id],
    order: 'id',
  });
  return answer(accessOf(work, rows, scopeId));
};

/** Refused when there is no such scope: "can do nothing there" would be believed. */
function scopeAsked({ query }: Request<unknown>, work: Work): string | undefined {
  const { scopeId } = query;
  if (scopeId !== undefined && findScope(work, scopeId) === undefined) {
    throw invalid('unknown-scope', `no scope ${scopeId} in this organization`);
  }
  return scopeId;
}

interface MemberAccess {
  readonly memberId: string;
  readonly state: string;
  readonly scopes: readonly { scopeId: string; permissions: readonly string[] }[];
}

function accessOf(
  work: Work,
  members: readonly MemberRow[],
  scopeId: string | undefined,
): readonly MemberAccess[] {
  const ground = groundOf(work, scopeId);
  const standing = standings(
    work.database,
    members.map(({ id }) => id),
  );
  return members.map(({ id, state }) => ({
    memberId: id,
    state,
    scopes: [...effectiveAccess(ground, standing(id))]
      .filter(([scope, permissions]) => permissions.size > 0 && (scopeId ?? scope) === scope)
      .map(([scope, permissions]) => ({ scopeId: scope, permissions: [...permissions].sort() }))
      .sort((a, b) => (a.scopeId < b.scopeId ? -1 : 1)),
  }));
}
