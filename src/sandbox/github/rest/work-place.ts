import type { GithubCall } from '../door/github-call.ts';
import { forbidden, GithubRefusal, notFound, validationFailed } from '../rules/github-refusal.ts';
import type {
  GithubAuthor,
  GithubCommentRecord,
  GithubIssueRecord,
  GithubWork,
} from '../world/github-work.ts';
import { numberParam } from './call-input.ts';
import type { GithubRepositoryPlace } from './place.ts';
import { pushed, refuseArchived, visible } from './repository-endpoints.ts';

/** The repository of a call with what people do in it, and who calls. */
export interface GithubWorkPlace extends GithubRepositoryPlace {
  readonly work: GithubWork;
  readonly author: GithubAuthor;
}

/** "Body is too long (maximum is 65536 characters)": characters are code points. */
const LONGEST_BODY = 65_536;

/** To read: whoever sees the repository. */
export function workPlace(call: GithubCall): GithubWorkPlace {
  const place = visible(call);
  return { ...place, work: place.repository.work, author: authorOf(call) };
}

/** To read, with any of several permissions: "at least one of them". */
export function readableWork(call: GithubCall, permissions: readonly string[]): GithubWorkPlace {
  const { actor } = call;
  if (actor.kind === 'installation' && !permissions.some((name) => actor.permissions[name] !== undefined))
    throw forbidden('Resource not accessible by integration');
  return workPlace(call);
}

/** To write: an App with one of these permissions, or whoever sees the repository. */
export function writableWork(call: GithubCall, permissions: readonly string[]): GithubWorkPlace {
  const place = workPlace(call);
  refuseArchived(place.repository);
  const { actor } = call;
  if (actor.kind === 'installation' && !permissions.some((name) => actor.permissions[name] === 'write'))
    throw forbidden('Resource not accessible by integration');
  return place;
}

export function issueOf(call: GithubCall, { work }: GithubWorkPlace): GithubIssueRecord {
  const issue = work.issues.get(numberParam(call, 'issue_number'));
  if (issue === undefined) throw notFound();
  return issue;
}

/** One's own, or anybody's for who may push. */
export function editableComment(call: GithubCall, { work, author }: GithubWorkPlace): GithubCommentRecord {
  const comment = work.comments.get(numberParam(call, 'comment_id'));
  if (comment === undefined) throw notFound();
  if (comment.author.id !== author.id && call.actor.kind === 'user') pushed(call);
  return comment;
}

/** A conversation that is locked is open to those who may push. */
export function refuseLocked(call: GithubCall, issue: GithubIssueRecord): void {
  if (!issue.isLocked || call.actor.kind !== 'user') return;
  try {
    pushed(call);
  } catch (thrown) {
    if (thrown instanceof GithubRefusal)
      throw new GithubRefusal(403, 'Unable to create comment because issue is locked.');
    throw thrown;
  }
}

export function refuseLong(resource: string, body: string | undefined): void {
  if (body !== undefined && [...body].length > LONGEST_BODY)
    throw validationFailed(resource, 'body', 'custom', 'body is too long (maximum is 65536 characters)');
}

function authorOf(call: GithubCall): GithubAuthor {
  const { actor, world } = call;
  switch (actor.kind) {
    case 'user':
      return { id: actor.user.id, login: actor.user.login, type: 'User' };
    case 'installation': {
      const login = `${actor.slug}[bot]`;
      return { id: world.numbers.of('bot', login), login, type: 'Bot' };
    }
    case 'app':
      throw forbidden('You must use an installation access token or personal access token.');
  }
}
