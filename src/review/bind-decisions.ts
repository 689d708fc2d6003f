import { endOfBound } from '../compile/date-bounds.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { OrganizationDocument, WrittenWindow } from '../policy/document-types.ts';
import type { WrittenDecision, WrittenReview } from '../policy/review-document.ts';
import { groupPath, memberId, type Principal } from '../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { known } from '../source/known.ts';
import { quote } from '../source/quote.ts';
import { compareText } from '../source/text-order.ts';
import type { ReviewOwners } from './review-owners.ts';
import type { CalendarDay } from './review-period.ts';
import {
  DENIED,
  type GrantIdentity,
  type GrantPlace,
  grantKey,
  listed,
  type ReviewedGrant,
} from './reviewed-grants.ts';

/** A grant with what was decided of it, by whom who may. */
export interface JudgedGrant extends ReviewedGrant {
  /** The last decision up to the instant that counts; null where there is none. */
  readonly decision: WrittenDecision | null;
  /** The last of all, where it is one to revoke the grant: it ends on that day, which may be ahead. */
  readonly revocation: WrittenDecision | null;
  /** A decision to keep it that counts no more, because the grant has grown since. */
  readonly outgrown: WrittenDecision | null;
}

/** A decision that speaks of no grant with a review: of one that is gone, most likely. */
export interface UnboundDecision {
  readonly identity: GrantIdentity;
  /** In the words of a report. */
  readonly grant: string;
  readonly decision: WrittenDecision;
}

export interface BoundDecisions {
  readonly grants: readonly JudgedGrant[];
  readonly unbound: readonly UnboundDecision[];
  readonly findings: readonly Diagnostic[];
}

/**
 * Each grant with the last of its decisions that counts. Codes: `review-by-self`, `review-not-by-owner`,
 * `review-outgrown`, `review-contradicted`, `review-unbound`, `invalid-value`.
 */
export function bindDecisions(
  document: OrganizationDocument,
  platform: PlatformDefinition,
  grants: readonly ReviewedGrant[],
  owners: ReviewOwners,
  today: CalendarDay,
): BoundDecisions {
  const findings: Diagnostic[] = [];
  const byGrant = new Map(grants.map(({ key }): [string, WrittenDecision[]] => [key, []]));
  const unbound: UnboundDecision[] = [];
  for (const decision of listed(document.decisions)) {
    const identity = identityOf(decision, document.root.name, platform);
    const own = identity === null ? undefined : byGrant.get(grantKey(identity));
    if (identity === null) findings.push(unclear(decision));
    else if (own !== undefined) own.push(decision);
    else {
      unbound.push({ identity, grant: grantKey(identity), decision });
      findings.push(unboundFinding(decision));
    }
  }
  const judged = grants.map((grant): JudgedGrant => {
    const all = known(byGrant.get(grant.key), 'the decisions of a grant').filter((decision) =>
      mayDecide(grant, decision, owners, findings),
    );
    // Of two on one day the later line counts.
    const newest = [...all].reverse().sort((a, b) => compareText(b.day.value, a.day.value));
    const last = newest.find(({ day }) => day.value <= today) ?? null;
    const [final] = newest;
    const against = newest.find(
      ({ day, decision }) => day.value === final?.day.value && decision !== final.decision,
    );
    if (final !== undefined && against !== undefined) findings.push(contradicted(grant, final, against));
    const revocation = final?.decision === 'revoked' ? final : null;
    const isOutgrown = last?.decision === 'kept' && hasGrown(grant, last);
    if (isOutgrown) findings.push(outgrownFinding(grant, last));
    return {
      ...grant,
      decision: isOutgrown ? null : last,
      revocation,
      outgrown: isOutgrown ? last : null,
    };
  });
  return { grants: judged, unbound, findings };
}

