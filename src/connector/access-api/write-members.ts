import { type MemberId, memberId, type ScopePath } from '../../resource/identifiers.ts';
import type { MemberAttributes, MembershipState } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { shownKey } from '../live/live-index.ts';
import { unindexMember, unindexScopeMember } from '../live/live-index-cascade.ts';
import type { LiveMember, LiveScopeMember } from '../live/live-object.ts';
import { hasScopeMembers, liveOrigin } from '../live/organization-endpoint.ts';
import { changeObject, postTo } from './change-object.ts';
import { createObject } from './create-object.ts';
import { deleteObject } from './delete-object.ts';
import { OBJECT_PATHS } from './endpoint.ts';
import { memberDecoder } from './object-decoders.ts';
import type { ObjectLocation } from './object-location.ts';
import { WRITE_DONE, type WriteContext } from './write-context.ts';
import { addScopeMember, scopeMemberLocation } from './write-scope-members.ts';

/** A membership is written the same way on the organization and below it; only where it is differs. */

/**
 * Invites or provisions, as the platform does. Fails as `createObject`, and with not-supported where the platform
 * keeps members at the organization only.
 */
export async function addMember(
  writeContext: WriteContext,
  member: MemberAttributes,
): Promise<Outcome<null>> {
  if (member.scope !== writeContext.site.organization) {
    return hasScopeMembers(writeContext.site)
      ? addScopeMember(writeContext, member)
      : onlyOfTheOrganization(writeContext, member.scope);
  }
  // The platform decides between active and invited; either is the person being on the way in.
  const wanted = {
    body: {},
    isSo: ({ state }: LiveMember) => state === 'active' || state === 'invited' || state === member.state,
    // Somebody known from a scope below becomes a member as the same object.
    isThere: ({ state }: LiveMember) => state !== 'outside',
  };
  return createObject(
    writeContext,
    placeOf(writeContext, member.member, member.display),
    '/members',
    { key: member.display },
    wanted,
  );
}

/** Fails as `changeObject`, with not-supported as `addMember`, and with connector-refused for what nobody can set. */
export async function setMemberState(
  writeContext: WriteContext,
  scope: ScopePath,
  member: MemberId,
  state: MembershipState,
): Promise<Outcome<null>> {
  if (state !== 'active' && state !== 'deactivated') {
    const message = `Nothing was sent: ${shownKey(writeContext.directory, member)} cannot be set to ${state}: only an invitation brings that about`;
    return failure(diagnostic('connector-refused', message, liveOrigin(writeContext.site, '/members')));
  }
  const wanted = { body: { state }, isSo: (live: { state: string }) => live.state === state };
  return eitherWay(
    writeContext,
    scope,
    member,
    (objectLocation) => changeObject(writeContext, objectLocation, wanted),
    (objectLocation) => changeObject(writeContext, objectLocation, wanted),
  );
}

/** Sends an invitation again; one that is pending is left alone. Fails as `postTo` and with not-supported. */
export async function resendInvitation(
  writeContext: WriteContext,
  scope: ScopePath,
  member: MemberId,
): Promise<Outcome<null>> {
  const isSo = ({ state }: { readonly state: string }): boolean => state === 'invited';
  return eitherWay(
    writeContext,
    scope,
    member,
    (objectLocation) => postTo(writeContext, objectLocation, '/resend', isSo),
    (objectLocation) => postTo(writeContext, objectLocation, '/resend', isSo),
  );
}

/** Ends the membership, or takes an invitation back. Fails as `deleteObject`, and with not-supported. */
export async function removeMember(
  writeContext: WriteContext,
  scope: ScopePath,
  member: MemberId,
): Promise<Outcome<null>> {
  const { directory, site } = writeContext;
  return eitherWay(
    writeContext,
    scope,
    member,
    (objectLocation) =>
      directory.members.get(member)?.state === 'outside'
        ? Promise.resolve(WRITE_DONE)
        : deleteObject(writeContext, objectLocation, (known) =>
            unindexMember(directory, known, site.platform),
          ),
    (objectLocation) =>
      deleteObject(writeContext, objectLocation, (known) =>
        unindexScopeMember(directory, known.id, known.memberId, site.platform),
      ),
  );
}

async function eitherWay(
  writeContext: WriteContext,
  scope: ScopePath,
  member: MemberId,
  atTop: (objectLocation: ObjectLocation<LiveMember>) => Promise<Outcome<null>>,
  below: (objectLocation: ObjectLocation<LiveScopeMember>) => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  if (scope === writeContext.site.organization) return atTop(placeOf(writeContext, member));
  if (!hasScopeMembers(writeContext.site)) return onlyOfTheOrganization(writeContext, scope);
  return below(scopeMemberLocation(writeContext, scope, member));
}

function onlyOfTheOrganization(writeContext: WriteContext, scope: ScopePath): Outcome<null> {
  const message = `The platform keeps members at the organization, not at ${scope}`;
  const hint = 'Give access at the scope with an assignment.';
  return failure(diagnostic('not-supported', message, liveOrigin(writeContext.site, '/members'), { hint }));
}

function placeOf(
  writeContext: WriteContext,
  member: MemberId,
  shown: string = shownKey(writeContext.directory, member),
): ObjectLocation<LiveMember> {
  return {
    name: `member ${shown}`,
    key: member,
    register: writeContext.directory.members,
    shape: memberDecoder,
    pathOf: OBJECT_PATHS.member,
    isHere: ({ key }) => memberId(key, writeContext.site.platform.members.compare) === member,
    // Still known from a scope below.
    isGone: ({ state }) => state === 'outside',
  };
}
