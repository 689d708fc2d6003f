import type { Unsupported } from '../../plan/write/write.ts';
import type { RememberedPerson } from '../connector.ts';
import type { LoggedAction } from './github-audit-log.ts';

/** So many invitations of one person may run out before nobody sends another. */
const MOST_EXPIRED = 2;

/** An invitation that came to nothing, and when. */
export interface FailedAttempt {
  readonly at: string;
  /** GitHub's sentence: it ran out, no seat was left, trade controls. */
  readonly reason: string;
}

/** What is known of somebody who is written and neither there nor on the way. */
export interface AbsentPerson {
  /** As written. */
  readonly login: string;
  /** `acme`, or `repository web`: what they are missing from. */
  readonly place: string;
  /** What the audit log tells of them there, newest first; null where there is no log to be asked. */
  readonly log: readonly LoggedAction[] | null;
  /** Newest first. */
  readonly failed: readonly FailedAttempt[];
  readonly remembered: RememberedPerson | null;
  /** RFC 3339 instant; what happened before it is forgiven. */
  readonly inviteAgain: string | null;
  /** RFC 3339 instant: the day for the word that invites again. */
  readonly now: string;
}

/**
 * Why somebody is not invited again: they left by themselves, declined, or let two invitations run out. Null where they
 * never came, where somebody else took them out (which an apply puts back), and where the documents forgive it. Nobody is
 * asked every night.
 */
export function notInvitedAgain(person: AbsentPerson): Unsupported | null {
  const departure = departureOf(person);
  if (departure === null) return null;
  const { inviteAgain, now } = person;
  if (inviteAgain !== null && Date.parse(departure.at) < Date.parse(inviteAgain)) return null;
  return {
    code: 'not-invited-again',
    why: `${departure.what} Nobody is invited again without a word for it.`,
    wayOut: `Remove the entry. Or, if they want to come after all, write \`invite-again: ${now.slice(0, 10)}\` in it.`,
  };
}

interface ToldDeparture {
  readonly at: string;
  /** A sentence. */
  readonly what: string;
}

function departureOf(person: AbsentPerson): ToldDeparture | null {
  const { log, failed } = person;
  const told = log === null ? null : toldByLog(person, log);
  if (told !== null) return told === 'by-others' ? null : told;
  const [last] = failed;
  if (last !== undefined) return ranOut(person, last);
  return toldByMemory(person);
}

/** Whoever is named as the one who did it and the one it happened to did it themselves. */
function toldByLog(
  { login, place, failed }: AbsentPerson,
  log: readonly LoggedAction[],
): ToldDeparture | 'by-others' | null {
  const [last] = log.filter(({ action }) => COMING_AND_GOING.test(action));
  if (last === undefined || last.action.endsWith('.add_member')) return null;
  if (last.action.endsWith('.invite_member'))
    return failed.length > 0 ? null : unanswered(login, place, last.at);
  if (last.actor.toLowerCase() !== last.user?.toLowerCase()) return 'by-others';
  const at = new Date(last.at).toISOString();
  const did = last.action.endsWith('.remove_member')
    ? `left ${place}`
    : `declined the invitation to ${place}`;
  return { at, what: `${login} ${did} at ${shown(at)} (${last.action} in the audit log).` };
}

/** GitHub's log has no word of its own for an invitation that was declined. */
function unanswered(login: string, place: string, invited: number): ToldDeparture {
  const at = new Date(invited).toISOString();
  const what = `${login} was invited to ${place} at ${shown(at)}, and the invitation is neither open nor failed: they declined it.`;
  return { at, what };
}

const COMING_AND_GOING = /^(org|repo)\.(add_member|invite_member|remove_member|cancel_invitation)$/;

function ranOut(person: AbsentPerson, last: FailedAttempt): ToldDeparture | null {
  const { login, place, log, failed, remembered } = person;
  const count = Math.max(failed.length, invitationsIn(log), remembered === null ? 0 : remembered.invitations);
  if (count < MOST_EXPIRED) return null;
  return {
    at: last.at,
    what: `${count} invitations of ${login} to ${place} came to nothing, the last at ${shown(last.at)} (${last.reason.replace(/\.$/, '')}).`,
  };
}

/** Sent since the person was last a member. */
function invitationsIn(log: AbsentPerson['log']): number {
  let sent = 0;
  for (const { action } of log === null ? [] : log) {
    if (/\.(add_member|remove_member)$/.test(action)) break;
    if (action.endsWith('.invite_member')) sent += 1;
  }
  return sent;
}

/** Without a log nobody tells who did it; that they were there, and nobody who writes here took them out, is known. */
function toldByMemory({ login, place, log, remembered }: AbsentPerson): ToldDeparture | null {
  if (remembered === null) return null;
  const silent =
    log === null ? 'GitHub has no audit log here that would tell' : 'the audit log does not tell';
  const { at } = remembered;
  switch (remembered.state) {
    case 'active':
    case 'deactivated':
      return {
        at,
        what: `${login} was in ${place} when an apply last looked (${shown(at)}) and is not any more: they left, or somebody removed them; ${silent} which.`,
      };
    case 'expired':
      return remembered.invitations < MOST_EXPIRED
        ? null
        : { at, what: `${remembered.invitations} invitations of ${login} to ${place} came to nothing.` };
    case 'invited':
      return {
        at,
        what: `${login} was invited to ${place} when an apply last looked (${shown(at)}), is no member, and no invitation is open or failed: they declined, or somebody cancelled it; ${silent} which.`,
      };
  }
}

function shown(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