/** What a decision is about; null where it does not name one holder in one place. */
export function identityOf(
  { member, group, in: inside, on, role }: WrittenDecision,
  root: string,
  platform: PlatformDefinition,
): GrantIdentity | null {
  const path = (name: string): string => (name.includes('/') ? name : groupPath(root, name));
  if ((member !== null && group !== null) || (inside !== null && on !== null)) return null;
  const holder: Principal | null =
    member !== null
      ? { type: 'member', member: memberId(member.value, platform.members.compare) }
      : group !== null
        ? { type: 'group', group: path(group.value) }
        : null;
  if (holder === null) return null;
  const place: GrantPlace =
    inside === null ? { at: 'scope', scope: on?.value ?? root } : { at: 'group', group: path(inside.value) };
  return { holder, place, role: role?.value ?? null };
}

function mayDecide(
  grant: ReviewedGrant,
  decision: WrittenDecision,
  owners: ReviewOwners,
  findings: Diagnostic[],
): boolean {
  const by = owners.id(decision.by.value);
  const related = [
    { message: 'the grant is written here', origin: grant.origin },
    { message: 'its review is written here', origin: grant.review.origin },
  ];
  if (owners.isOf(grant.identity.holder, by)) {
    const message = `${grant.grant}: ${decision.by.value} decided on their own grant, which counts for nothing.`;
    const hint = 'Let another owner decide.';
    findings.push(diagnostic('review-by-self', message, decision.by.origin, { related, hint }));
    return false;
  }
  if (ownersOf(grant.review, owners).some((one) => owners.persons.isOne(one, by))) return true;
  const message = `${grant.grant}: ${decision.by.value} is no owner of its review, so the decision counts for nothing.`;
  const hint = `Owners are ${grant.review.owners.map(({ value }) => quote(value)).join(', ')}: let one of them decide, or remove the decision.`;
  findings.push(diagnostic('review-not-by-owner', message, decision.by.origin, { related, hint }));
  return false;
}

/** The people who own a review at the instant. */
export function ownersOf({ owners: written }: WrittenReview, owners: ReviewOwners): readonly string[] {
  return [...new Set(written.flatMap((one) => owners.resolve(one).people))];
}

/** Whether a grant gives more than what was looked at, or for longer. */
function hasGrown({ roles, windows }: ReviewedGrant, decision: WrittenDecision): boolean {
  if (decision.roles !== null) {
    const seen = new Set(decision.roles);
    const now = new Set(roles);
    if (roles.some((role) => !role.startsWith(DENIED) && !seen.has(role))) return true;
    if (decision.roles.some((role) => role.startsWith(DENIED) && !now.has(role))) return true;
  }
  if (decision.until === null) return false;
  const end = endOf(windows);
  const was = endOfBound(decision.until);
  return was !== null && (end === null || end > was);
}

/** When the innermost of these windows ends; null: never. */
function endOf(windows: readonly WrittenWindow[]): number | null {
  const ends = windows
    .map(({ until }) => (until === null ? null : endOfBound(until.value)))
    .filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

function outgrownFinding(grant: ReviewedGrant, decision: WrittenDecision): Diagnostic {
  const now = grant.roles.length === 0 ? '' : `, and is ${grant.roles.join(', ')} now`;
  const message = `${grant.grant}: it has grown since it was kept on ${decision.day.value}${now}.`;
  const related = [{ message: 'the decision is here', origin: decision.origin }];
  return diagnostic('review-outgrown', message, grant.origin, { related });
}

function unclear({ origin }: WrittenDecision): Diagnostic {
  const message = 'A decision is about one `member` or one `group`, `in` a group or `on` a scope.';
  return diagnostic('invalid-value', message, origin);
}

function contradicted(grant: ReviewedGrant, last: WrittenDecision, other: WrittenDecision): Diagnostic {
  const message = `${grant.grant}: ${other.decision} and ${last.decision} on ${last.day.value}; what is written last counts.`;
  const related = [{ message: `${other.decision} here`, origin: other.origin }];
  return diagnostic('review-contradicted', message, last.origin, { related });
}

function unboundFinding({ origin, decision, day }: WrittenDecision): Diagnostic {
  const message = `A decision of ${day.value} (${decision}) is about a grant that has no review, or is written no more.`;
  return diagnostic('review-unbound', message, origin);
}
