import type { GithubCommentRecord, GithubIssueRecord } from '../world/github-work.ts';
import { nodeId } from './node-id.ts';
import { accountJson } from './person-json.ts';
import type { GithubRepositoryPlace } from './place.ts';
import { repositoryFullJson } from './repository-json.ts';

type Home = Pick<GithubRepositoryPlace, 'organization' | 'repository'>;

function urlOf({ organization, repository }: Home, origin: string): string {
  return `${origin}/repos/${organization.login}/${repository.name}`;
}

function webOf({ organization, repository }: Home, origin: string): string {
  return `${origin}/${organization.login}/${repository.name}`;
}

function stamp(at: number): string {
  return new Date(at).toISOString();
}

export function issueJson(home: Home, issue: GithubIssueRecord, origin: string) {
  const repository = urlOf(home, origin);
  const url = `${repository}/issues/${issue.number}`;
  const web = `${webOf(home, origin)}/${issue.pull === null ? 'issues' : 'pull'}/${issue.number}`;
  return {
    id: issue.number,
    node_id: nodeId('Issue', issue.number),
    url,
    repository_url: repository,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: web,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    user: accountJson(issue.author, issue.author.type, origin),
    labels: issue.labels,
    state: issue.isOpen ? 'open' : 'closed',
    locked: issue.isLocked,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: [...home.repository.work.comments.values()].filter((one) => one.issue === issue.number).length,
    created_at: stamp(issue.createdAt),
    updated_at: stamp(issue.updatedAt),
    closed_at: issue.isOpen ? null : stamp(issue.updatedAt),
    author_association: 'MEMBER',
    ...(issue.pull === null
      ? {}
      : {
          pull_request: {
            url: `${repository}/pulls/${issue.number}`,
            html_url: web,
            diff_url: `${web}.diff`,
            patch_url: `${web}.patch`,
          },
        }),
  };
}

export function commentJson(home: Home, comment: GithubCommentRecord, origin: string) {
  const repository = urlOf(home, origin);
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${repository}/issues/comments/${comment.id}`,
    html_url: `${webOf(home, origin)}/issues/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${repository}/issues/${comment.issue}`,
    body: comment.body,
    user: accountJson(comment.author, comment.author.type, origin),
    author_association: 'MEMBER',
    created_at: stamp(comment.createdAt),
    updated_at: stamp(comment.updatedAt),
  };
}

/** As much of a pull request as somebody asks for who writes reviews. */
export function pullJson(home: Home, issue: GithubIssueRecord, origin: string) {
  const { pull } = issue;
  if (pull === null) throw new Error(`issue ${issue.number} is no pull request`);
  const repository = urlOf(home, origin);
  const url = `${repository}/pulls/${issue.number}`;
  const web = `${webOf(home, origin)}/pull/${issue.number}`;
  const issueUrl = `${repository}/issues/${issue.number}`;
  const end = (ref: string, sha: string) => ({
    label: `${home.organization.login}:${ref}`,
    ref,
    sha,
    user: accountJson(home.organization, 'Organization', origin),
    repo: repositoryFullJson(home.organization, home.repository, null, origin),
  });
  return {
    ...issueJson(home, issue, origin),
    url,
    node_id: nodeId('PullRequest', issue.number),
    html_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repository}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: `${repository}/statuses/${pull.head}`,
    labels: [],
    merged_at: null,
    merge_commit_sha: null,
    head: end(pull.headBranch, pull.head),
    base: end(pull.baseBranch, pull.base),
    _links: Object.fromEntries(
      [
        ['self', url],
        ['html', web],
        ['issue', issueUrl],
        ['comments', `${issueUrl}/comments`],
        ['review_comments', `${url}/comments`],
        ['review_comment', `${repository}/pulls/comments{/number}`],
        ['commits', `${url}/commits`],
        ['statuses', `${repository}/statuses/${pull.head}`],
      ].map(([name, href]) => [name, { href }]),
    ),
    auto_merge: null,
    draft: false,
    merged: false,
    mergeable: true,
    mergeable_state: 'clean',
    merged_by: null,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 1,
    changed_files: 1,
  };
}
