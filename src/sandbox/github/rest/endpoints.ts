import type { StandInEndpoint } from '../door/github-call.ts';
import { APP_ENDPOINTS } from './app-endpoints.ts';
import { COLLABORATOR_ENDPOINTS } from './collaborator-endpoints.ts';
import { COMMENT_ENDPOINTS } from './comment-endpoints.ts';
import { COMMIT_MARK_ENDPOINTS } from './commit-mark-endpoints.ts';
import { INVITATION_ENDPOINTS } from './invitation-endpoints.ts';
import { ISSUE_ENDPOINTS } from './issue-endpoints.ts';
import { MEMBER_ENDPOINTS } from './member-endpoints.ts';
import { ORGANIZATION_ENDPOINTS } from './organization-endpoints.ts';
import { ORGANIZATION_ROLE_ENDPOINTS } from './organization-role-endpoints.ts';
import { OWN_INVITATION_ENDPOINTS } from './own-invitation-endpoints.ts';
import { REPOSITORY_ENDPOINTS } from './repository-endpoints.ts';
import { REPOSITORY_ROLE_ENDPOINTS } from './repository-role-endpoints.ts';
import { TEAM_ENDPOINTS } from './team-endpoints.ts';
import { TEAM_GROUP_ENDPOINTS } from './team-group-endpoints.ts';
import { TEAM_MEMBER_ENDPOINTS } from './team-member-endpoints.ts';
import { TEAM_REPOSITORY_ENDPOINTS } from './team-repository-endpoints.ts';
import { USER_ENDPOINTS } from './user-endpoints.ts';

/** Every endpoint there is; anything else is 404. */
export const GITHUB_ENDPOINTS: readonly StandInEndpoint[] = [
  ...APP_ENDPOINTS,
  ...ORGANIZATION_ENDPOINTS,
  ...MEMBER_ENDPOINTS,
  ...INVITATION_ENDPOINTS,
  ...TEAM_ENDPOINTS,
  ...TEAM_MEMBER_ENDPOINTS,
  ...TEAM_REPOSITORY_ENDPOINTS,
  ...TEAM_GROUP_ENDPOINTS,
  ...REPOSITORY_ENDPOINTS,
  ...COLLABORATOR_ENDPOINTS,
  ...ORGANIZATION_ROLE_ENDPOINTS,
  ...REPOSITORY_ROLE_ENDPOINTS,
  ...USER_ENDPOINTS,
  ...OWN_INVITATION_ENDPOINTS,
  ...ISSUE_ENDPOINTS,
  ...COMMENT_ENDPOINTS,
  ...COMMIT_MARK_ENDPOINTS,
];
