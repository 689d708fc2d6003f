import type { Principal, ScopePath } from '../../resource/reference.ts';
import type { AssignmentAttributes } from '../../resource/resource.ts';
import { writtenPrincipal } from '../../resource/spelling.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { type Desk, DONE, decoded, gone, refused, reread } from './desk.ts';
import { assignmentKey, shownKey } from './directory.ts';
import { entityTag } from './entity-tag.ts';
import { forgetPlacesAt } from './forget.ts';
import { deleteObject } from './guarded.ts';
import { sameNames } from './same-names.ts';
import { contradiction, type Subject } from './same-object.ts';
import { PATHS } from './site.ts';
import { assignmentShape, type WireAssignment } from './wire.ts';
import { roleIds } from './write-roles.ts';

/**
 * PUTs the whole role set, guarded by the version read or, where nothing was, by there being nothing still.
 * Fails with live-changed when that is not so any more or an end is gone, and as `refused`.
 */
export async function putAssignment(desk: Desk, assignment: AssignmentAttributes): Promise<Outcome<null>> {
  const ends = endsOf(desk, assignment.scope, assignment.principal);
  if ('missing' in ends) return failure(gone(desk, ends.missing));
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
    const stored = decoded(desk, subject, exchange, assignmentShape);
    if (!stored.ok) return stored;
    if (known !== undefined && stored.value.id !== known.id)
      return failure(
        contradiction(desk.site, subject, `the answer is about ${stored.value.id}, another one`),
      );
    if (!ends.isHere(stored.value))
      return failure(contradiction(desk.site, subject, 'the answer is about something else'));
    if (!sameNames(stored.value.roleIds, roles.value)) {
      const how = 'taken, says the platform, and shown with other roles than were sent';
      return failure(contradiction(desk.site, subject, how));
    }
    assignments.set(ends.key, stored.value);
    return DONE;
  }
  if (exchange.problem.status !== 412 || !exchange.uncertain) return refused(desk, subject, exchange.problem);
  // After a lost answer the 412 may be our own doing: the assignment itself tells.
  const fresh = await reread(desk, subject, assignmentShape, known?.id ?? null);
  if (!fresh.ok) return fresh;
  if (fresh.value === null || !ends.isHere(fresh.value) || !sameNames(fresh.value.roleIds, roles.value)) {
    return refused(desk, subject, exchange.problem);
  }
  const version = Math.min(fresh.value.version, (known?.version ?? 0) + 1);
  assignments.set(ends.key, { ...fresh.value, version });
  return DONE;
}

/** Fails as `deleteObject`; an assignment of somebody or on something gone is gone too. */
export async function deleteAssignment(
  desk: Desk,
  scope: ScopePath,
  principal: Principal,
): Promise<Outcome<null>> {
  const ends = endsOf(desk, scope, principal);
  if ('missing' in ends) return DONE;
  const place = {
    name: ends.subject.name,
    key: ends.key,
    register: desk.directory.assignments,
    shape: assignmentShape,
    pathOf: () => ends.subject.path,
    isHere: ends.isHere,
  };
  return deleteObject(desk, place, (known) => {
    desk.directory.assignments.delete(ends.key);
    if (known.principalType === 'member' && attachmentCounts(desk)) {
      forgetPlacesAt(desk.directory, known.scopeId, known.principalId);
    }
  });
}

/** Whether people in a group must be attached to the scope it lives on. */
function attachmentCounts({ site }: Desk): boolean {
  return site.platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
}

type Ends =
  | {
      readonly key: string;
      readonly subject: Subject;
      readonly isHere: (object: WireAssignment) => boolean;
    }
  | { readonly missing: Subject };

function endsOf(desk: Desk, path: ScopePath, principal: Principal): Ends {
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
    key: assignmentKey(scope.id, type, found.id),
    isHere: ({ scopeId, principalType, principalId }) =>
      scopeId === scope.id && principalType === type && principalId === found.id,
    subject: { name: `assignment of ${who} on ${path}`, path: PATHS.assignment(scope.id, type, found.id) },
  };
}
