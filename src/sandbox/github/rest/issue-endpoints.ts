import { created, type GithubCall, ok, type StandInEndpoint } from '../door/github-call.ts';
import { notFound } from '../rules/github-refusal.ts';
import { type GithubIssueRecord, nextIssueNumber } from '../world/github-work.ts';
import {
  choiceIn,
  choiceInQuery,
  isText,
  listIn,
  numberParam,
  requiredTextIn,
  textIn,
} from './call-input.ts';
import { NEEDS } from './needs.ts';
import { page } from './page.ts';
import { issueJson, pullJson } from './work-json.ts';
import { issueOf, refuseLong, workPlace, writableWork } from './work-place.ts';

const STATES = ['open', 'closed', 'all'] as const;

/** "GitHub's REST API considers every pull request an issue, but not every issue is a pull request." */
export const ISSUE_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues',
    need: NEEDS.readIssues,
    handle: (call) => {
      const place = workPlace(call);
      const state = choiceInQuery(call, 'state', STATES, 'open');
      const wanted = (call.query.get('labels') ?? '').split(',').filter((label) => label !== '');
      const found = [...place.work.issues.values()].filter(
        ({ isOpen, labels }) =>
          (state === 'all' || isOpen === (state === 'open')) && wanted.every((one) => labels.includes(one)),
      );
      // The newest first, unless the oldest is asked for.
      if (call.query.get('direction') !== 'asc') found.reverse();
      return page(call, found, (issue) => issueJson(place, issue, call.origin));
    },
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues',
    need: NEEDS.work,
    createsContent: true,
    handle: (call) => {
      const place = writableWork(call, ['issues']);
      const body = textIn(call, 'body');
      refuseLong('Issue', body);
      const now = call.world.clock.now();
      const issue: GithubIssueRecord = {
        number: nextIssueNumber(place.work),
        author: place.author,
        title: requiredTextIn(call, 'title'),
        body: body ?? null,
        isOpen: true,
        isLocked: false,
        labels: listIn(call, 'labels', isText),
        pull: null,
        createdAt: now,
        updatedAt: now,
      };
      place.work.issues.set(issue.number, issue);
      return created(issueJson(place, issue, call.origin));
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/{issue_number}',
    need: NEEDS.readIssues,
    handle: (call) => {
      const place = workPlace(call);
      return ok(issueJson(place, issueOf(call, place), call.origin));
    },
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/issues/{issue_number}',
    need: NEEDS.work,
    handle: (call) => {
      const place = writableWork(call, ['issues', 'pull_requests']);
      const issue = issueOf(call, place);
      change(call, issue);
      return ok(issueJson(place, issue, call.origin));
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls/{pull_number}',
    need: NEEDS.readPulls,
    handle: (call) => {
      const place = workPlace(call);
      const issue = place.work.issues.get(numberParam(call, 'pull_number'));
      if (issue === undefined || issue.pull === null) throw notFound();
      return ok(pullJson(place, issue, call.origin));
    },
  },
];

function change(call: GithubCall, issue: GithubIssueRecord): void {
  const body = textIn(call, 'body');
  refuseLong('Issue', body);
  const state = choiceIn(call, 'state', ['open', 'closed']);
  issue.title = textIn(call, 'title') ?? issue.title;
  issue.body = body ?? issue.body;
  issue.isOpen = state === undefined ? issue.isOpen : state === 'open';
  if (call.body.labels !== undefined) issue.labels = listIn(call, 'labels', isText);
  issue.updatedAt = call.world.clock.now();
}
