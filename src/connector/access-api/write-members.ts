import type { MemberId, ScopePath } from '../../resource/reference.ts';
import type { MemberAttributes, MembershipState } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import type { Desk } from './desk.ts';
import { forgetMember, groupsWith } from './forget.ts';
import { changeObject, createObject, deleteObject, type Place } from './guarded.ts';
import { liveOrigin, PATHS } from './site.ts';
import { memberShape, type WireMember } from './wire.ts';

/** Fails as `createObject`, and with not-supported below the organization. */
export async function addMember(desk: Desk, member: MemberAttributes): Promise<Outcome<null>> {
  if (member.scope !== desk.site.organization) return onlyOfTheOrganization(desk, member.scope);
  // The platform decides between active and invited; either is the person being on the way in.
  const wanted = {
    body: {},
    isSo: ({ state }: WireMember) => state === 'active' || state === 'invited' || state === member.state,
  };
  return createObject(desk, placeOf(desk, member.member), '/members', { key: member.display }, wanted);
}

/**
 * Fails as `changeObject`, with not-supported below the organization, and with connector-refused for states that
 * nobody can set. An invitation that expired is made anew.
 */
export async function setMemberState(
  desk: Desk,
  scope: ScopePath,
  member: MemberId,
  state: MembershipState,
): Promise<Outcome<null>> {
  if (scope !== desk.site.organization) return onlyOfTheOrganization(desk, scope);
  const place = placeOf(desk, member);
  const known = desk.directory.members.get(member);
  if (known?.state === state)
    return changeObject(desk, place, { body: {}, isSo: (live) => live.state === state });
  if (known?.state === 'expired' && (state === 'active' || state === 'invited')) {
    return inviteAgain(desk, place, known);
  }
  if (state !== 'active' && state !== 'deactivated') {
    return cannot(
      desk,
      known,
      `member ${member} cannot be set to ${state}: only an invitation brings that about`,
    );
  }
  return changeObject(desk, place, { body: { state }, isSo: (live) => live.state === state });
}

/** Fails as `deleteObject`, and with not-supported below the organization. */
export async function removeMember(desk: Desk, scope: ScopePath, member: MemberId): Promise<Outcome<null>> {
  if (scope !== desk.site.organization) return onlyOfTheOrganization(desk, scope);
  return deleteObject(desk, placeOf(desk, member), (known) => forgetMember(desk.directory, known));
}

/**
 * The API has no way to renew an invitation but to remove the person and invite again. What the person was given
 * would go along unseen by any plan, so this is done only for those who hold nothing.
 */
async function inviteAgain(desk: Desk, place: Place<WireMember>, known: WireMember): Promise<Outcome<null>> {
  const { memberships, assignments } = desk.directory;
  const holds =
    groupsWith(memberships, desk.directory, known.id).length > 0 ||
    [...assignments.entries()].some(([, { principalId }]) => principalId === known.id);
  if (holds) {
    return cannot(
      desk,
      known,
      `the invitation of ${known.key} has expired, and inviting again would take groups and roles away`,
      'Remove the person from the documents, apply, and add the person again.',
    );
  }
  const removed = await deleteObject(desk, place, (member) => forgetMember(desk.directory, member));
  if (!removed.ok) return removed;
  return createObject(desk, place, '/members', { key: known.key }, { body: {}, isSo: () => true });
}

function cannot(
  desk: Desk,
  known: WireMember | undefined,
  reason: string,
  hint: string | null = null,
): Outcome<null> {
  const origin = liveOrigin(desk.site, known === undefined ? '/members' : PATHS.member(known.id));
  return failure(diagnostic('connector-refused', `Nothing was sent: ${reason}`, origin, { hint }));
}

function onlyOfTheOrganization(desk: Desk, scope: ScopePath): Outcome<null> {
  const message = `The platform keeps members at the organization, not at ${scope}`;
  const hint = 'Give access at the scope with an assignment.';
  return failure(diagnostic('not-supported', message, liveOrigin(desk.site, '/members'), { hint }));
}

function placeOf(desk: Desk, member: MemberId): Place<WireMember> {
  return {
    name: `member ${member}`,
    key: member,
    register: desk.directory.members,
    shape: memberShape,
    pathOf: PATHS.member,
  };
}
