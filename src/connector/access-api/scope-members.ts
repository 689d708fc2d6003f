import type { MemberId, ScopePath } from '../../resource/reference.ts';
import type { MemberAttributes } from '../../resource/resource.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { type Desk, gone } from './desk.ts';
import { scopeMemberKey, shownKey } from './directory.ts';
import { createObject, type Place } from './guarded.ts';
import { readList } from './lists.ts';
import { PATHS } from './site.ts';
import { scopeMemberShape, type WireScopeMember } from './wire.ts';

/** The place of a membership of a scope below the organization; its path is that of the scope and the person. */
export function placeBelow(
  desk: Desk,
  scope: ScopePath,
  member: MemberId,
  shown: string = shownKey(desk.directory, member),
): Place<WireScopeMember> {
  const { directory } = desk;
  const key = scopeMemberKey(scope, member);
  return {
    name: `member ${shown} of ${scope}`,
    key,
    register: directory.scopeMembers,
    shape: scopeMemberShape,
    pathOf: () => {
      const scopeId = directory.scopes.get(scope)?.id ?? '';
      const personId = directory.scopeMembers.get(key)?.memberId ?? directory.members.get(member)?.id ?? '';
      return PATHS.scopeMember(scopeId, personId);
    },
    isHere: ({ scopeId, memberId }) =>
      scopeId === directory.scopes.get(scope)?.id &&
      memberId === (directory.members.get(member)?.id ?? memberId) &&
      (directory.members.keyOf(memberId) ?? member) === member,
    find: (id) => pathOfExisting(desk, scope, id),
  };
}

/** Fails as `createObject`; live-changed too when the scope is not there. */
export async function addScopeMember(desk: Desk, member: MemberAttributes): Promise<Outcome<null>> {
  const { directory } = desk;
  const scope = directory.scopes.get(member.scope);
  if (scope === undefined) return failure(gone(desk, { name: `scope ${member.scope}`, path: '/scopes' }));
  const place = placeBelow(desk, member.scope, member.member, member.display);
  const wanted = {
    body: {},
    isSo: ({ state }: WireScopeMember) => state === 'active' || state === 'invited' || state === member.state,
  };
  const creation = { key: member.display };
  const done = await createObject(desk, place, PATHS.scopeMembers(scope.id), creation, wanted);
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
async function pathOfExisting(desk: Desk, scope: ScopePath, id: string): Promise<Outcome<string>> {
  const scopeId = desk.directory.scopes.get(scope)?.id ?? '';
  const { pageSize } = desk.site.platform.capabilities;
  const path = `/scope-members?scopeId=${encodeURIComponent(scopeId)}`;
  const listing = await readList(desk.http, path, pageSize, scopeMemberShape);
  const found = listing.end === 'listed' ? listing.items.find((item) => item.id === id) : undefined;
  if (found !== undefined) return success(PATHS.scopeMember(found.scopeId, found.memberId));
  if (listing.end === 'stopped' && listing.exchange.end === 'failure')
    return failure(listing.exchange.diagnostic);
  return failure(gone(desk, { name: `membership ${id} of ${scope}`, path: '/scope-members' }));
}
