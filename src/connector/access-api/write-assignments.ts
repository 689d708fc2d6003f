import type { Principal, ScopePath } from '../../resource/identifiers.ts';
import type { AssignmentAttributes } from '../../resource/resource.ts';
import { writtenPrincipal } from '../../resource/spelling.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import { assignmentIdKey, shownKey } from '../live/live-index.ts';
import { unindexGroupMembershipsAt } from '../live/live-index-cascade.ts';
import type { LiveAssignment } from '../live/live-object.ts';
import { sameNames } from '../protocol/same-names.ts';
import { deleteObject } from './delete-object.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { entityTag } from './entity-tag.ts';
import { assignmentDecoder } from './object-decoders.ts';
import {
  decodeAnswer,
  goneMeanwhile,
  refusalDiagnostics,
  rereadObject,
  WRITE_DONE,
  type WriteContext,
} from './write-context.ts';
import { roleIds } from './write-roles.ts';

/**
 * PUTs the whole role set, guarded by the version read or, where nothing was, by there being nothing still.
 * Fails with live-changed when that is not so any more or an end is gone, and as `refused`.
 */
export async function putAssignment(
  writeContext: WriteContext,
  assignment: AssignmentAttributes,
): Promise<Outcome<null>> {
  const assignmentEnds = endsOf(writeContext, assignment.scope, assignment.principal);
  if ('missing' in assignmentEnds) return failure(goneMeanwhile(writeContext, assignmentEnds.missing));
  const wanted = wantedIds(writeContext, assignment);
  if (!wanted.ok) return wanted;
  const isSo = (live: LiveAssignment) => sameGrants(live, wanted.value);
  const { assignments } = writeContext.directory;
  const known = assignments.get(assignmentEnds.key);
  const guard: Readonly<Record<string, string>> =
    known === undefined ? { 'if-none-match': '*' } : { 'if-match': entityTag(known.id, known.version) };
  const { subject } = assignmentEnds;
  const exchange = await writeContext.http.send({
    method: 'PUT',
    path: subject.path,
    body: wanted.value,
    headers: guard,
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') {
    const stored = decodeAnswer(writeContext, subject, exchange, assignmentDecoder);
    if (!stored.ok) return stored;
    if (known !== undefined && stored.value.id !== known.id)
      return failure(
        contradictionDiagnostic(
          writeContext.site,
          subject,
          `the answer is about ${stored.value.id}, another one`,
        ),
      );
    if (!assignmentEnds.isHere(stored.value))
      return failure(
        contradictionDiagnostic(writeContext.site, subject, 'the answer is about something else'),
      );
    if (!isSo(stored.value)) {
      const how = 'accepted, but shown with other roles than were sent';
      return failure(contradictionDiagnostic(writeContext.site, subject, how));
    }
    assignments.set(assignmentEnds.key, stored.value);
    return WRITE_DONE;
  }
  if (exchange.problem.status !== 412 || !exchange.uncertain)
    return refusalDiagnostics(writeContext, subject, exchange.problem);
  // After a lost answer the 412 may be our own doing: the assignment itself tells.
  const fresh = await rereadObject(writeContext, subject, assignmentDecoder, known?.id ?? null);
  if (!fresh.ok) return fresh;
  if (fresh.value === null || !assignmentEnds.isHere(fresh.value) || !isSo(fresh.value)) {
    return refusalDiagnostics(writeContext, subject, exchange.problem);
  }
  const version = Math.min(fresh.value.version, known === undefined ? 1 : known.version + 1);
  assignments.set(assignmentEnds.key, { ...fresh.value, version });
  return WRITE_DONE;
}

interface WantedIds {
  readonly roleIds: readonly string[];
  readonly belowRoleIds?: readonly string[];
  readonly deniedRoleIds?: readonly string[];
}

/** Lists that the platform does not have are left out. */
function wantedIds(
  writeContext: WriteContext,
  { roles, below, denied }: AssignmentAttributes,
): Outcome<WantedIds> {
  const { assignments } = writeContext.site.platform;
  const held = roleIds(writeContext, roles.keys());
  if (!held.ok) return held;
  const further = roleIds(writeContext, below.keys());
  if (!further.ok) return further;
  const taken = roleIds(writeContext, denied.keys());
  if (!taken.ok) return taken;
  const value = {
    roleIds: held.value,
    ...(assignments.below ? { belowRoleIds: further.value } : {}),
    ...(assignments.denied ? { deniedRoleIds: taken.value } : {}),
  };
  return { ok: true, value, diagnostics: [] };
}

function sameGrants(live: LiveAssignment, wanted: WantedIds): boolean {
  const same = (one: readonly string[] | null, other: readonly string[] | undefined): boolean =>
    other === undefined ? one === null || one.length === 0 : one !== null && sameNames(one, other);
  return (
    same(live.roleIds, wanted.roleIds) &&
    same(live.belowRoleIds, wanted.belowRoleIds) &&
    same(live.deniedRoleIds, wanted.deniedRoleIds)
  );
}

/** Fails as `deleteObject`; an assignment of somebody or on something gone is gone too. */
export async function deleteAssignment(
  writeContext: WriteContext,
  scope: ScopePath,
  principal: Principal,
): Promise<Outcome<null>> {
  const assignmentEnds = endsOf(writeContext, scope, principal);
  if ('missing' in assignmentEnds) return WRITE_DONE;
  const place = {
    name: assignmentEnds.subject.name,
    key: assignmentEnds.key,
    register: writeContext.directory.assignments,
    shape: assignmentDecoder,
    pathOf: () => assignmentEnds.subject.path,
    isHere: assignmentEnds.isHere,
  };
  return deleteObject(writeContext, place, (known) => {
    writeContext.directory.assignments.delete(assignmentEnds.key);
    if (known.principalType === 'member' && attachmentCounts(writeContext)) {
      unindexGroupMembershipsAt(writeContext.directory, known.scopeId, known.principalId);
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
      readonly isHere: (object: LiveAssignment) => boolean;
    }
  | { readonly missing: ResponseSubject };

function endsOf(writeContext: WriteContext, path: ScopePath, principal: Principal): AssignmentEnds {
  const { directory } = writeContext;
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
    subject: {
      name: `assignment of ${who} on ${path}`,
      path: OBJECT_PATHS.assignment(scope.id, type, found.id),
    },
  };
}
