import type { OrganizationDocument, WrittenGroup, WrittenScope } from './document-types.ts';

/** Whether anything is to be reviewed, or has been decided. */
export function speaksOfReviews({ review, decisions, root }: OrganizationDocument): boolean {
  return review !== undefined || decisions !== undefined || isReviewed(root);
}

function isReviewed({ members, groups, scopes }: WrittenScope): boolean {
  return members.some(isGivenForReview) || groups.some(isGroupReviewed) || scopes.some(isReviewed);
}

function isGroupReviewed(group: WrittenGroup): boolean {
  const { members, groups } = group;
  return isGivenForReview(group) || members?.some(hasReview) === true || groups?.some(hasReview) === true;
}

function isGivenForReview(written: Pick<WrittenGroup, 'window' | 'roles' | 'below'>): boolean {
  return hasReview(written) || written.roles.some(hasReview) || written.below.some(hasReview);
}

function hasReview({ window }: Pick<WrittenGroup, 'window'>): boolean {
  return window.review !== undefined;
}
