import type { OrganizationDocument, WrittenGroup, WrittenScope } from './document-types.ts';

/** Whether anything is to be reviewed, or has been decided. */
export function speaksOfReviews({ review, decisions, root }: OrganizationDocument): boolean {
  return review !== undefined || decisions !== undefined || isReviewed(root);
}

function isReviewed(scope: WrittenScope): boolean {
  const given = ({ window, roles, below }: Pick<WrittenGroup, 'window' | 'roles' | 'below'>): boolean =>
    window.review !== undefined ||
    roles.some((role) => role.window.review !== undefined) ||
    below.some((role) => role.window.review !== undefined);
  return (
    scope.members.some(given) ||
    scope.groups.some(
      (group) =>
        given(group) ||
        group.members?.some(({ window }) => window.review !== undefined) === true ||
        group.groups?.some(({ window }) => window.review !== undefined) === true,
    ) ||
    scope.scopes.some(isReviewed)
  );
}
