import type { JsonObject } from '../../connector/protocol/json-object.ts';
import type { ForgeChange, ForgeComment, ForgeIssue } from '../forge.ts';

export function commentIn(found: JsonObject): ForgeComment {
  return { id: found.whole('id'), author: authorIn(found), body: found.textOrEmpty('body') };
}

export function issueIn(found: JsonObject): ForgeIssue {
  return {
    number: found.whole('number'),
    author: authorIn(found),
    title: found.text('title'),
    body: found.textOrEmpty('body'),
    isOpen: found.text('state') === 'open',
    url: found.text('html_url'),
  };
}

/** "GitHub's REST API considers every pull request an issue": they come in one list. */
export function issueOrChangeIn(found: JsonObject): {
  readonly issue: ForgeIssue;
  readonly isChange: boolean;
} {
  return { issue: issueIn(found), isChange: found.has('pull_request') };
}

export function changeIn(found: JsonObject): ForgeChange {
  return {
    number: found.whole('number'),
    isOpen: found.text('state') === 'open',
    head: found.object('head').text('sha'),
    target: found.object('base').text('ref'),
  };
}

/** Null for an account that was deleted. */
function authorIn(found: JsonObject): string | null {
  return found.optional('user')?.text('login') ?? null;
}
