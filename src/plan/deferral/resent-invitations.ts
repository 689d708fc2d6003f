import { DAY, formatInstant } from '../../compile/date-bounds.ts';
import type { Desired } from '../../compile/desired.ts';
import { RESEND_RULES } from '../../policy/document-types.ts';
import type { Address } from '../../resource/address.ts';
import { counterparts } from '../../resource/counterparts.ts';
import type { MemberResource, Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { displayNameOf } from '../display-names.ts';
import type { DeferredEntry } from './deferred-entries.ts';

/** People who are wanted and whose invitation expired, and who are not to be invited again now. */
export interface UnsentInvitations {
  readonly waiting: readonly DeferredEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * An invitation that expired is sent again, within what the workspace allows: not too soon, and not for ever. Reports
 * `invitation-cap` as a warning for each person who never accepted and is not invited any more.
 */
export function unsentInvitations(
  desired: Desired,
  live: readonly Resource[],
  spelling: Spelling,
): UnsentInvitations {
  const there = counterparts(desired.resources, live);
  const waiting: DeferredEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  const { max, waitDays } = desired.resend ?? RESEND_RULES;
  for (const [at, wanted] of desired.resources.entries()) {
    const membership = there[at];
    if (wanted.type !== 'member' || membership?.type !== 'member') continue;
    const found = membership.attributes;
    if (found.state !== 'expired' || found.invitation === null || wanted.attributes.state !== 'active')
      continue;
    const { invitation } = found;
    const { sent } = invitation;
    // Somebody looked at it since, and said so.
    if (isInvitedAgain(desired, wanted.address, invitation.expiresAt)) continue;
    const next = Date.parse(invitation.sentAt) + waitDays * DAY;
    if (sent >= max) {
      const times = `${sent === 1 ? 'once' : `${sent} times`}, none accepted`;
      waiting.push(waitFor(wanted, spelling, `somebody to raise the cap: invited ${times}`));
      diagnostics.push(
        diagnostic(
          'invitation-cap',
          `${wanted.attributes.display} was invited ${times}, and is not invited again.`,
          wanted.origin,
          {
            hint: 'Ask whether the address is right; then correct it, remove the entry, or raise `invitations.resend.max` in the workspace.',
          },
        ),
      );
    } else if (Date.parse(desired.instant) < next) {
      const often = `invited again at most every ${waitDays === 1 ? 'day' : `${waitDays} days`}`;
      waiting.push(waitFor(wanted, spelling, `${formatInstant(Math.ceil(next / 1000) * 1000)} (${often})`));
    }
  }
  return { waiting, diagnostics };
}

/** Whether `invite-again` is written for what happened at an instant: what happens after it needs another word. */
export function isInvitedAgain(
  { inviteAgain }: Desired,
  membership: Address,
  happened: string | null,
): boolean {
  const until = inviteAgain?.get(membership);
  return until !== undefined && happened !== null && Date.parse(happened) < Date.parse(until);
}

function waitFor(wanted: MemberResource, spelling: Spelling, waitsFor: string): DeferredEntry {
  return {
    member: wanted.attributes.member,
    change: {
      action: 'deferred',
      address: wanted.address,
      wanted: `${displayNameOf(wanted, spelling)} invited again`,
      waitsFor,
      because: { text: `the invitation of ${wanted.attributes.display} has expired`, origin: wanted.origin },
    },
  };
}
