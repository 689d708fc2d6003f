import type { Principal, ScopePath } from '../../resource/reference.ts';
import type { AssignmentAttributes } from '../../resource/resource.ts';
import { writtenPrincipal } from '../../resource/spelling.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { type WriteContext, WRITE_DONE, decodeAnswer, goneMeanwhile, refusalDiagnostics, rereadObject } from './desk.ts';
import { assignmentIdKey, shownKey } from './directory.ts';
import { entityTag } from './entity-tag.ts';
import { unindexGroupMembershipsAt } from './forget.ts';
import { deleteObject } from './guarded.ts';
import { sameNames } from './same-names.ts';
import { contradictionDiagnostic, type ResponseSubject } from './same-object.ts';
import { OBJECT_PATHS } from './site.ts';
import { assignmentDecoder, type WireAssignment } from './wire.ts';
import { roleIds } from './write-roles.ts';

/**
 * PUTs the whole role set, guarded by the version read or, where nothing was, by there being nothing still.
 * Fails with live-changed when that is not so any more or an end is gone, and as `refused`.
 */
export async function putAssignment(desk: WriteContext, assignment: AssignmentAttributes): Promise<Outcome<null>> {
  const ends = endsOf(desk, assignment.scope, assignment.principal);
  if ('missing' in ends) return failure(goneMeanwhile(desk, ends.missing));
  const roles = roleIds(desk, assignment.roles.keys());
  if (!roles.ok) return roles;
  const { assignments } = desk.directory;
  const known = assignments.get(ends.key);
  const guard: Readonly<Record<string, string>> =
    known === undefined ? { 'if-none-match': '*' } : { 'if-match': entityTag(known.id, known.version) };
  const { subject } = ends;
  const exchange = await desk.http.send({
    method: 'PUT',
    path: subject.path,
    body: { roleIds: roles.value },
    headers: guard,
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') {
    const stored = decodeAnswer(desk, subject, exchange, assignmentDecoder);
    if (!stored.ok) return stored;
    if (known !== undefined && stored.value.id !== known.id)
      return failure(
        contradictionDiagnostic(desk.site, subject, `the answer is about ${stored.value.id}, another one`),
      );
    if (!ends.isHere(stored.value))
      return failure(contradictionDiagnostic(desk.site, subject, 'the answer is about something else'));
    if (!sameNames(stored.value.roleIds, roles.value)) {
      const how = 'taken, says the platform, and shown with other roles than were sent';
      return failure(contradictionDiagnostic(desk.site, subject, how));
    }
    assignments.set(ends.key, stored.value);
    return WRITE_DONE;
  }
  if (exchange.problem.status !== 412 || !exchange.uncertain) return refusalDiagnostics(desk, subject, exchange.problem);
  // After a lost answer the 412 may be our own doing: the assignment itself tells.
  const fresh = await rereadObject(desk, subject, assignmentDecoder, known?.id ?? null);
  if (!fresh.ok) return fresh;
  if (fresh.value === null || !ends.isHere(fresh.value) || !sameNames(fresh.value.roleIds, roles.value)) {
    return refusalDiagnostics(desk, subject, exchange.problem);
  }
  const version = Math.min(fresh.value.version, (known?.version ?? 0) + 1);
  assignments.set(ends.key, { ...fresh.value, version });
  return WRITE_DONE;
}

/** Fails as `deleteObject`; an assignment of somebody or on something gone is gone too. */
export async function deleteAssignment(
  desk: WriteContext,
  scope: ScopePath,
  principal: Principal,
): Promise<Outcome<null>> {
  const ends = endsOf(desk, scope, principal);
  if ('missing' in ends) return WRITE_DONE;
  const place = {
    name: ends.subject.name,
    key: ends.key,
    register: desk.directory.assignments,
    shape: assignmentDecoder,
    pathOf: () => ends.subject.path,
    isHere: ends.isHere,
  };
  return deleteObject(desk, place, (known) => {
    desk.directory.assignments.delete(ends.key);
    if (known.principalType === 'member' && attachmentCounts(desk)) {
      unindexGroupMembershipsAt(desk.directory, known.scopeId, known.principalId);
    }
  });
}

/** Whether people in a group must be attached to the scope it lives on. */
function attachmentCounts({ site }: WriteContext): boolean {
  return site.platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
}

type AssignmentEnds =
  | {
      readonly key: string;
      readonly subject: ResponseSubject;
      readonly isHere: (object: WireAssignment) => boolean;
    }
  | { readonly missing: ResponseSubject };

function endsOf(desk: WriteContext, path: ScopePath, principal: Principal): AssignmentEnds {
  const { directory } = desk;
  const scope = directory.scopes.get(path);
  if (scope === undefined) return { missing: { name: `scope ${path}`, path: '/scopes' } };
  const { type } = principal;
  const found =
    principal.type === 'member'
      ? directory.members.get(principal.member)
      : directory.groups.get(principal.group);
  const who = writtenPrincipal(principal, (member) => shownKey(directory, member));
  if (found === undefined)
    return { missing: { name: who, path: type === 'member' ? '/members' : '/groups' } };
  return {
    key: assignmentIdKey(scope.id, type, found.id),
    isHere: ({ scopeId, principalType, principalId }) =>
      scopeId === scope.id && principalType === type && principalId === found.id,
    subject: { name: `assignment of ${who} on ${path}`, path: OBJECT_PATHS.assignment(scope.id, type, found.id) },
  };
}
