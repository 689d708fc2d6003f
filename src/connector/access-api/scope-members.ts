import type { MemberId, ScopePath } from '../../resource/reference.ts';
import type { MemberAttributes } from '../../resource/resource.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { type WriteContext, goneMeanwhile } from './desk.ts';
import { scopeMemberKey, shownKey } from './directory.ts';
import { createObject, type ObjectLocation } from './guarded.ts';
import { readList } from './lists.ts';
import { OBJECT_PATHS } from './site.ts';
import { scopeMemberDecoder, type WireScopeMember } from './wire.ts';

/** The place of a membership of a scope below the organization; its path is that of the scope and the person. */
export function scopeMemberLocation(
  desk: WriteContext,
  scope: ScopePath,
  member: MemberId,
  shown: string = shownKey(desk.directory, member),
): ObjectLocation<WireScopeMember> {
  const { directory } = desk;
  const key = scopeMemberKey(scope, member);
  return {
    name: `member ${shown} of ${scope}`,
    key,
    register: directory.scopeMembers,
    shape: scopeMemberDecoder,
    pathOf: () => {
      const scopeId = directory.scopes.get(scope)?.id ?? '';
      const personId = directory.scopeMembers.get(key)?.memberId ?? directory.members.get(member)?.id ?? '';
      return OBJECT_PATHS.scopeMember(scopeId, personId);
    },
    isHere: ({ scopeId, memberId }) =>
      scopeId === directory.scopes.get(scope)?.id &&
      memberId === (directory.members.get(member)?.id ?? memberId) &&
      (directory.members.keyOf(memberId) ?? member) === member,
    find: (id) => pathOfExisting(desk, scope, id),
  };
}

/** Fails as `createObject`; live-changed too when the scope is not there. */
export async function addScopeMember(desk: WriteContext, member: MemberAttributes): Promise<Outcome<null>> {
  const { directory } = desk;
  const scope = directory.scopes.get(member.scope);
  if (scope === undefined) return failure(goneMeanwhile(desk, { name: `scope ${member.scope}`, path: '/scopes' }));
  const place = scopeMemberLocation(desk, member.scope, member.member, member.display);
  const wanted = {
    body: {},
    isSo: ({ state }: WireScopeMember) => state === 'active' || state === 'invited' || state === member.state,
  };
  const creation = { key: member.display };
  const done = await createObject(desk, place, OBJECT_PATHS.scopeMembers(scope.id), creation, wanted);
  const made = done.ok ? directory.scopeMembers.get(place.key) : undefined;
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
async function pathOfExisting(desk: WriteContext, scope: ScopePath, id: string): Promise<Outcome<string>> {
  const scopeId = desk.directory.scopes.get(scope)?.id ?? '';
  const { pageSize } = desk.site.platform.capabilities;
  const path = `/scope-members?scopeId=${encodeURIComponent(scopeId)}`;
  const listing = await readList(desk.http, path, pageSize, scopeMemberDecoder);
  const found = listing.end === 'listed' ? listing.items.find((item) => item.id === id) : undefined;
  if (found !== undefined) return success(OBJECT_PATHS.scopeMember(found.scopeId, found.memberId));
  if (listing.end === 'stopped' && listing.exchange.end === 'failure')
    return failure(listing.exchange.diagnostic);
  return failure(goneMeanwhile(desk, { name: `membership ${id} of ${scope}`, path: '/scope-members' }));
}
