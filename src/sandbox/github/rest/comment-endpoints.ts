import { created, NO_CONTENT, ok, type StandInEndpoint } from '../door/github-call.ts';
import type { GithubCommentRecord } from '../world/github-work.ts';
import { requiredTextIn } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { commentJson } from './work-json.ts';
import {
  editableComment,
  issueOf,
  readableWork,
  refuseLocked,
  refuseLong,
  writableWork,
} from './work-place.ts';

/** Who may comment: "issues" or "pull requests" write, for an App. */
const COMMENTING = ['issues', 'pull_requests'];

/** Comments on issues, and on pull requests, which are issues too. */
export const COMMENT_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    need: NEEDS.work,
    handle: (call) => {
      const place = readableWork(call, COMMENTING);
      const { number } = issueOf(call, place);
      const found = [...place.work.comments.values()].filter(({ issue }) => issue === number);
      return page(call, found, (comment) => commentJson(place, comment, call.origin));
    },
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    need: NEEDS.work,
    createsContent: true,
    handle: (call) => {
      const place = writableWork(call, COMMENTING);
      const issue = issueOf(call, place);
      refuseLocked(call, issue);
      const body = requiredTextIn(call, 'body');
      refuseLong('IssueComment', body);
      const now = call.world.clock.now();
      const comment: GithubCommentRecord = {
        id: call.world.nextNumber(),
        issue: issue.number,
        author: place.author,
        body,
        createdAt: now,
        updatedAt: now,
      };
      place.work.comments.set(comment.id, comment);
      return created(commentJson(place, comment, call.origin));
    },
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/issues/comments/{comment_id}',
    need: NEEDS.work,
    handle: (call) => {
      const place = writableWork(call, COMMENTING);
      const comment = editableComment(call, place);
      const body = requiredTextIn(call, 'body');
      refuseLong('IssueComment', body);
      comment.body = body;
      comment.updatedAt = call.world.clock.now();
      return ok(commentJson(place, comment, call.origin));
    },
  },
  {
    method: 'DELETE',
    path: '/repos/{owner}/{repo}/issues/comments/{comment_id}',
    need: NEEDS.work,
    handle: (call) => {
      const place = writableWork(call, COMMENTING);
      place.work.comments.delete(editableComment(call, place).id);
      return NO_CONTENT;
    },
  },
];
