import { okResponse } from '../api/answer.ts';
import { type OperationHandler, pathParameter, type OperationRequest, type UnitOfWork } from '../api/handler.ts';
import { readRowPage } from '../api/paging.ts';
import { invalidProblem, notFoundProblem } from '../api/problem.ts';
import { effectiveAccess } from '../effective/formula.ts';
import { organizationFactsOf } from '../effective/ground.ts';
import { memberFactsOf } from '../effective/standing.ts';
import { findMember, MEMBER_COLUMNS, type MemberRow } from '../records/member.ts';
import { findScope } from '../records/scope.ts';

/** Computed anew for each question, and never kept: there is nothing that could be out of date. */
export const getEffectiveAccess: OperationHandler<'getEffectiveAccess'> = (request, work) => {
  const member = findMember(work, pathParameter(request, 'memberId'));
  if (member === undefined) throw notFoundProblem('member');
  const scopeId = scopeAsked(request, work);
  const [access] = accessOf(work, [member], scopeId);
  const { revision } = work.organization;
  // It changes with anything in the organization, so the revision is what its ETag has to follow.
  return okResponse({ ...access, revision }, { id: member.id, version: revision });
};

export const listEffectiveAccess: OperationHandler<'listEffectiveAccess'> = (request, work) => {
  const scopeId = scopeAsked(request, work);
  const { rows, answer } = readRowPage<MemberRow>(request, work, {
    select: MEMBER_COLUMNS,
    from: 'members',
    where: 'org_id = ?',
    values: [work.organization.id],
    order: 'id',
  });
  return answer(accessOf(work, rows, scopeId));
};

/** Refused when there is no such scope: "can do nothing there" would be believed. */
function scopeAsked({ query }: OperationRequest<unknown>, work: UnitOfWork): string | undefined {
  const { scopeId } = query;
  if (scopeId !== undefined && findScope(work, scopeId) === undefined) {
    throw invalidProblem('unknown-scope', `no scope ${scopeId} in this organization`);
  }
  return scopeId;
}

interface MemberAccess {
  readonly memberId: string;
  readonly state: string;
  readonly scopes: readonly { scopeId: string; permissions: readonly string[] }[];
}

function accessOf(
  work: UnitOfWork,
  members: readonly MemberRow[],
  scopeId: string | undefined,
): readonly MemberAccess[] {
  const ground = organizationFactsOf(work, scopeId);
  const standing = memberFactsOf(
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
