import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { MemberAttributes } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { scopeMemberKey, shownKey } from '../live/live-index.ts';
import type { LiveScopeMember } from '../live/live-object.ts';
import { createObject } from './create-object.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { scopeMemberDecoder } from './object-decoders.ts';
import type { ObjectLocation } from './object-location.ts';
import { readList } from './paged-list.ts';
import { goneMeanwhile, type WriteContext } from './write-context.ts';

/** The place of a membership of a scope below the organization; its path is that of the scope and the person. */
export function scopeMemberLocation(
  writeContext: WriteContext,
  scope: ScopePath,
  member: MemberId,
  shown: string = shownKey(writeContext.directory, member),
): ObjectLocation<LiveScopeMember> {
  const { directory } = writeContext;
  const key = scopeMemberKey(scope, member);
  return {
    name: `member ${shown} of ${scope}`,
    key,
    register: directory.scopeMembers,
    shape: scopeMemberDecoder,
    pathOf: () => {
      const { scopeId, memberId } = known(directory.scopeMembers.get(key), `the membership ${key}`);
      return OBJECT_PATHS.scopeMember(scopeId, memberId);
    },
    isHere: ({ scopeId, memberId }) =>
      scopeId === directory.scopes.get(scope)?.id &&
      memberId === (directory.members.get(member)?.id ?? memberId) &&
      (directory.members.keyOf(memberId) ?? member) === member,
    find: (id) => pathOfExisting(writeContext, scope, id),
  };
}

/** Fails as `createObject`; live-changed too when the scope is not there. */
export async function addScopeMember(
  writeContext: WriteContext,
  member: MemberAttributes,
): Promise<Outcome<null>> {
  const { directory } = writeContext;
  const scope = directory.scopes.get(member.scope);
  if (scope === undefined)
    return failure(goneMeanwhile(writeContext, { name: `scope ${member.scope}`, path: '/scopes' }));
  const objectLocation = scopeMemberLocation(writeContext, member.scope, member.member, member.display);
  const wanted = {
    body: {},
    isSo: ({ state }: LiveScopeMember) => state === 'active' || state === 'invited' || state === member.state,
  };
  const creation = { key: member.display };
  const done = await createObject(
    writeContext,
    objectLocation,
    OBJECT_PATHS.scopeMembers(scope.id),
    creation,
    wanted,
  );
  const made = done.ok ? directory.scopeMembers.get(objectLocation.key) : undefined;
  // The platform made the person too, as one who is outside: what is given to the person below needs the id.
  if (made !== undefined && directory.members.byId(made.memberId) === undefined) {
    directory.members.set(member.member, {
      id: made.memberId,
      version: 1,
      key: member.display,
      state: 'outside',
      invitation: null,
    });
  }
  return done;
}

/** Where an existing membership is: its path needs the person's id, which the refusal does not tell. */
async function pathOfExisting(
  writeContext: WriteContext,
  scope: ScopePath,
  id: string,
): Promise<Outcome<string>> {
  const there = writeContext.directory.scopes.get(scope);
  if (there === undefined)
    return failure(goneMeanwhile(writeContext, { name: `scope ${scope}`, path: '/scopes' }));
  const { pageSize } = writeContext.site.platform.capabilities;
  const path = `/scope-members?scopeId=${encodeURIComponent(there.id)}`;
  const pagedList = await readList(writeContext.http, path, pageSize, scopeMemberDecoder);
  const found = pagedList.end === 'listed' ? pagedList.items.find((item) => item.id === id) : undefined;
  if (found !== undefined) return success(OBJECT_PATHS.scopeMember(found.scopeId, found.memberId));
  if (pagedList.end === 'stopped' && pagedList.exchange.end === 'failure')
    return failure(pagedList.exchange.diagnostic);
  return failure(
    goneMeanwhile(writeContext, { name: `membership ${id} of ${scope}`, path: '/scope-members' }),
  );
}
