import type { Allowance, Quota } from '../../plan/cost/write-rates.ts';
import { instantText } from '../http/wait-notices.ts';
import type { GithubInvitation, GithubLicence, GithubOrganization } from './github-facts.ts';
import { invitationListName } from './read-invitations.ts';

/** The primary limit of REST, as headers of an answer tell of it. */
export interface PrimaryQuota {
  readonly left: number;
  readonly most: number;
  /** Milliseconds since the epoch. */
  readonly renewsAt: number;
}

const DAY_MS = 86_400_000;
/** "More than one month old": the longest month, so that nobody is promised too much. */
const MONTH_MS = 31 * DAY_MS;

/** "… limited to 50 invitations within a 24 hour period. If more than one month old or on a paid plan, 500." */
const FEW_INVITATIONS = 50;
const MANY_INVITATIONS = 500;

/** Null for answers that say nothing of it: of queries, or of a server that counts nothing. */
export function primaryQuotaIn(headers: { get(name: string): string | null }): PrimaryQuota | null {
  if (headers.get('x-ratelimit-resource') !== 'core') return null;
  const numbers = ['remaining', 'limit', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));
  const [left = Number.NaN, most = Number.NaN, reset = Number.NaN] = numbers.map((text) =>
    text === null || !/^\d+$/.test(text) ? Number.NaN : Number(text),
  );
  return [left, most, reset].every(Number.isSafeInteger) ? { left, most, renewsAt: reset * 1000 } : null;
}

/** What is left in an organization. What GitHub does not show this token stays unknown. */
export function githubQuota(
  organization: GithubOrganization,
  now: number,
  requests: PrimaryQuota | null,
  perRead: number,
): Quota {
  const { licence } = organization;
  return {
    requests:
      requests === null
        ? null
        : {
            left: now >= requests.renewsAt ? requests.most : requests.left,
            most: requests.most,
            renewsAt: instantText(requests.renewsAt),
            perRead,
          },
    // Accounts of an enterprise are members at once: nobody is invited, and seats are the enterprise's.
    allowances: licence.isManaged ? [] : [invitationsLeft(organization, now), ...seatsLeft(licence)],
  };
}

function invitationsLeft(organization: GithubOrganization, now: number): Allowance {
  const { licence, login, unknown } = organization;
  const most = mostInvitations(licence, now);
  const hidden = unknown.some(({ name }) => Object.values(invitationListName(login)).includes(name));
  const common = { of: 'invitations', most, renews: '24 hours after those were sent' } as const;
  if (most === null || hidden) {
    const what = hidden ? 'the invitations' : 'the plan';
    return { ...common, left: null, note: `GitHub does not show ${what} of ${login} to this token.` };
  }
  const isRecent = ({ sentAt }: GithubInvitation) => Date.parse(sentAt) > now - DAY_MS;
  const sent = [...organization.invitations, ...organization.failedInvitations].filter(isRecent).length;
  return {
    ...common,
    left: Math.max(0, most - sent),
    note: 'Those that were accepted or taken back within 24 hours count too, and GitHub does not tell of them.',
  };
}

function mostInvitations({ plan, createdAt }: GithubLicence, now: number): number | null {
  if (plan !== null && plan !== 'free') return MANY_INVITATIONS;
  const created = createdAt === null ? Number.NaN : Date.parse(createdAt);
  if (now - created > MONTH_MS) return MANY_INVITATIONS;
  // Young, or of an age that nobody tells.
  return plan === null || Number.isNaN(created) ? null : FEW_INVITATIONS;
}

/** "An unused license must be available before you can invite a new member": on a paid plan. */
function seatsLeft({ plan, seats, filledSeats }: GithubLicence): readonly Allowance[] {
  if (plan === 'free') return [];
  const common = { of: 'seats', renews: 'seats are free or bought' } as const;
  if (seats === null || filledSeats === null) {
    return [{ ...common, left: null, most: null, note: 'GitHub does not show the seats to this token.' }];
  }
  return [{ ...common, left: Math.max(0, seats - filledSeats), most: seats, note: null }];
}
