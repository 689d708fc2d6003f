import { type MemberId, memberId, type ScopePath } from '../../resource/reference.ts';
import type { MemberAttributes, MembershipState } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { type WriteContext, WRITE_DONE } from './desk.ts';
import { shownKey } from './directory.ts';
import { unindexMember, unindexScopeMember } from './forget.ts';
import { changeObject, createObject, deleteObject, type ObjectLocation, postTo } from './guarded.ts';
import { addScopeMember, scopeMemberLocation } from './scope-members.ts';
import { hasScopeMembers, liveOrigin, OBJECT_PATHS } from './site.ts';
import { memberDecoder, type WireMember, type WireScopeMember } from './wire.ts';

/** A membership is written the same way on the organization and below it; only where it is differs. */

/**
 * Invites or provisions, as the platform does. Fails as `createObject`, and with not-supported where the platform
 * keeps members at the organization only.
 */
export async function addMember(desk: WriteContext, member: MemberAttributes): Promise<Outcome<null>> {
  if (member.scope !== desk.site.organization) {
    return hasScopeMembers(desk.site)
      ? addScopeMember(desk, member)
      : onlyOfTheOrganization(desk, member.scope);
  }
  // The platform decides between active and invited; either is the person being on the way in.
  const wanted = {
    body: {},
    isSo: ({ state }: WireMember) => state === 'active' || state === 'invited' || state === member.state,
    // Somebody known from a scope below becomes a member as the same object.
    isThere: ({ state }: WireMember) => state !== 'outside',
  };
  return createObject(
    desk,
    placeOf(desk, member.member, member.display),
    '/members',
    { key: member.display },
    wanted,
  );
}

/** Fails as `changeObject`, with not-supported as `addMember`, and with connector-refused for what nobody can set. */
export async function setMemberState(
  desk: WriteContext,
  scope: ScopePath,
  member: MemberId,
  state: MembershipState,
): Promise<Outcome<null>> {
  if (state !== 'active' && state !== 'deactivated') {
    const message = `Nothing was sent: ${shownKey(desk.directory, member)} cannot be set to ${state}: only an invitation brings that about`;
    return failure(diagnostic('connector-refused', message, liveOrigin(desk.site, '/members')));
  }
  const wanted = { body: { state }, isSo: (live: { state: string }) => live.state === state };
  return eitherWay(
    desk,
    scope,
    member,
    (place) => changeObject(desk, place, wanted),
    (place) => changeObject(desk, place, wanted),
  );
}

/** Sends an invitation again; one that is pending is left alone. Fails as `postTo` and with not-supported. */
export async function resendInvitation(
  desk: WriteContext,
  scope: ScopePath,
  member: MemberId,
): Promise<Outcome<null>> {
  const isSo = ({ state }: { readonly state: string }): boolean => state === 'invited';
  return eitherWay(
    desk,
    scope,
    member,
    (place) => postTo(desk, place, '/resend', isSo),
    (place) => postTo(desk, place, '/resend', isSo),
  );
}

/** Ends the membership, or takes an invitation back. Fails as `deleteObject`, and with not-supported. */
export async function removeMember(desk: WriteContext, scope: ScopePath, member: MemberId): Promise<Outcome<null>> {
  const { directory, site } = desk;
  return eitherWay(
    desk,
    scope,
    member,
    (place) =>
      directory.members.get(member)?.state === 'outside'
        ? Promise.resolve(WRITE_DONE)
        : deleteObject(desk, place, (known) => unindexMember(directory, known, site.platform)),
    (place) =>
      deleteObject(desk, place, (known) =>
        unindexScopeMember(directory, known.id, known.memberId, site.platform),
      ),
  );
}

async function eitherWay(
  desk: WriteContext,
  scope: ScopePath,
  member: MemberId,
  atTop: (place: ObjectLocation<WireMember>) => Promise<Outcome<null>>,
  below: (place: ObjectLocation<WireScopeMember>) => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  if (scope === desk.site.organization) return atTop(placeOf(desk, member));
  if (!hasScopeMembers(desk.site)) return onlyOfTheOrganization(desk, scope);
  return below(scopeMemberLocation(desk, scope, member));
}

function onlyOfTheOrganization(desk: WriteContext, scope: ScopePath): Outcome<null> {
  const message = `The platform keeps members at the organization, not at ${scope}`;
  const hint = 'Give access at the scope with an assignment.';
  return failure(diagnostic('not-supported', message, liveOrigin(desk.site, '/members'), { hint }));
}

function placeOf(
  desk: WriteContext,
  member: MemberId,
  shown: string = shownKey(desk.directory, member),
): ObjectLocation<WireMember> {
  return {
    name: `member ${shown}`,
    key: member,
    register: desk.directory.members,
    shape: memberDecoder,
    pathOf: OBJECT_PATHS.member,
    isHere: ({ key }) => memberId(key, desk.site.platform.members.compare) === member,
    // Still known from a scope below.
    isGone: ({ state }) => state === 'outside',
  };
}
