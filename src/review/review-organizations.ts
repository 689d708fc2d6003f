import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { OrganizationDocument, WrittenScope } from '../policy/document-types.ts';
import type { PersonRecord } from '../policy/people-document.ts';
import type { WrittenReview } from '../policy/review-document.ts';
import { memberId } from '../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { known } from '../source/known.ts';
import { quote } from '../source/quote.ts';
import { type BoundDecisions, bindDecisions, ownersOf } from './bind-decisions.ts';
import { GROUP_OWNER, type ResolvedOwner, ReviewOwners } from './review-owners.ts';
import { dayOf } from './review-period.ts';
import { type ReviewStanding, standingOf } from './review-state.ts';
import { reviewedGrants } from './reviewed-grants.ts';
import { type OrganizationPeople, SamePerson } from './same-person.ts';
import { withRevocations } from './with-revocations.ts';

/** The reviews of one organization at an instant. */
export interface OrganizationReviews extends Pick<BoundDecisions, 'unbound'> {
  /** Of every grant that holds and has a review, in the order written. */
  readonly standings: readonly ReviewStanding[];
  /** The people who may decide, as they are compared, by review. */
  readonly owners: ReadonlyMap<WrittenReview, readonly string[]>;
  /** As a check tells them; whoever only needs to know lowers errors to warnings. */
  readonly findings: readonly Diagnostic[];
}

/** Documents whose grants have ended where a review has revoked them, and their reviews by organization. */
export interface ReviewedOrganizations {
  readonly documents: readonly OrganizationDocument[];
  readonly reviews: ReadonlyMap<string, OrganizationReviews>;
}

/**
 * Judges the reviews of all organizations. `records` tie keys of one person. Codes: `review-overdue`, `review-without-owner`, `review-owner-gone`,
 * `unknown-member`, `unknown-group`, and those of `bindDecisions`.
 */
export function reviewOrganizations(
  declared: readonly OrganizationDocument[],
  platforms: ReadonlyMap<string, PlatformDefinition>,
  instant: string,
  records: readonly PersonRecord[],
): ReviewedOrganizations {
  const reviews = new Map<string, OrganizationReviews>();
  const all = declared.flatMap((document) => peopleIn(document, platforms));
  const everybody = new Set(all.flatMap(({ members }) => [...members]));
  const documents = declared.map((document) => {
    const platform = platforms.get(document.platform.value);
    if (platform === undefined) return document;
    const grants = reviewedGrants(document, platform);
    if (grants.length === 0 && document.decisions === undefined) return document;
    const own = known(
      all.find(({ name }) => name === document.name),
      'the people of an organization',
    );
    const persons = new SamePerson(own, all, records);
    const owners = new ReviewOwners(document, platform, Date.parse(instant), everybody, persons);
    const bound = bindDecisions(document, platform, grants, owners, dayOf(Date.parse(instant)));
    const standings = bound.grants.flatMap((grant) => standingOf(grant, Date.parse(instant)) ?? []);
    const written = [...new Set(grants.map(({ review }) => review))];
    reviews.set(document.name, {
      standings,
      unbound: bound.unbound,
      owners: new Map(written.map((review) => [review, ownersOf(review, owners)])),
      findings: [
        ...bound.findings,
        ...written.flatMap((review) => ownerFindings(review, owners, document)),
        ...standings.flatMap((standing) => standingFindings(standing, owners)),
      ],
    });
    return withRevocations(document, bound.grants);
  });
  return { documents, reviews };
}

function peopleIn(
  { name, platform, root }: OrganizationDocument,
  platforms: ReadonlyMap<string, PlatformDefinition>,
): readonly OrganizationPeople[] {
  const definition = platforms.get(platform.value);
  if (definition === undefined) return [];
  const { compare } = definition.members;
  const members = root.members.flatMap(({ key, absent }) =>
    absent === null ? [memberId(key, compare)] : [],
  );
  return [{ name, platform: definition, members: new Set(members) }];
}

function ownerFindings(
  review: WrittenReview,
  owners: ReviewOwners,
  { root }: OrganizationDocument,
): readonly Diagnostic[] {
  const resolved = review.owners.map((one) => owners.resolve(one));
  const found = resolved.flatMap((one) => ownerFinding(one, root) ?? []);
  if (resolved.some(({ people }) => people.length > 0)) return found;
  const message = 'This review has no owner who could decide.';
  return [...found, diagnostic('review-without-owner', message, review.origin)];
}

function ownerFinding({ written, nobody }: ResolvedOwner, root: WrittenScope): Diagnostic | null {
  const { value, origin } = written;
  switch (nobody) {
    case null:
      return null;
    case 'unknown': {
      const hint = didYouMean(
        value,
        root.members.map(({ key }) => key),
      );
      const message = `The owner ${quote(value)} is a member of no organization.`;
      return diagnostic('unknown-member', message, origin, { hint });
    }
    case 'unknown-group': {
      const hint = didYouMean(
        value,
        root.groups.map(({ name }) => `${GROUP_OWNER}${name}`),
      );
      return diagnostic('unknown-group', `The owner ${quote(value)} is no group.`, origin, { hint });
    }
    case 'gone':
      return diagnostic(
        'review-owner-gone',
        `The owner ${quote(value)} has left, or is deactivated.`,
        origin,
      );
    case 'empty-group':
      return diagnostic('review-owner-gone', `The owner ${quote(value)} is a group without people.`, origin);
  }
}

function standingFindings(
  { grant, standing, due }: ReviewStanding,
  owners: ReviewOwners,
): readonly Diagnostic[] {
  if (standing === 'revoked') return [];
  const { review, identity, origin } = grant;
  const able = ownersOf(review, owners).filter((one) => !owners.isOf(identity.holder, one));
  const related = [{ message: 'its review is written here', origin: review.origin }];
  const found: Diagnostic[] = [];
  if (able.length === 0 && ownersOf(review, owners).length > 0) {
    const message = `${grant.grant}: nobody but themselves could decide on it.`;
    found.push(diagnostic('review-without-owner', message, origin, { related }));
  }
  if (standing === 'overdue') {
    const message = `${grant.grant}: to be reviewed by ${due}, and nobody has.`;
    const severity = review.overdue === 'fail' ? 'error' : 'warning';
    found.push(diagnostic('review-overdue', message, origin, { related, severity }));
  }
  return found;
}
