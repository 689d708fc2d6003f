import { invalidProblem, notFoundProblem } from '../api/api-problem.ts';
import { okResponse } from '../api/api-response.ts';
import {
  type OperationHandler,
  type OperationRequest,
  pathParameter,
  type UnitOfWork,
} from '../api/handler.ts';
import { readRowPage } from '../api/paging.ts';
import { deactivatedMembers } from '../effective/deactivated-members.ts';
import { effectiveAccess } from '../effective/effective-access-formula.ts';
import { memberFactsOf } from '../effective/member-facts.ts';
import { organizationFactsOf } from '../effective/organization-facts.ts';
import { findMember, MEMBER_COLUMNS, type MemberRow } from '../records/member-record.ts';
import { findScope } from '../records/scope-record.ts';

/** Computed anew for each question, and never kept: there is nothing that could be out of date. */
export const getEffectiveAccess: OperationHandler<'getEffectiveAccess'> = (operationRequest, unitOfWork) => {
  const member = findMember(unitOfWork, pathParameter(operationRequest, 'memberId'));
  if (member === undefined) throw notFoundProblem('member');
  const scopeId = scopeAsked(operationRequest, unitOfWork);
  const [access] = accessOf(unitOfWork, [member], scopeId);
  const { revision } = unitOfWork.organization;
  // It changes with anything in the organization, so the revision is what its ETag has to follow.
  return okResponse({ ...access, revision }, { id: member.id, version: revision });
};

export const listEffectiveAccess: OperationHandler<'listEffectiveAccess'> = (
  operationRequest,
  unitOfWork,
) => {
  const scopeId = scopeAsked(operationRequest, unitOfWork);
  const { rows, answer } = readRowPage<MemberRow>(operationRequest, unitOfWork, {
    select: MEMBER_COLUMNS,
    from: 'members',
    where: 'org_id = ?',
    values: [unitOfWork.organization.id],
    order: 'id',
  });
  return answer(accessOf(unitOfWork, rows, scopeId));
};

/** Refused when there is no such scope: "can do nothing there" would be believed. */
function scopeAsked({ query }: OperationRequest<unknown>, unitOfWork: UnitOfWork): string | undefined {
  const { scopeId } = query;
  if (scopeId !== undefined && findScope(unitOfWork, scopeId) === undefined) {
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
  unitOfWork: UnitOfWork,
  members: readonly MemberRow[],
  scopeId: string | undefined,
): readonly MemberAccess[] {
  const organizationFacts = organizationFactsOf(unitOfWork, scopeId);
  const standing = memberFactsOf(
    unitOfWork.database,
    members.map(({ id }) => id),
    deactivatedMembers(unitOfWork.database, unitOfWork.organization.id, unitOfWork.rules.access),
  );
  return members.map(({ id, state }) => ({
    memberId: id,
    state,
    scopes: [...effectiveAccess(organizationFacts, standing(id))]
      .filter(([scope, permissions]) => permissions.size > 0 && (scopeId ?? scope) === scope)
      .map(([scope, permissions]) => ({ scopeId: scope, permissions: [...permissions].sort() }))
      .sort((a, b) => (a.scopeId < b.scopeId ? -1 : 1)),
  }));
}
